"""Published tables of what a run settles: lines, statements, deductions, and where each row of work went."""

from interface.tables.published_columns import (
    CONTRACT_NO,
    FILE_SHA256,
    ITEM_CODE,
    ROW_NUMBER,
    RUN_ID,
    SERVICE_PERIOD,
    SETTLE_NO,
    SETTLEMENT_PERIOD,
    UNIT_CODE,
    WORK_ORDER_NO,
    amount,
)
from interface.tables.shape import Column, Kind, Table

_STEPS = ("ACCEPTANCE", "VERIFICATION", "FEE_VERIFICATION", "PRICE", "PERIOD_OPEN")
_WAITS = ("DELIVERY", *_STEPS, "ANNUAL_SETTLEMENT", "PAYMENT")

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
        amount("amount", "金额(元)", "Worth now less what was booked, yuan.", required=True),
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
        amount("gross_amt", "结算总额(元)", "Sum of the run's lines.", required=True),
        amount("performance_part_amt", "绩效部分(元)", "Part at stake in the assessment.", required=True),
        Column("assessment_score", "考核得分", Kind.SCORE, meaning="Blank: no score in this run."),
        amount("assess_deduct_amt", "考核扣款(元)", required=True),
        amount("penalty_amt", "违约扣款(元)", required=True),
        amount("carried_in_amt", "上期结转扣款(元)", "Deductions that earlier runs could not take.", required=True),
        amount("retention_amt", "质保金(元)", required=True),
        amount("prepay_offset_amt", "预付款抵扣(元)", required=True),
        amount("prepay_balance_amt", "预付款余额(元)", required=True),
        amount("carried_deduct_amt", "结转扣款(元)", "Deductions beyond the gross, for later runs.", required=True),
        amount("accrued_amt", "留待年度结算(元)", "Gross that the annual run pays, not this one.", required=True),
        amount("above_ceiling_amt", "超合同上限金额(元)", "Not payable without an approval.", required=True),
        amount("payable_amt", "应付金额(元)", required=True),
        amount("amt_ex_tax", "不含税金额(元)", "Blank: the contract gives no tax rate."),
        amount("tax_amt", "税额(元)", "Blank: the contract gives no tax rate."),
        Column("payable_amt_cn", "应付金额大写", Kind.TEXT, required=True),
        amount("ceiling_amt", "合同上限(元)", "Of all that the contract pays; blank: the contract gives none."),
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
        Column("basis", "扣减依据", Kind.TEXT, True, meaning="The score and its period, or the event."),
        amount("computed_amt", "计算金额(元)", required=True),
        amount("capped_amt", "封顶后金额(元)", required=True),
        amount("applied_amt", "本次扣减(元)", "Capped less what earlier runs deducted.", required=True),
        Column("gives_way_to", "让位条款", Kind.ID, meaning="Clause of the same ground that goes before; blank: none."),
        Column(
            "evaluation_run_id",
            "评价运行编号",
            Kind.ID,
            meaning="Evaluation whose total is the score; blank: an assessment, or no score.",
        ),
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
        amount("indicative_amount", "参考金额(元)", "What it would be worth; blank: no price."),
        Column("waiting_for", "等待事项", Kind.CODE, True, _STEPS),
    ),
)

