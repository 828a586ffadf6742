"""Published tables about deliveries, which later runs are held against or reckon on from."""

from interface.tables.published_columns import (
    CONTRACT_NO,
    FILE_SHA256,
    ITEM_CODE,
    RUN_ID,
    SERVICE_PERIOD,
    WORK_ORDER_NO,
)
from interface.tables.shape import Column, Kind, Table

DELIVERY_PROFILE = Table(
    name="delivery_profile",
    label="交付分布",
    grain="monthly run × contract × item × facet × position of its settlement period",
    key=("run_id", "contract_no", "item_code", "service_period", "facet", "position"),
    columns=(
        RUN_ID,
        CONTRACT_NO,
        ITEM_CODE,
        SERVICE_PERIOD,
        Column(
            "facet",
            "分布维度",
            Kind.CODE,
            True,
            ("DAY", "HOUR", "TWIN"),
            meaning="By day of the month, by hour in Asia/Shanghai, or what has a twin.",
        ),
        Column(
            "position",
            "位置",
            Kind.COUNT,
            required=True,
            meaning="The day, 1 to 31, or the hour, 0 to 23, of the first delivery; 0 of twins.",
        ),
        Column(
            "delivery_count",
            "交付数",
            Kind.COUNT,
            required=True,
            meaning="Deliverables, each once; twins agree in work order, moment and quantity.",
        ),
        Column(
            "quantity",
            "数量",
            Kind.QUANTITY,
            meaning="In the item's unit, whatever of it is paid; blank where a unit does not convert.",
        ),
        Column("largest_qty", "最大数量", Kind.QUANTITY, meaning="Of one deliverable, in the item's unit."),
    ),
)

DELIVERY_SUM = Table(
    name="delivery_sum",
    label="交付汇总",
    grain="run × work order × service period × unit × delivery file whose sums are not as published before",
    key=("run_id", "file_sha256", "work_order_no", "service_period", "unit"),
    columns=(
        RUN_ID,
        WORK_ORDER_NO,
        SERVICE_PERIOD,
        Column("unit", "计量单位", Kind.CODE, required=True, meaning="As delivered."),
        Column("factor", "换算系数", Kind.FACTOR, meaning="To the item's unit; blank where the unit does not convert."),
        Column(
            "quantity_sum",
            "数量合计",
            Kind.TOTAL,
            meaning="In the unit delivered; what was replaced left out; blank where all was replaced.",
        ),
        Column("delivery_count", "交付行数", Kind.COUNT, required=True, meaning="Landed rows, replaced ones too."),
        Column("first_row_number", "首行号", Kind.COUNT, required=True, meaning="The first of these rows in its file."),
        Column("last_row_number", "末行号", Kind.COUNT, required=True, meaning="The last of these rows in its file."),
        Column("row_number_sum", "行号之和", Kind.COUNT, required=True, meaning="Tells, with the count, lost rows."),
        Column("replaced_count", "被替换行数", Kind.COUNT, required=True, meaning="Rows that a later one replaced."),
        Column("late_count", "逾期行数", Kind.COUNT, required=True, meaning="Rows after their order's end."),
        Column("first_delivered_at", "首次交付", Kind.TIME, required=True),
        Column("last_delivered_at", "最近交付", Kind.TIME, required=True),
        Column("end_time", "结束时间", Kind.TIME, meaning="As known to the run; blank: the order names none."),
        Column(
            "basis",
            "汇总依据",
            Kind.TEXT,
            True,
            meaning="Digest of the file's rows that did not land or were delivered again; 0 where there are none.",
        ),
        FILE_SHA256,
        Column(
            "newest_first_file_sha256",
            "最近首次文件摘要",
            Kind.TEXT,
            True,
            meaning="The newest file that brought one of the deliverables for the first time.",
        ),
    ),
)

TABLES = (DELIVERY_PROFILE, DELIVERY_SUM)
"""What dbt builds in every settlement run for the runs after it."""
