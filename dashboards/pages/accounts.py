"""Cards of the settlement overview that keep account: months of a year, what is unpaid, budgets, months not covered."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from dashboards.access import may_read
from dashboards.documents.forms_budget import budgeted_projects
from dashboards.editions import Edition, select
from dashboards.grids import cell_text
from dashboards.labels import Label, label
from dashboards.pages.frame import address, both, card, column_label, file_button, plain_table
from dashboards.periods import period_text
from dashboards.printing import percent, shanghai_time, signed_amount
from dashboards.statements import NOTHING, Statement
from interface.tables import PUBLISHED, Kind

Row = Mapping[str, Any]

_MONTHS = ("contract_no", "service_period", "pinned_run_id", "booked_amt")
_PAYMENTS = (
    *("settle_no", "contract_no", "settlement_period", "due_on", "payment_status"),
    *("payable_amt", "paid_amt", "unpaid_amt", "late_days", "late_interest_amt"),
)
_BUDGETS = (
    *("project_code", "fiscal_year", "current_amt", "earned_amt", "earned_rate"),
    *("paid_amt", "prepaid_amt", "cash_rate", "accrued_amt"),
)
_OF_PAYMENTS = ("paid_amt", "prepaid_amt", "cash_rate")
_COVERAGE = ("contract_no", "service_period", "booked_amt", "unbooked_amt", "pending_count")
_BLANKS = {
    "pinned_run_id": "statement.never_settled",
    "due_on": "settlement.not_due_yet",
    "late_days": "settlement.not_due_yet",
    "late_interest_amt": "settlement.no_rate",
}
_NUMBERS = (Kind.AMOUNT, Kind.RATIO, Kind.COUNT)


def months_taken(edition: Edition, shown: Sequence[Statement]) -> list[html.Section]:
    """The service months that the annual statements shown take; nothing for months."""
    rows = [
        row
        for each in shown
        if each.is_annual
        for row in select(
            edition.table("annual_month", period=each.run.period), run_id=each.run.run_id, contract_no=each.contract_no
        ).to_pylist()
    ]
    if not rows:
        return []
    # Over contracts that are paid monthly and yearly, a sum would look like the gross of the run and is not.
    summed = "booked_amt" if len({row["contract_no"] for row in rows}) == 1 else None
    return [card("settlement.months_taken", _table("annual_month", _MONTHS, rows, summed=summed))]


def standing(edition: Edition, contract: str | None) -> list[Any]:
    """How things stand after the newest run, for all contracts or one: unpaid statements, budgets, months missing.

    Budgets are kept by project: they stay whole where a contract is chosen, and are for those who may read them.
    """
    payments = edition.table("statement_payment").to_pylist()
    coverage = edition.table("month_coverage").to_pylist()
    note = f"{label('stamp.as_of')} {shanghai_time(edition.newest_settlement.run.as_of)}"
    budgets = []
    if may_read(edition.reader, "budget_execution"):
        rows = edition.table("budget_execution").to_pylist()
        forms = _budget_forms(edition) if _is_known(rows) else []
        budgets.append(card("settlement.budgets", _budgets(rows), *forms, note=note))
    return [
        card("settlement.unpaid", _unpaid(payments, contract), note=note),
        *budgets,
        card("settlement.uncovered", _uncovered(_of(coverage, contract)), note=note),
    ]


def _is_known(budgets: Sequence[Row]) -> bool:
    return any(row["current_amt"] is not None for row in budgets)


def _budget_forms(edition: Edition) -> list[html.Div]:
    """The official form of each project of which a budget is known."""
    projects = budgeted_projects(edition)
    links = [file_button(address("/download/budget.xlsx", project=each), "xlsx", each) for each in projects]
    return [html.Div([both(label("form.budget_execution")), *links], className="exports")] if links else []


def _of(rows: Sequence[Row], contract: str | None) -> list[Row]:
    return [row for row in rows if contract in (None, row["contract_no"])]


def _unpaid(known: Sequence[Row], contract: str | None) -> Any:
    """Whether payments are known at all is asked of every contract: one may simply not be paid yet."""
    rows = _of(known, contract)
    if not rows:
        return _words("settlement.nothing_payable")
    if not any(row["paid_amt"] for row in known):
        return _words("settlement.no_payment_known")
    unpaid = [row for row in rows if row["payment_status"] != "PAID"]
    if not unpaid:
        return _words("settlement.all_paid")
    ordered = sorted(unpaid, key=lambda row: (row["payment_status"] != "OVERDUE", str(row["due_on"]), row["settle_no"]))
    return _table("statement_payment", _PAYMENTS, ordered, summed="unpaid_amt")


def _budgets(rows: Sequence[Row]) -> Any:
    if not _is_known(rows):
        return _words("settlement.no_budget_known")
    if any(row["paid_amt"] for row in rows):
        return _table("budget_execution", _BUDGETS, rows)
    # Nobody told of a payment: a column of zeros would say that nothing was paid.
    unknown = dict.fromkeys(_OF_PAYMENTS)
    told = _table("budget_execution", _BUDGETS, [{**row, **unknown} for row in rows])
    return [told, _words("settlement.no_payment_known")]


def _uncovered(rows: Sequence[Row]) -> Any:
    if not rows:
        return _words("settlement.no_coverage_known")
    missing = [row for row in rows if row["coverage"] == "NOT_SETTLED"]
    if not missing:
        return _words("settlement.all_covered")
    return _table("month_coverage", _COVERAGE, missing)


def _words(key: str) -> html.P:
    return both(label(key), tag=html.P)


def _table(name: str, columns: Sequence[str], rows: Sequence[Row], *, summed: str | None = None) -> html.Div:
    shape = PUBLISHED[name]
    heads: list[tuple[Label, str]] = [
        (column_label(name, each), "number" if shape.column(each).kind in _NUMBERS else "id") for each in columns
    ]
    cells = [[_cell(name, each, row[each]) for each in columns] for row in rows]
    total = []
    if summed:
        amount = signed_amount(sum((row[summed] for row in rows), NOTHING))
        total = [str(label("statement.total")), *(amount if each == summed else "" for each in columns[1:])]
    return plain_table(heads, cells, total=total)


def _cell(name: str, column: str, value: Any) -> str:
    """A cell in words where it is blank: an amount that nobody gave must not look like one of zero."""
    if value is None:
        return str(label(_BLANKS.get(column, "statement.no_amount")))
    kind = PUBLISHED[name].column(column)
    if kind.kind is Kind.RATIO:
        return percent(value)
    return period_text(value) if column == "settlement_period" else cell_text(value, kind)