WORK_ORDER_PROGRESS = Table(
    name="work_order_progress",
    label="工单进度",
    grain="run × work order",
    key=("run_id", "work_order_no"),
    columns=(
        RUN_ID,
        CONTRACT_NO,
        Column("order_no", "服务单编号", Kind.ID, required=True),
        WORK_ORDER_NO,
        ITEM_CODE,
        Column("item_name", "服务项", Kind.TEXT, meaning="Blank: no version of the catalogue has the item."),
        Column("provider", "数据服务商", Kind.ID, required=True),
        Column("start_time", "开始时间", Kind.TIME),
        Column("end_time", "结束时间", Kind.TIME),
        Column("first_delivered_at", "首次交付", Kind.TIME, meaning="Blank: nothing was delivered."),
        Column("last_delivered_at", "最近交付", Kind.TIME, meaning="Blank: nothing was delivered."),
        Column("delivery_count", "交付次数", Kind.COUNT, True, meaning="Rows of the log, those replaced included."),
        Column("replaced_count", "其中被替换", Kind.COUNT, True, meaning="Rows that a later delivery replaced."),
        Column("accepted_at", "验收通过", Kind.TIME, meaning="Of the newest month that passed; blank: none."),
        Column("verified_on", "核定日期", Kind.DATE, meaning="Of the newest verification; blank: none."),
        Column("settlement_period", "最近结算期", Kind.PERIOD, meaning="Of the newest line; blank: none is booked."),
        amount("booked_amt", "已入账金额(元)", "All that is booked, this run included; blank: no line."),
        Column("settle_no", "结算单号", Kind.ID, meaning="Statement that pays the newest line; blank: no line."),
        Column("paid_on", "付清日期", Kind.DATE, meaning="When all that is payable was paid; blank: not yet."),
        Column("is_late", "逾期", Kind.FLAG, True, meaning="A delivery came after the end, or none came until then."),
        Column("waiting_for", "等待事项", Kind.CODE, codes=_WAITS, meaning="Blank: nothing, or it has not begun."),
        Column("waiting_since", "等待起始日", Kind.DATE, meaning="Day of the step before; blank: not known."),
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
        amount("claimed_amount", "送审金额(元)", "As claimed, or quantity times price; blank: neither is given."),
        amount("computed_amount", "审定金额(元)", "What the line is worth by the catalogue; blank: no record."),
        amount("difference", "审减金额(元)", "Claimed less computed; blank where one of them is."),
        Column("verdict", "审核结论", Kind.CODE, True, ("AGREES", "DIFFERS", "NO_RECORD")),
        Column("reduction_rate", "审减率", Kind.RATIO, meaning="Difference by claimed; negative: more is due."),
        Column("cut_reason", "核减原因", Kind.TEXT, meaning="As the supervisor gave it for the work order's month."),
    ),
)

CLAIM_REDUCTION = Table(
    name="claim_reduction",
    label="核减汇总",
    grain="run × contract or all × service month or all, of every claim as last reviewed",
    key=("run_id", "contract_no", "period"),
    columns=(
        RUN_ID,
        Column("contract_no", "合同编号", Kind.ID, required=True, meaning="'*' for all contracts."),
        Column("period", "计量期", Kind.PERIOD, required=True, meaning="The service month; '*' for all months."),
        Column("line_count", "申报行数", Kind.COUNT, required=True),
        Column("compared_count", "可比行数", Kind.COUNT, True, meaning="Lines with both amounts, which are summed."),
        amount("claimed_amount", "送审金额(元)", "Of the lines compared; blank: none has both amounts."),
        amount("computed_amount", "审定金额(元)", "Of the lines compared; blank: none has both amounts."),
        amount("difference", "审减金额(元)", "Claimed less computed."),
        Column("reduction_rate", "核减率", Kind.RATIO, meaning="Difference by claimed; negative: more is due."),
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
        amount("amount", "金额(元)", required=True),
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
        amount("before_amount", "调整前(元)", required=True),
        amount("after_amount", "调整后(元)", required=True),
        amount("delta_amount", "差额(元)", required=True),
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
        FILE_SHA256,
        ROW_NUMBER,
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
        FILE_SHA256,
        ROW_NUMBER,
    ),
)

TABLES = (
    SETTLEMENT_LINE,
    SETTLEMENT,
    DEDUCTION,
    PENDING_METERING,
    WORK_ORDER_PROGRESS,
    CLAIM_REVIEW,
    CLAIM_REDUCTION,
    PROVIDER_SETTLEMENT,
    RUN_DIFFERENCE,
    DELIVERY_FATE,
    LINE_SOURCE,
)
