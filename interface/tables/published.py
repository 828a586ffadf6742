"""Published tables: what `hengliang export` and the dashboards read, and nothing else does."""

from interface.tables.shape import Column, Kind, Table

RUN_ID = Column("run_id", "运行编号", Kind.ID, required=True)
CONTRACT_NO = Column("contract_no", "合同编号", Kind.ID, required=True)
WORK_ORDER_NO = Column("work_order_no", "工单编号", Kind.ID, required=True)
ITEM_CODE = Column("item_code", "服务项编号", Kind.ID, required=True)
SERVICE_PERIOD = Column("service_period", "服务月份", Kind.MONTH, required=True)
SETTLEMENT_PERIOD = Column("settlement_period", "结算期", Kind.PERIOD, required=True)
UNIT_CODE = Column("unit_code", "计量单位", Kind.CODE, required=True)
SETTLE_NO = Column("settle_no", "结算单号", Kind.ID, required=True)

_STEPS = ("ACCEPTANCE", "VERIFICATION", "FEE_VERIFICATION", "PRICE", "PERIOD_OPEN")


def _amount(name: str, label: str, meaning: str = "", *, required: bool = False) -> Column:
    return Column(name, label, Kind.AMOUNT, required=required, meaning=meaning)


RUN = Table(
    name="run",
    label="运行",
    grain="settlement or evaluation run",
    key=("run_id",),
    columns=(
        RUN_ID,
        Column("run_type", "运行类别", Kind.CODE, True, ("INDICATIVE", "INITIAL", "REVISION", "FINAL", "ANNUAL")),
        Column("period", "结算期", Kind.PERIOD, required=True),
        Column("as_of", "知悉截止时间", Kind.TIME, True, meaning="Exclusive: facts learned before it."),
        Column("status", "状态", Kind.CODE, True, ("PUBLISHED", "BLOCKED", "SUPERSEDED", "FINAL")),
        Column("prior_run_id", "上一运行编号", Kind.ID),
        Column("code_version", "程序版本", Kind.TEXT, required=True),
        Column("inputs_hash", "输入摘要", Kind.TEXT, required=True),
        Column("outputs_hash", "输出摘要", Kind.TEXT, meaning="Blank for a blocked run: it published nothing."),
        Column("manifest_hash", "清单摘要", Kind.TEXT),
        Column("prior_manifest_hash", "上一清单摘要", Kind.TEXT),
        Column("started_at", "开始时间", Kind.TIME, required=True),
        Column("finished_at", "结束时间", Kind.TIME, required=True),
    ),
)

SETTLEMENT_LINE = Table(
    name="settlement_line",
    label="结算明细",
    grain="run × work order × item × service period",
    key=("run_id", "work_order_no", "item_code", "service_period"),
    columns=(
        Column("line_id", "明细编号", Kind.ID, required=True),
        RUN_ID,
        SETTLEMENT_PERIOD,
        SERVICE_PERIOD,
        Column("line_type", "明细类别", Kind.CODE, True, ("CURRENT", "ADJUSTMENT")),
        CONTRACT_NO,
        Column("order_no", "服务单编号", Kind.ID, required=True),
        WORK_ORDER_NO,
        ITEM_CODE,
        Column("item_name", "服务项", Kind.TEXT),
        Column("provider", "数据服务商", Kind.ID, required=True),
        UNIT_CODE,
        Column("delivered_qty", "交付数量", Kind.QUANTITY, meaning="Change since booked; blank: no delivery log."),
        Column("accepted_qty", "验收数量", Kind.QUANTITY, meaning="Change since booked; blank: no acceptance."),
        Column("verified_qty", "核定数量", Kind.QUANTITY, meaning="Change since booked; blank: not verified."),
        Column("billed_qty", "计费数量", Kind.QUANTITY, True, meaning="Change since booked, in the item's unit."),
        Column("unit_price", "单价(元)", Kind.PRICE, meaning="Yuan per unit; blank where tiers price the item."),
        Column("catalogue_version", "目录版本", Kind.ID, required=True),
        _amount("amount", "金额(元)", "Worth now less what was booked, yuan.", required=True),
        Column("adjustment_reason", "调整原因", Kind.CODE, meaning="Why a booked month changed; blank otherwise."),
    ),
)

