"""Makes both documents of every statement of a home and holds them against the published file, read by itself."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pyarrow.parquet as pq

from dashboards.access import SYSTEM
from dashboards.documents.read_pdf import pdf_text
from dashboards.documents.read_workbook import first_sheet
from dashboards.documents.statement import statement_pdf
from dashboards.documents.statement_book import statement_workbook
from dashboards.documents.three_ways import compared
from dashboards.editions import Edition, open_settlements
from dashboards.statements import Statement, read_statements, steps
from interface.paths import Home

SIGNS = {
    "gross_amt": 1,
    **dict.fromkeys(("assess_deduct_amt", "penalty_amt", "carried_in_amt"), -1),
    "carried_deduct_amt": 1,
    **dict.fromkeys(("accrued_amt", "prepay_offset_amt", "retention_amt", "above_ceiling_amt"), -1),
    "payable_amt": 1,
}
"""Amounts of a statement from gross to payable, and whether each adds or takes away."""


@dataclass
class Checked:
    """How many statements and amounts were compared, and what differs."""

    statements: int = 0
    amounts: int = 0
    wrong: list[str] = field(default_factory=list)


def check_every_statement(home: Home, *, say: Callable[[str], None], most: int | None = None) -> Checked:
    """Compare every statement of the home three ways, or the first ``most`` of them.

    An amount is right where the Parquet file, the workbook's cell and the PDF's text hold the same to the fen; a
    document is right where it is the same bytes when it is made again and holds the payable in words.
    """
    edition = open_settlements(home, SYSTEM)
    checked = Checked()
    for statement in read_statements(edition)[:most]:
        number = str(statement.row["settle_no"])
        before = len(checked.wrong)
        checked.statements += 1
        checked.wrong += [f"{number}: {each}" for each in _differences(edition, statement, checked)]
        say(f"{number} {'agrees' if len(checked.wrong) == before else 'DIFFERS'}")
    return checked


def _differences(edition: Edition, statement: Statement, checked: Checked) -> Iterator[str]:
    workbook, pdf = statement_workbook(edition, statement), statement_pdf(edition, statement)
    found = compared(steps([statement]), workbook=workbook, pdf=pdf)
    checked.amounts += len(found)
    for each in found:
        if not each.agrees:
            yield f"{each.key} is {each.published}, in the workbook {each.workbook}, in the PDF {each.pdf}"
    stored = _stored(statement)
    if sorted(_signed(stored)) != sorted(each.published for each in found if each.published):
        yield f"the stored row has {sorted(_signed(stored))}"
    if each_of_lines := _lines_left_over(statement, stored):
        yield f"the stored lines differ from the gross by {each_of_lines}"
    words = stored["payable_amt_cn"]
    for name, holds in (("workbook", words in first_sheet(workbook).values()), ("PDF", words in _joined(pdf))):
        if not holds:
            yield f"the {name} does not hold {words}"
    for name, made, again in (
        ("workbook", workbook, statement_workbook(edition, statement)),
        ("PDF", pdf, statement_pdf(edition, statement)),
    ):
        if made != again:
            yield f"the {name} is other bytes when it is made again"


def _stored(statement: Statement) -> Mapping[str, Any]:
    """The statement's row as it lies in the run's Parquet file, read past the dashboards' own reader."""
    rows = pq.read_table(statement.manifest.folder / "settlement.parquet").to_pylist()
    (row,) = [row for row in rows if row["settle_no"] == statement.row["settle_no"]]
    return row


def _signed(row: Mapping[str, Any]) -> Iterator[Decimal]:
    yield from (sign * row[name] for name, sign in SIGNS.items() if row[name])


def _lines_left_over(statement: Statement, row: Mapping[str, Any]) -> Decimal:
    """Gross less the run's lines of the contract; an annual run's gross is of months that others booked."""
    if statement.is_annual:
        return Decimal(0)
    lines = pq.read_table(statement.manifest.folder / "settlement_line.parquet").to_pylist()
    own = sum((line["amount"] for line in lines if line["contract_no"] == statement.contract_no), Decimal(0))
    gross: Decimal = row["gross_amt"]
    return gross - own


def _joined(pdf: bytes) -> str:
    """The PDF's text without its line ends: words may be set in two lines."""
    return pdf_text(pdf).replace("\n", "")
