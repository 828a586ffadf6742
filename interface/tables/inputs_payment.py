"""Input tables of money that moved or may move: payments and budgets."""

from interface.tables.inputs_rules import CONTRACT_NO
from interface.tables.shape import Column, Kind, Table

PAYMENT = Table(
    name="payment",
    label="支付",
    grain="payment voucher",
    key=("voucher_no",),
    columns=(
        Column("voucher_no", "支付凭证号", Kind.ID, required=True),
        CONTRACT_NO,
        Column("amount", "金额", Kind.AMOUNT, required=True),
        Column("paid_on", "支付日期", Kind.DATE, required=True),
        Column("settle_no", "结算单号", Kind.ID, meaning="Blank: pays the oldest unpaid statements first."),
        Column("payee", "收款人", Kind.TEXT),
    ),
)

BUDGET_PROJECT = Table(
    name="budget_project",
    label="预算",
    grain="project and fiscal year",
    key=("pro_code", "fiscal_year"),
    columns=(
        Column("pro_code", "项目编号", Kind.ID, required=True),
        Column("fiscal_year", "预算年度", Kind.PERIOD, required=True),
        Column("first_request_amt", "一上", Kind.AMOUNT),
        Column("reply_amt", "年初批复数", Kind.AMOUNT),
        Column("adj_amt", "调整数", Kind.AMOUNT, signed=True),
        Column("exe_amt", "执行数", Kind.AMOUNT),
    ),
    answered_later=("reply_amt", "adj_amt", "exe_amt"),
)

TABLES = (PAYMENT, BUDGET_PROJECT)