SETTLEMENT = Table(
    name="settlement",
    label="结算单",
    grain="run × contract",
    key=("run_id", "contract_no"),
    columns=(
        SETTLE_NO,
        RUN_ID,
        CONTRACT_NO,
        SETTLEMENT_PERIOD,
        Column("purchaser_name", "服务采购方", Kind.TEXT, True, meaning="Name, or code where no name is given."),
        Column("operator_name", "数据运营商", Kind.TEXT, True, meaning="Name, or code where no name is given."),
        _amount("gross_amt", "结算总额(元)", "Sum of the run's lines.", required=True),
        _amount("performance_part_amt", "绩效部分(元)", "Part at stake in the assessment.", required=True),
        Column("assessment_score", "考核得分", Kind.SCORE, meaning="Blank: no score in this run."),
        _amount("assess_deduct_amt", "考核扣款(元)", required=True),
        _amount("penalty_amt", "违约扣款(元)", required=True),
        _amount("carried_in_amt", "上期结转扣款(元)", "Deductions that earlier runs could not take.", required=True),
        _amount("retention_amt", "质保金(元)", required=True),
        _amount("prepay_offset_amt", "预付款抵扣(元)", required=True),
        _amount("prepay_balance_amt", "预付款余额(元)", required=True),
        _amount("carried_deduct_amt", "结转扣款(元)", "Deductions beyond the gross, for later runs.", required=True),
        _amount("above_ceiling_amt", "超合同上限金额(元)", "Not payable without an approval.", required=True),
        _amount("payable_amt", "应付金额(元)", required=True),
        _amount("amt_ex_tax", "不含税金额(元)", "Blank: the contract gives no tax rate."),
        _amount("tax_amt", "税额(元)", "Blank: the contract gives no tax rate."),
        Column("payable_amt_cn", "应付金额大写", Kind.TEXT, required=True),
    ),
)

DEDUCTION = Table(
    name="deduction",
    label="扣减",
    grain="settlement × clause × basis",
    key=("settle_no", "clause_no", "basis"),
    columns=(
        SETTLE_NO,
        RUN_ID,
        CONTRACT_NO,
        Column("clause_no", "条款编号", Kind.ID, required=True),
        Column("kind", "扣减类别", Kind.CODE, required=True),
        Column("basis", "扣减依据", Kind.TEXT, True, meaning="The score and its period, or the events."),
        _amount("computed_amt", "计算金额(元)", required=True),
        _amount("capped_amt", "封顶后金额(元)", required=True),
        _amount("applied_amt", "本次扣减(元)", "Capped less what earlier runs deducted.", required=True),
    ),
)

PENDING_METERING = Table(
    name="pending_metering",
    label="待计量",
    grain="run × work order × service period not yet payable",
    key=("run_id", "work_order_no", "service_period", "waiting_for"),
    columns=(
        RUN_ID,
        CONTRACT_NO,
        WORK_ORDER_NO,
        SERVICE_PERIOD,
        Column("quantity", "数量", Kind.QUANTITY, required=True),
        UNIT_CODE,
        _amount("indicative_amount", "参考金额(元)", "What it would be worth; blank: no price."),
        Column("waiting_for", "等待事项", Kind.CODE, True, _STEPS),
    ),
)

CLAIM_REVIEW = Table(
    name="claim_review",
    label="审量审价",
    grain="run × claim line whose review is new or changed; the newest run's row holds",
    key=("run_id", "claim_no", "line_no"),
    columns=(
        RUN_ID,
        Column("claim_no", "申报编号", Kind.ID, required=True),
        Column("line_no", "申报行号", Kind.ID, required=True),
        CONTRACT_NO,
        WORK_ORDER_NO,
        ITEM_CODE,
        Column("period", "计量期", Kind.PERIOD, required=True, meaning="The service month of the claim."),
        Column("claimed_qty", "申报数量", Kind.QUANTITY, True, meaning="As claimed, in the unit of the claim."),
        Column("unit", "申报单位", Kind.CODE, required=True),
        Column("verified_qty", "核定数量", Kind.QUANTITY, meaning="Of the work order's month; blank: not verified."),
        Column("billed_qty", "计费数量", Kind.QUANTITY, meaning="Of the work order's month; blank: no record."),
        UNIT_CODE,
        Column("claimed_unit_price", "申报单价(元)", Kind.PRICE, meaning="Per unit of the claim; blank: not given."),
        Column("unit_price", "单价(元)", Kind.PRICE, meaning="The catalogue's; blank where tiers price the item."),
        _amount("claimed_amount", "送审金额(元)", "As claimed, or quantity times price; blank: neither is given."),
        _amount("computed_amount", "审定金额(元)", "What the line is worth by the catalogue; blank: no record."),
        _amount("difference", "审减金额(元)", "Claimed less computed; blank where one of them is."),
        Column("verdict", "审核结论", Kind.CODE, True, ("AGREES", "DIFFERS", "NO_RECORD")),
        Column("reduction_rate", "审减率", Kind.RATIO, meaning="Difference by claimed; negative: more is due."),
        Column("cut_reason", "核减原因", Kind.TEXT, meaning="As the supervisor gave it for the work order's month."),
    ),
)

PROVIDER_SETTLEMENT = Table(
    name="provider_settlement",
    label="服务商结算",
    grain="run × contract × provider",
    key=("run_id", "contract_no", "provider"),
    columns=(
        RUN_ID,
        CONTRACT_NO,
        Column("provider", "数据服务商编号", Kind.ID, required=True),
        Column("provider_name", "数据服务商", Kind.TEXT, True, meaning="Name, or code where no name is given."),
        _amount("amount", "金额(元)", required=True),
    ),
)

