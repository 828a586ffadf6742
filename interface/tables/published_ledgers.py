"""Published tables that keep account over many runs: balances, months covered, payments, budgets, differences."""

from interface.tables.published_columns import (
    CONTRACT_NO,
    RUN_ID,
    SERVICE_PERIOD,
    SETTLE_NO,
    SETTLEMENT_PERIOD,
    amount,
)
from interface.tables.shape import Column, Kind, Table

LEDGER_ENTRY = Table(
    name="ledger_entry",
    label="台账分录",
    grain="run × contract × ledger × entry",
    key=("run_id", "contract_no", "ledger", "entry_no"),
    columns=(
        RUN_ID,
        CONTRACT_NO,
        Column("ledger", "台账", Kind.CODE, True, ("PREPAYMENT", "RETENTION", "CARRIED_DEDUCTION")),
        Column("entry_no", "分录序号", Kind.COUNT, required=True, meaning="Order within the run and the ledger."),
        SETTLEMENT_PERIOD,
        Column("kind", "分录类别", Kind.CODE, True, ("PAY", "OFFSET", "HOLD", "RELEASE", "CARRY", "TAKE")),
        amount("opening_amt", "期初余额(元)", "The closing balance of the entry before.", required=True),
        amount("entry_amt", "发生额(元)", "Signed: what raises the balance is positive.", required=True),
        amount("closing_amt", "期末余额(元)", required=True),
        Column("ref", "依据", Kind.TEXT, True, meaning="Day and guarantee of a prepayment, or the statement."),
    ),
)

ANNUAL_MONTH = Table(
    name="annual_month",
    label="年度结算月份",
    grain="annual run × contract × service month that it takes",
    key=("run_id", "contract_no", "service_period"),
    columns=(
        RUN_ID,
        CONTRACT_NO,
        SERVICE_PERIOD,
        Column("pinned_run_id", "所据运行", Kind.ID, meaning="Last run that booked the month; blank: never settled."),
        amount("booked_amt", "已入账金额(元)", "All that is booked for the month, this run included.", required=True),
    ),
)

MONTH_COVERAGE = Table(
    name="month_coverage",
    label="月份结算覆盖",
    grain="run × contract × service month up to the newest that any run settles",
    key=("run_id", "contract_no", "service_period"),
    columns=(
        RUN_ID,
        CONTRACT_NO,
        SERVICE_PERIOD,
        Column("coverage", "结算状态", Kind.CODE, True, ("SETTLED", "FINAL", "NOT_SETTLED")),
        Column("last_run_id", "最近运行", Kind.ID, meaning="The run that reckoned it last; blank: none."),
        amount("booked_amt", "已入账金额(元)", "All that is booked for the month, this run included.", required=True),
        amount(
            "unbooked_amt", "未入账金额(元)", "Worth of billable work that no run has taken; blank: a price is missing."
        ),
        Column("pending_count", "待计量工单数", Kind.COUNT, True, meaning="Work orders of the month that wait."),
    ),
)

STATEMENT_PAYMENT = Table(
    name="statement_payment",
    label="结算单支付",
    grain="run × statement with a payable",
    key=("run_id", "settle_no"),
    columns=(
        RUN_ID,
        SETTLE_NO,
        CONTRACT_NO,
        SETTLEMENT_PERIOD,
        amount("payable_amt", "应付金额(元)", required=True),
        Column(
            "due_on", "到期日", Kind.DATE, meaning="Last day to pay in time; blank: its base date is not known yet."
        ),
        amount(
            "paid_amt", "已付金额(元)", "By vouchers that name it, and its part of those that name none.", required=True
        ),
        amount("unpaid_amt", "未付金额(元)", "0 also where more was paid than is payable.", required=True),
        Column("paid_on", "付清日期", Kind.DATE, meaning="Blank: not paid in full."),
        Column(
            "late_days",
            "逾期天数",
            Kind.COUNT,
            meaning="Days from due date to payment, or to the run; blank: no due date.",
        ),
        amount("late_interest_amt", "逾期利息(元)", "Blank: no rate applies, or no due date is known."),
        Column("payment_status", "支付状态", Kind.CODE, True, ("PAID", "DUE", "OVERDUE")),
    ),
)

BUDGET_EXECUTION = Table(
    name="budget_execution",
    label="预算执行",
    grain="run × project × fiscal year",
    key=("run_id", "project_code", "fiscal_year"),
    columns=(
        RUN_ID,
        Column("project_code", "项目编号", Kind.ID, required=True),
        Column("fiscal_year", "预算年度", Kind.PERIOD, required=True),
        amount("first_request_amt", "一上申报数(元)"),
        amount("reply_amt", "年初批复数(元)"),
        amount("adj_amt", "调整数(元)"),
        amount("current_amt", "变动后预算数(元)", "Reply and adjustments; blank: no budget is known."),
        amount("exe_amt", "财政执行数(元)", "As the finance system states it; blank: not given."),
        amount("earned_amt", "应计金额(元)", "Booked for service months of the year.", required=True),
        amount("paid_amt", "支付金额(元)", "Paid in the year, prepayments included.", required=True),
        amount("prepaid_amt", "其中预付款(元)", "The part of it that prepaid later work.", required=True),
        amount(
            "accrued_amt", "年末应计未付(元)", "Of all years up to it: earned, not deducted, not paid.", required=True
        ),
        Column(
            "earned_rate", "应计执行率", Kind.RATIO, meaning="Earned by current budget; blank: no budget, or over 999."
        ),
        Column("cash_rate", "支付执行率", Kind.RATIO, meaning="Paid by current budget; blank: no budget, or over 999."),
        Column(
            "exe_rate", "财政执行率", Kind.RATIO, meaning="exe_amt by current budget; blank: not given, or over 999."
        ),
    ),
)

DIFFERENCE_SUMMARY = Table(
    name="difference_summary",
    label="结算差异汇总",
    grain="run × contract × service month booked before × reason",
    key=("run_id", "contract_no", "service_period", "reason"),
    columns=(
        RUN_ID,
        CONTRACT_NO,
        SERVICE_PERIOD,
        Column("reason", "原因", Kind.CODE, required=True),
        Column("line_count", "行数", Kind.COUNT, required=True, meaning="Lines, or deductions for CLAUSE."),
        amount("before_amount", "调整前(元)", required=True),
        amount("after_amount", "调整后(元)", required=True),
        amount("delta_amount", "差额(元)", required=True),
    ),
)

TABLES = (LEDGER_ENTRY, ANNUAL_MONTH, MONTH_COVERAGE, STATEMENT_PAYMENT, BUDGET_EXECUTION, DIFFERENCE_SUMMARY)
