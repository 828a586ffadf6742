"""Published tables about the work's own habits, which later runs are held against."""

from interface.tables.published_columns import CONTRACT_NO, ITEM_CODE, RUN_ID, SERVICE_PERIOD
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

TABLES = (DELIVERY_PROFILE,)
"""What dbt builds in every monthly run for the runs after it."""
