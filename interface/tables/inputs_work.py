"""Input tables that say what was ordered, delivered, accepted, metered and assessed."""

from interface.tables.inputs_rules import CONTRACT_NO, ITEM_CODE
from interface.tables.shape import Column, Kind, Table

WORK_ORDER_NO = Column("work_order_no", "工单编号", Kind.ID, required=True)
SERVICE_MONTH = Column("period", "计量期", Kind.MONTH, required=True)
UNIT = Column("unit", "计量单位", Kind.CODE, required=True)

SERVICE_TASK = Table(
    name="service_task",
    label="服务任务",
    grain="service task",
    key=("task_no",),
    columns=(
        Column("task_no", "服务任务编号", Kind.ID, required=True),
        Column("plan_no", "任务计划编号", Kind.ID),
        Column("task_type", "任务类型", Kind.TEXT),
        Column("content", "任务内容", Kind.TEXT),
        Column("goal", "任务目标", Kind.TEXT),
        Column("delivery_cycle", "交付周期", Kind.TEXT),
        Column("issued_to", "下达对象", Kind.ID),
        Column("issued_on", "下达日期", Kind.DATE),
        Column("priority_class", "任务来源类别", Kind.TEXT),
    ),
)

SERVICE_ORDER = Table(
    name="service_order",
    label="服务单",
    grain="service order",
    key=("order_no",),
    columns=(
        Column("order_no", "服务单编号", Kind.ID, required=True),
        Column("contract_no", "合同编号", Kind.ID),
        Column("order_name", "服务单名称", Kind.TEXT),
        Column("service_category", "服务类别", Kind.TEXT),
        Column("service_capability", "服务能力", Kind.TEXT),
        Column("applicant_dept", "申报部门", Kind.TEXT),
        Column("applicant", "申报人", Kind.TEXT),
        Column("start_time", "开始时间", Kind.TIME),
        Column("end_time", "结束时间", Kind.TIME),
        Column("acceptance_method", "验收方式", Kind.TEXT),
        Column("operator", "数据运营商", Kind.ID),
        Column("operator_owner", "运营商负责人", Kind.TEXT),
        Column("est_hours", "预计工时", Kind.QUANTITY),
        Column("provider", "数据服务商", Kind.ID),
        Column("provider_owner", "服务商负责人", Kind.TEXT),
        Column("onsite_count", "驻场人数", Kind.COUNT),
        Column("service_goal", "服务目标", Kind.TEXT),
        Column("service_detail", "服务详情", Kind.TEXT),
        Column("service_plan", "服务方案", Kind.TEXT),
        Column("task_no", "服务任务编号", Kind.ID),
    ),
)

WORK_ORDER = Table(
    name="work_order",
    label="工单",
    grain="work order; exactly one provider",
    key=("work_order_no",),
    columns=(
        WORK_ORDER_NO,
        Column("order_no", "服务单编号", Kind.ID, required=True),
        CONTRACT_NO,
        ITEM_CODE,
        Column("provider", "数据服务商", Kind.ID, required=True),
        Column("start_time", "开始时间", Kind.TIME),
        Column("end_time", "结束时间", Kind.TIME, meaning="A delivery after it counts and is flagged late."),
        Column("no_subcontract_flag", "不得转包", Kind.FLAG),
        Column("work_order_name", "工单名称", Kind.TEXT),
        Column("type", "工单类型", Kind.TEXT),
        Column("urgency", "紧急程度", Kind.TEXT),
        Column("est_workload", "预计工作量", Kind.QUANTITY),
        Column("applicant_unit", "申请单位", Kind.TEXT),
        Column("applicant", "申请人", Kind.TEXT),
        Column("operator", "数据运营商", Kind.ID),
        Column("operator_owner", "运营商负责人", Kind.TEXT),
        Column("provider_owner", "服务商负责人", Kind.TEXT),
        Column("detail", "工单详情", Kind.TEXT),
        Column("operator_accept_opinion", "运营商验收意见", Kind.TEXT),
        Column("purchaser_accept_opinion", "采购方验收意见", Kind.TEXT),
    ),
)

DELIVERY = Table(
    name="delivery",
    label="交付日志",
    grain="delivery of a deliverable; a later one replaces the earlier",
    key=("delivery_no", "version"),
    columns=(
        Column("delivery_no", "交付编号", Kind.ID, required=True),
        WORK_ORDER_NO,
        Column("deliverable_key", "交付物名称", Kind.TEXT, required=True),
        Column("delivered_at", "交付时间", Kind.TIME, required=True),
        Column("quantity", "数量", Kind.QUANTITY, required=True),
        UNIT,
        Column("version", "版本", Kind.COUNT),
        Column("content_hash", "内容摘要", Kind.TEXT),
    ),
)