RUN_DIFFERENCE = Table(
    name="run_difference",
    label="结算差异",
    grain="run × line of a month that was booked before",
    key=("run_id", "work_order_no", "item_code", "service_period"),
    columns=(
        RUN_ID,
        Column("prior_run_id", "上一运行编号", Kind.ID, required=True),
        WORK_ORDER_NO,
        ITEM_CODE,
        SERVICE_PERIOD,
        _amount("before_amount", "调整前(元)", required=True),
        _amount("after_amount", "调整后(元)", required=True),
        _amount("delta_amount", "差额(元)", required=True),
        Column("reason", "原因", Kind.CODE, required=True),
    ),
)

DELIVERY_FATE = Table(
    name="delivery_fate",
    label="交付去向",
    grain="run × landed delivery row of a month that the run reckoned",
    key=("run_id", "file_sha256", "row_number"),
    columns=(
        RUN_ID,
        Column("delivery_no", "交付编号", Kind.ID, required=True),
        WORK_ORDER_NO,
        Column("deliverable_key", "交付物名称", Kind.TEXT, required=True),
        SERVICE_PERIOD,
        Column("delivered_at", "交付时间", Kind.TIME, required=True),
        Column("quantity", "数量", Kind.QUANTITY, required=True, meaning="As delivered, in the unit of the row."),
        Column("unit", "计量单位", Kind.CODE, required=True),
        Column("counted_qty", "计入数量", Kind.QUANTITY, True, meaning="In the item's unit; 0 where replaced."),
        Column("fate", "去向", Kind.CODE, True, ("COUNTED", "REPLACED", "EVIDENCE", "PENDING")),
        Column("is_late", "逾期", Kind.FLAG, required=True),
        Column("file_sha256", "文件摘要", Kind.TEXT, required=True),
        Column("row_number", "行号", Kind.COUNT, required=True),
    ),
)

LINE_SOURCE = Table(
    name="line_source",
    label="明细来源",
    grain="settlement line × input row that decided it, deliveries apart",
    key=("line_id", "file_sha256", "row_number", "table_name"),
    columns=(
        Column("line_id", "明细编号", Kind.ID, required=True),
        RUN_ID,
        Column("table_name", "表", Kind.CODE, required=True),
        Column("file_sha256", "文件摘要", Kind.TEXT, required=True),
        Column("row_number", "行号", Kind.COUNT, required=True),
    ),
)

GATE_RESULT = Table(
    name="gate_result",
    label="质量门结果",
    grain="run × expectation",
    key=("run_id", "suite", "expectation"),
    columns=(
        RUN_ID,
        Column("suite", "检查集", Kind.CODE, required=True),
        Column("expectation", "检查项", Kind.CODE, required=True),
        Column("severity", "级别", Kind.CODE, True, ("BLOCK", "WARN")),
        Column("success", "通过", Kind.FLAG, required=True),
        Column("unexpected_count", "不符行数", Kind.COUNT, required=True),
        Column("sample", "样例", Kind.TEXT, meaning="Up to three offending rows; blank when passed."),
        Column("message_zh", "说明", Kind.TEXT, required=True),
        Column("message_en", "Message", Kind.TEXT, required=True),
    ),
)

QUARANTINE = Table(
    name="quarantine",
    label="隔离区",
    grain="input row set aside",
    key=("file_sha256", "row_number", "table_name"),
    columns=(
        Column("file_name", "文件名", Kind.TEXT, required=True),
        Column("file_sha256", "文件摘要", Kind.TEXT, required=True),
        Column("row_number", "行号", Kind.COUNT, required=True, meaning="Line of the file where the row begins."),
        Column("table_name", "表", Kind.CODE, required=True),
        Column("reason", "原因代码", Kind.CODE, required=True),
        Column("raw", "原文", Kind.TEXT, required=True),
        Column("message", "说明", Kind.TEXT, required=True),
    ),
)

INGEST_FILE = Table(
    name="ingest_file",
    label="接收文件",
    grain="table of a received file",
    key=("file_name", "file_sha256", "table_name", "landed_at"),
    columns=(
        Column("file_name", "文件名", Kind.TEXT, required=True),
        Column("file_sha256", "文件摘要", Kind.TEXT, required=True),
        Column("table_name", "表", Kind.CODE, required=True, meaning="Blank text: the file was refused."),
        Column("rows_read", "读取行数", Kind.COUNT, required=True),
        Column("rows_landed", "入库行数", Kind.COUNT, required=True),
        Column("rows_duplicate", "重复行数", Kind.COUNT, required=True),
        Column("rows_quarantined", "隔离行数", Kind.COUNT, required=True),
        Column("landed_at", "接收时间", Kind.TIME, required=True),
        Column("refusal", "拒收原因", Kind.TEXT, meaning="Code and sentence; blank when the file was read."),
        Column("warnings", "警告", Kind.TEXT, meaning="Warning codes with their counts; blank: none."),
    ),
)

RUN_TABLES = (
    SETTLEMENT_LINE,
    SETTLEMENT,
    DEDUCTION,
    PENDING_METERING,
    CLAIM_REVIEW,
    PROVIDER_SETTLEMENT,
    RUN_DIFFERENCE,
    DELIVERY_FATE,
    LINE_SOURCE,
)
"""What dbt builds in every settlement run, in the order in which a reader meets them."""

TABLES = (RUN, *RUN_TABLES, GATE_RESULT, QUARANTINE, INGEST_FILE)
