"""Input tables of the steps between delivered work and its fee: approvals, reviews, objections."""

from interface.tables.inputs_rules import CONTRACT_NO
from interface.tables.shape import Column, Kind, Table

ORDER_NO = Column("order_no", "服务单编号", Kind.ID, required=True)
REVIEWED_MONTH = Column("period", "计量期", Kind.MONTH, meaning="Blank: all months of the order.")

SPLIT_APPROVAL = Table(
    name="split_approval",
    label="拆分审批",
    grain="approval of how a service order was split into work orders; the newest counts",
    key=("approval_no",),
    columns=(
        Column("approval_no", "审批编号", Kind.ID, required=True),
        ORDER_NO,
        Column("result", "审批结果", Kind.CODE, required=True, codes=("APPROVED", "RETURNED")),
        Column("approved_on", "审批日期", Kind.DATE),
        Column("approver", "审批人", Kind.TEXT),
        Column("opinion", "审批意见", Kind.TEXT),
    ),
)

GOAL_REVIEW = Table(
    name="goal_review",
    label="绩效目标审核",
    grain="purchaser's review of an order's goals; the newest counts",
    key=("review_no",),
    columns=(
        Column("review_no", "审核编号", Kind.ID, required=True),
        ORDER_NO,
        REVIEWED_MONTH,
        Column("met_flag", "目标达成", Kind.FLAG),
        Column("score", "得分", Kind.SCORE),
        Column("reviewer", "审核人", Kind.TEXT),
        Column("reviewed_on", "审核日期", Kind.DATE),
    ),
    answered_later=("met_flag", "score", "reviewed_on"),
)

FEE_VERIFICATION = Table(
    name="fee_verification",
    label="费用核定",
    grain="fee of an order as verified by the business manager",
    key=("fee_no",),
    columns=(
        Column("fee_no", "费用核定编号", Kind.ID, required=True),
        ORDER_NO,
        REVIEWED_MONTH,
        Column("gross_amt", "核定费用", Kind.AMOUNT),
        Column("verified_by", "核定方", Kind.ID),
        Column("verified_on", "核定日期", Kind.DATE),
    ),
)

OBJECTION = Table(
    name="objection",
    label="异议",
    grain="objection to what was settled",
    key=("objection_no",),
    columns=(
        Column("objection_no", "异议编号", Kind.ID, required=True),
        CONTRACT_NO,
        Column("work_order_no", "工单编号", Kind.ID, meaning="Blank: the whole contract."),
        Column("period", "计量期", Kind.MONTH, meaning="Blank: all months."),
        Column("raised_on", "提出日期", Kind.DATE, required=True),
        Column("raised_by", "提出方", Kind.ID),
        Column("content", "异议内容", Kind.TEXT),
        Column("result", "处理结果", Kind.CODE, codes=("UPHELD", "DISMISSED"), meaning="Blank: open."),
        Column("resolved_on", "处理日期", Kind.DATE),
        Column("reply", "答复", Kind.TEXT),
    ),
    answered_later=("result", "resolved_on", "reply"),
)

TABLES = (SPLIT_APPROVAL, GOAL_REVIEW, FEE_VERIFICATION, OBJECTION)
