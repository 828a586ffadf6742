"""Forms about money as files: payment applications by statement, progress reports by contract, budgets by project."""

from pathlib import Path

from dashboards.documents.forms_budget import budget_form, budgeted_projects
from dashboards.documents.forms_files import refuse_format, write_form
from dashboards.documents.forms_grid import Form
from dashboards.documents.payment_application import payment_application
from dashboards.documents.progress_report import progress_report
from dashboards.editions import Edition
from dashboards.statements import Statement, read_statements
from dashboards.taken_away import fit_for_a_name
from interface.errors import CannotRun

APPLICATION, PROGRESS = "form:payment_application", "form:progress_report"
BUDGET = "form:budget_execution"
NAMES = (APPLICATION, PROGRESS, BUDGET)


def export_settlement_forms(
    edition: Edition, *, what: str, period: str | None, year: str | None, format: str, to: Path
) -> list[Path]:
    """Write one form for every statement with a payable, every contract or every budgeted project; the paths written.

    Raises:
        CannotRun: an unknown format or period, or nothing that the form is for.
    """
    refuse_format(format)
    if what == BUDGET:
        return _export_budgets(edition, asked=period or year, format=format, to=to)
    wanted = set(edition.table("settlement", period=period, year=year).column("settle_no").to_pylist())
    statements = [each for each in read_statements(edition) if each.row["settle_no"] in wanted]
    if what == PROGRESS:
        forms = [report_of(edition, contract) for contract in sorted({each.contract_no for each in statements})]
    else:
        forms = [application_of(edition, each) for each in statements if is_payable(each)]
    if not forms:
        raise CannotRun(f"No statement has what {what} shows: settle a month that has something to pay first.")
    return [write_form(form, format=format, to=to) for form in forms]


def _export_budgets(edition: Edition, *, asked: str | None, format: str, to: Path) -> list[Path]:
    if asked:
        raise CannotRun(f"{BUDGET} shows every year of a project side by side: leave {asked} out.")
    projects = budgeted_projects(edition)
    if not projects:
        raise CannotRun(f"No budget is published for {BUDGET}: hand in budget_project (预算) and settle a month first.")
    return [write_form(budget_of(edition, project), format=format, to=to) for project in projects]


def is_payable(statement: Statement) -> bool:
    """Whether something can be applied for: an indicative run only tries, and nothing is asked of a payable of 0."""
    return statement.run.run_type != "INDICATIVE" and bool(statement.row["payable_amt"])


def application_of(edition: Edition, statement: Statement) -> Form:
    """The payment application of a statement, named after its contract and its number."""
    parts = (statement.contract_no, str(statement.row["settle_no"]))
    return payment_application(edition, statement, _stem("payment_application", *parts))


def report_of(edition: Edition, contract: str) -> Form:
    """The progress report of a contract, named after it."""
    return progress_report(edition, contract, _stem("progress_report", contract))


def budget_of(edition: Edition, project: str) -> Form:
    """The budget of a project, named after it."""
    return budget_form(edition, project, _stem("budget_execution", project))


def _stem(name: str, *parts: str) -> str:
    return "_".join(["form", name, *(fit_for_a_name(part) for part in parts)])
