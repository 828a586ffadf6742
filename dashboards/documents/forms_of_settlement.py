"""Forms about money as files: payment applications, one per statement, and progress reports, one per contract."""

import re
from pathlib import Path

from dashboards.documents.forms_files import FORMATS, write_form
from dashboards.documents.forms_grid import Form
from dashboards.documents.payment_application import payment_application
from dashboards.documents.progress_report import progress_report
from dashboards.editions import Edition
from dashboards.statements import Statement, read_statements
from interface.errors import CannotRun

APPLICATION, PROGRESS = "form:payment_application", "form:progress_report"
NAMES = (APPLICATION, PROGRESS)
_UNFIT = re.compile(r"[^\w.-]")


def export_settlement_forms(
    edition: Edition, *, what: str, period: str | None, year: str | None, format: str, to: Path
) -> list[Path]:
    """Write one application for every statement with a payable, or one report for every contract; the paths written.

    Raises:
        CannotRun: an unknown format or period, or nothing that the form is for.
    """
    if format not in FORMATS:
        raise CannotRun(f"A form is not made as {format}: choose {' or '.join(FORMATS)}.")
    wanted = set(edition.table("settlement", period=period, year=year).column("settle_no").to_pylist())
    statements = [each for each in read_statements(edition) if each.row["settle_no"] in wanted]
    if what == PROGRESS:
        forms = [report_of(edition, contract) for contract in sorted({each.contract_no for each in statements})]
    else:
        forms = [application_of(edition, each) for each in statements if is_payable(each)]
    if not forms:
        raise CannotRun(f"No statement has what {what} shows: settle a month that has something to pay first.")
    return [write_form(form, format=format, to=to) for form in forms]


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


def _stem(name: str, *parts: str) -> str:
    return "_".join(["form", name, *(_UNFIT.sub("_", part) for part in parts)])