ACCEPTANCE = Table(
    name="acceptance",
    label="验收",
    grain="acceptance of a work order or a service order",
    key=("accept_no",),
    columns=(
        Column("accept_no", "验收编号", Kind.ID, required=True),
        Column("level", "验收层级", Kind.CODE, required=True, codes=("WORK_ORDER", "SERVICE_ORDER")),
        Column("ref_no", "验收对象编号", Kind.ID, required=True),
        Column("period", "计量期", Kind.MONTH, meaning="Blank: all months."),
        Column("result", "验收结果", Kind.CODE, required=True, codes=("PASS", "REWORK", "REJECT")),
        Column("accepted_at", "验收时间", Kind.TIME, required=True),
        Column("accepted_qty", "验收数量", Kind.QUANTITY),
        Column("on_time", "交付准时性", Kind.TEXT),
        Column("quality", "交付质量", Kind.TEXT),
        Column("goal_met", "目标达成", Kind.TEXT),
    ),
)

METERING_CLAIM = Table(
    name="metering_claim",
    label="工作量申报",
    grain="claimed line: work order and service month",
    key=("claim_no", "line_no"),
    columns=(
        Column("claim_no", "申报编号", Kind.ID, required=True),
        Column("line_no", "行号", Kind.ID, required=True),
        WORK_ORDER_NO,
        SERVICE_MONTH,
        Column("claimed_qty", "申报数量", Kind.QUANTITY, required=True),
        UNIT,
        Column("unit_price", "单价", Kind.PRICE),
        Column("claimed_amount", "申报金额", Kind.AMOUNT),
    ),
)

METERING_VERIFICATION = Table(
    name="metering_verification",
    label="计量核定",
    grain="verified line: work order and service month; the latest verified_on wins",
    key=("verify_no", "line_no"),
    columns=(
        Column("verify_no", "核定编号", Kind.ID, required=True),
        Column("line_no", "行号", Kind.ID, required=True),
        WORK_ORDER_NO,
        SERVICE_MONTH,
        Column("verified_qty", "核定数量", Kind.QUANTITY, required=True),
        UNIT,
        Column("cut_reason", "核减原因", Kind.TEXT),
        Column("supervisor", "监理单位", Kind.ID),
        Column("verified_on", "核定日期", Kind.DATE),
    ),
)

ASSESSMENT = Table(
    name="assessment",
    label="考核",
    grain="score of a contract for a month, a quarter or a year",
    key=("contract_no", "period", "party_code", "assessed_on"),
    columns=(
        CONTRACT_NO,
        Column("period", "考核期", Kind.PERIOD, required=True),
        Column("score", "得分", Kind.SCORE, required=True),
        Column("party_code", "参与方", Kind.ID),
        Column("assessed_on", "考核日期", Kind.DATE),
    ),
)

BREACH_EVENT = Table(
    name="breach_event",
    label="违约事件",
    grain="event under a clause",
    key=("contract_no", "clause_no", "event_no"),
    columns=(
        CONTRACT_NO,
        Column("clause_no", "条款编号", Kind.ID, required=True),
        Column("event_no", "事件编号", Kind.ID, required=True),
        Column("occurred_on", "发生日期", Kind.DATE, required=True),
        Column("liable", "有责", Kind.FLAG, when_absent="yes", meaning="Blank: not answered yet; no column: yes."),
    ),
    answered_later=("liable",),
)

INCIDENT_ORDER = Table(
    name="incident_order",
    label="事件单",
    grain="incident order",
    key=("incident_no",),
    columns=(
        Column("incident_no", "事件单编号", Kind.ID, required=True),
        Column("raised_by", "提出方", Kind.ID),
        Column("scenario", "事件场景", Kind.TEXT),
        Column("occurred_at", "发生时间", Kind.TIME),
        Column("response_due", "响应期限", Kind.TIME),
        Column("resolved_at", "解决时间", Kind.TIME),
        Column("executed_by", "执行方", Kind.ID),
        Column("root_cause", "根本原因", Kind.TEXT),
        Column("post_assessed_flag", "已事后评估", Kind.FLAG),
        Column("raised_at", "提出时间", Kind.TIME),
        Column("responded_at", "响应时间", Kind.TIME, meaning="Blank: not taken up yet, or not told."),
        Column("closed_at", "关闭时间", Kind.TIME),
        Column("reopen_count", "重开次数", Kind.COUNT),
        Column("sla_met_flag", "达到服务级别", Kind.FLAG, meaning="Blank: not known, as before it is closed."),
        Column("urgency", "紧急程度", Kind.TEXT),
        Column("priority", "优先级", Kind.TEXT),
        Column("category", "事件类别", Kind.TEXT),
    ),
    answered_later=(
        "resolved_at",
        "executed_by",
        "root_cause",
        "post_assessed_flag",
        "responded_at",
        "closed_at",
        "reopen_count",
        "sla_met_flag",
        "urgency",
        "priority",
        "category",
    ),
)

TABLES = (
    SERVICE_TASK,
    SERVICE_ORDER,
    INCIDENT_ORDER,
    WORK_ORDER,
    DELIVERY,
    ACCEPTANCE,
    METERING_CLAIM,
    METERING_VERIFICATION,
    ASSESSMENT,
    BREACH_EVENT,
)
