"""The three-way check of a statement: each amount as published, as its workbook holds it, as its PDF prints it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from threading import Lock

from dashboards.documents.read_pdf import pdf_text
from dashboards.documents.read_workbook import first_sheet
from dashboards.documents.statement import statement_pdf
from dashboards.documents.statement_book import AMOUNT_COLUMN, STEP_COLUMN, statement_workbook
from dashboards.editions import Edition
from dashboards.labels import label
from dashboards.printing import signed_amount
from dashboards.statements import Statement, Step, steps
from interface.errors import CannotRun

_KEPT: dict[tuple[object, ...], tuple["Compared", ...]] = {}
_MOST_KEPT = 500
_MAKING = Lock()
"""Held while documents are made: twenty at once would take as long, and twenty times the memory."""
_AMOUNT = re.compile(r"(−?)¥?([\d,]+\.\d\d)$")


@dataclass(frozen=True)
class Compared:
    """One amount three times, in yuan; None: it was not found in that document."""

    key: str
    published: Decimal
    workbook: Decimal | None
    pdf: Decimal | None

    @property
    def agrees(self) -> bool:
        """Whether all three are the same to the fen."""
        return self.published == self.workbook == self.pdf


def compare_three_ways(edition: Edition, statement: Statement) -> tuple[Compared, ...]:
    """Make both documents of a statement, read every step back and hold it against what is published.

    What is published under one manifest never changes, so the answer is kept while the process lasts, for all who see
    the same of it.

    Raises:
        CannotRun: a document cannot be made or read back.
    """
    seen_by = (edition.reader.role, edition.reader.contracts, edition.reader.providers)
    key = (edition.home, *seen_by, statement.manifest.manifest_hash, str(statement.row["settle_no"]))
    found = _KEPT.get(key)
    if found is not None:
        return found
    with _MAKING:
        found = _KEPT.get(key)
        if found is None:
            workbook, pdf = statement_workbook(edition, statement), statement_pdf(edition, statement)
            found = compared(steps([statement]), workbook=workbook, pdf=pdf)
            while len(_KEPT) >= _MOST_KEPT:
                del _KEPT[next(iter(_KEPT))]
            _KEPT[key] = found
    return found


def refuse_differing_documents(edition: Edition, statement: Statement) -> None:
    """Raise CannotRun unless workbook and PDF hold the published amounts to the fen."""
    for each in compare_three_ways(edition, statement):
        if not each.agrees:
            raise CannotRun(
                f"Statement {statement.row['settle_no']} is published with {signed_amount(each.published)} yuan of "
                f"{label(f'step.{each.key}').en}, its workbook holds {_told(each.workbook)} and its PDF "
                f"{_told(each.pdf)}: nobody approves it before they agree; run `hengliang verify`."
            )


def compared(found: Sequence[Step], *, workbook: bytes, pdf: bytes) -> tuple[Compared, ...]:
    """Every step of a statement beside what two documents hold of it."""
    cells = first_sheet(workbook)
    printed = _printed(found, pdf_text(pdf).split("\n"))
    return tuple(Compared(step.key, step.amount, _cell(cells, step), printed[step.key]) for step in found)


def _cell(cells: Mapping[str, Decimal | str], step: Step) -> Decimal | None:
    """The step's amount in the workbook; None where no row, or more than one, has its name."""
    name = label(f"step.{step.key}").zh
    rows = [place[1:] for place, cell in cells.items() if place[0] == STEP_COLUMN and cell == name]
    if len(rows) != 1:
        return None
    cell = cells.get(f"{AMOUNT_COLUMN}{rows[0]}")
    return _read(cell) if isinstance(cell, str) else cell


def _printed(found: Sequence[Step], lines: Sequence[str]) -> dict[str, Decimal | None]:
    """For each step the last amount that stands between its name and the next one's, the words' for the payable."""
    names = [(label(f"step.{step.key}").zh, label(f"step.{step.key}").en) for step in found]
    names.append((label("statement.in_words").zh, label("statement.in_words").en))
    starts: list[int | None] = []
    place = 0
    for zh, en in names:
        at = next(
            (row for row in range(place, len(lines) - 1) if (lines[row], lines[row + 1].strip()) == (zh, en)), None
        )
        starts.append(at)
        place = place if at is None else at + 2
    printed: dict[str, Decimal | None] = {}
    for step, start, end in zip(found, starts, starts[1:], strict=False):
        amounts = [] if start is None or end is None else [_read(line.strip()) for line in lines[start + 2 : end]]
        printed[step.key] = next((amount for amount in reversed(amounts) if amount is not None), None)
    return printed


def _read(text: str | None) -> Decimal | None:
    match = _AMOUNT.match(text or "")
    if not match:
        return None
    amount = Decimal(match[2].replace(",", ""))
    return -amount if match[1] else amount


def _told(amount: Decimal | None) -> str:
    return "none" if amount is None else signed_amount(amount)
