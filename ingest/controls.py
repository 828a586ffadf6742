"""Cover sheets: what a sender says a file holds, its rows and the sum of a column, and whether it does."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Context, Decimal, Inexact
from pathlib import Path

from ingest.cells import HALF_WIDTH, judge
from ingest.folder import Content, InputFile, read_bytes
from ingest.formats import TextRow, TextTable
from ingest.formats.csv import CsvText
from ingest.headers import Header, match_header
from ingest.verdicts import Refusal, Value, shown
from interface.tables import INPUTS, Column, Kind, Table

ENDING = ".control.csv"
MOST_CLAIMS = 10_000

_SHAPE = Table(
    name="control",
    label="封面",
    grain="file and column",
    key=("file", "column"),
    columns=(
        Column("file", "文件", Kind.TEXT, required=True),
        Column("rows", "行数", Kind.COUNT, required=True),
        Column("column", "列", Kind.TEXT),
        Column("sum", "合计", Kind.TEXT),
    ),
)

_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,60}|[0-9]{1,3}(?:,[0-9]{3}){1,20})(?:\.[0-9]{1,60})?")
_EXACT = Context(prec=200, traps=[Inexact])


@dataclass(frozen=True, slots=True)
class Claim:
    """One line of a cover sheet about one file and table.

    ``total`` is the sum of ``column`` over the file's rows; both are None where only rows are counted. ``fault`` is
    a sentence where the line cannot be checked; the other figures then mean nothing.
    """

    file_name: str
    table_name: str
    rows: int = 0
    column: str | None = None
    total: Decimal | None = None
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that is refused before any is read: a cover sheet that says nothing sure, or a file that is not there."""

    file_name: str
    table_name: str
    file_sha256: str
    refusal: Refusal

    @property
    def origin(self) -> tuple[str, str, str]:
        """Name, table and bytes, as the ledger notes them."""
        return self.file_name, self.table_name, self.file_sha256


@dataclass(frozen=True)
class Controls:
    """The cover sheets of a folder: their claims, and the sheets that cannot be read."""

    claims: tuple[Claim, ...]
    unread: tuple[Refused, ...]

    def about(self, file: InputFile) -> tuple[Claim, ...]:
        """The claims about a file; where its table's cover sheet cannot be read, one that nothing satisfies."""
        spoilt = (
            Claim(
                file.name, sheet.table_name, fault=f"Its cover sheet {sheet.file_name} cannot be read: mend the sheet."
            )
            for sheet in self.unread
            if file.table is not None
        )
        return tuple(claim for claim in (*spoilt, *self.claims) if _is_about(claim, file))

    def refused(self, files: Sequence[InputFile]) -> list[Refused]:
        """Cover sheets that cannot be read, and files that a sheet names and the folder lacks, each once."""
        missing = {}
        for claim in self.claims:
            if not any(_is_about(claim, file) for file in files):
                sentence = (
                    f"The cover sheet of {claim.table_name} names this file, and the folder has no such file of that "
                    "table: send it, or mend the cover sheet."
                )
                missing[claim.file_name] = Refused(claim.file_name, claim.table_name, "", Refusal("E113", sentence))
        return [*self.unread, *missing.values()]


def _is_about(claim: Claim, file: InputFile) -> bool:
    """Whether the claim is about the file; about a workbook with a name of its own, sheets of any table may be."""
    return claim.file_name == file.name and (file.table is None or file.table.name == claim.table_name)


def read_controls(inputs: Path, tables: Iterable[str], *, store: Callable[[Content], None]) -> Controls:
    """Read each ``<table>.control.csv`` of a folder: columns file, rows, and perhaps column and sum.

    Args:
        inputs: The folder.
        tables: Tables that are wanted; cover sheets of others are left alone.
        store: Keeps a sheet's bytes, before they are parsed.
    """
    claims: list[Claim] = []
    unread: list[Refused] = []
    names = {name: INPUTS[table] for table in tables for name in (table, INPUTS[table].label)}
    for path in sorted(inputs.iterdir()):
        table = names.get(path.name[: -len(ENDING)]) if path.name.lower().endswith(ENDING) else None
        if table is None:
            continue
        sha256 = ""
        try:
            content = read_bytes(InputFile(path, path.name, table))
            sha256 = content.sha256
            store(content)
            claims.extend(_claims_of(content.content, table))
        except Refusal as refusal:
            unread.append(Refused(path.name, table.name, sha256, refusal))
    return Controls(tuple(claims), tuple(unread))


def with_claims(text: TextTable, claims: Iterable[Claim], table: Table) -> TextTable:
    """The text itself where no claim is about its table, so that a reader that knows its kind may be quick."""
    about = [claim for claim in dict.fromkeys(claims) if claim.table_name == table.name]
    return CheckedText(text, about, table) if about else text


class CheckedText:
    """A table of a file with its rows unchanged; after the last one a Refusal E113 where a claim does not hold.

    Every row of the file counts, also one that will be set aside: a cover sheet says what was sent.
    """

    def __init__(self, text: TextTable, claims: Sequence[Claim], table: Table) -> None:
        self.header = text.header
        self.blank_lines = 0
        self._text = text
        self._table = table
        self._claims = claims

    def rows(self) -> Iterator[TextRow]:
        """The rows below the header, to be read once."""
        positions = _positions(self.header, self._table)
        tallies = [_Tally(claim, positions) for claim in self._claims]
        count = 0
        for row in self._text.rows():
            count += 1
            for tally in tallies:
                tally.take(row)
            yield row
        self.blank_lines = self._text.blank_lines
        for claim, tally in zip(self._claims, tallies, strict=True):
            _refuse_other_count(claim, count)
            tally.refuse_other_sum()


def refuse_absent(claims: Iterable[Claim], tables: Iterable[Table]) -> Iterator[tuple[str, Refusal]]:
    """Tables that a claim is about and a workbook does not hold, each once with its refusal E113."""
    for name in sorted({claim.table_name for claim in claims} - {table.name for table in tables}):
        sentence = f"The cover sheet of {name} names this file, which holds no sheet {name}: send it whole."
        yield name, Refusal("E113", sentence)


def refuse_repeat(claims: Iterable[Claim], *, table_name: str, rows_read: int) -> None:
    """Check rows counted when the same bytes were read before; sums are not reckoned again.

    Raises:
        Refusal: E113 where a claim on the table says another number, or cannot be checked.
    """
    for claim in claims:
        if claim.table_name == table_name:
            _refuse_fault(claim)
            _refuse_other_count(claim, rows_read)


def _refuse_fault(claim: Claim) -> None:
    if claim.fault:
        raise Refusal("E113", claim.fault)


def _refuse_other_count(claim: Claim, count: int) -> None:
    if claim.rows != count:
        sentence = f"The cover sheet says {claim.rows:,} rows and the file has {count:,}"
        raise Refusal("E113", f"{sentence}: send the whole file again, or mend the cover sheet.")


class _Tally:
    """The exact sum that a claim is about; a blank cell adds nothing, one that is no number is counted apart."""

    def __init__(self, claim: Claim, positions: dict[str, int]) -> None:
        _refuse_fault(claim)
        if claim.column is not None and claim.column not in positions:
            raise Refusal(
                "E113", f"The cover sheet sums column {claim.column}, which the file lacks: mend one of them."
            )
        self._claim = claim
        self._position = None if claim.column is None else positions[claim.column]
        self._total = Decimal(0)
        self._unread = 0

    def take(self, row: TextRow) -> None:
        """Add the row's cell."""
        if self._position is None:
            return
        text = "" if row.fault else _plain(row.cells[self._position])
        number = _number(text)
        if number is not None:
            self._total = _EXACT.add(self._total, number)
        elif text or row.fault:
            self._unread += 1

    def refuse_other_sum(self) -> None:
        """Refusal E113 where the sum is not the claimed one."""
        if self._claim.total is not None and self._claim.total != self._total:
            unread = f", {self._unread:,} cells being no number" if self._unread else ""
            raise Refusal(
                "E113",
                f"The cover sheet says column {self._claim.column} sums to {self._claim.total:f} and the file's rows "
                f"sum to {self._total:f}{unread}: send the whole file again, or mend the cover sheet.",
            )


def _plain(text: str) -> str:
    return text.translate(HALF_WIDTH).strip()


def _number(text: str) -> Decimal | None:
    return Decimal(text.replace(",", "")) if _NUMBER.fullmatch(text) else None


def _claims_of(content: bytes, table: Table) -> list[Claim]:
    text = CsvText(content)
    header = match_header(text.header, _SHAPE)
    claims: list[Claim] = []
    for row in text.rows():
        if len(claims) >= MOST_CLAIMS:
            raise Refusal("E113", f"The cover sheet has more than {MOST_CLAIMS:,} lines: this is no cover sheet.")
        claims.append(_claim(row, header, table))
    if not claims:
        raise Refusal("E108", "The cover sheet has a header and no rows: remove it, or name each file in a row.")
    return claims


def _claim(row: TextRow, header: Header, table: Table) -> Claim:
    """The claim of one line; without a file's name the whole sheet is refused, as nobody could say what it is about."""
    if row.fault:
        raise Refusal("E113", f"Line {row.number} is no row of a cover sheet: {row.fault}.")
    values: dict[str, Value] = {}
    fault = ""
    for column in _SHAPE.columns:
        position = header.positions.get(column.name)
        cell = judge("" if position is None else row.cells[position], column)
        if cell.code is not None:
            fault = fault or f"column {column.name} ({column.label}): {cell.found}"
        values[column.name] = cell.value
    name, rows = values["file"], values["rows"]
    if not isinstance(name, str):
        raise Refusal("E113", f"Line {row.number} of the cover sheet names no file: {fault}.")
    claim = Claim(name, table.name, rows if isinstance(rows, int) else 0)
    if not fault and (values["column"] is not None or values["sum"] is not None):
        claim, fault = _with_sum(claim, str(values["column"] or ""), str(values["sum"] or ""), table)
    if fault:
        return replace(claim, fault=f"Line {row.number} of its cover sheet cannot be checked: {fault}; mend it.")
    return claim


def _with_sum(claim: Claim, column_text: str, sum_text: str, table: Table) -> tuple[Claim, str]:
    """The claim with its sum, or a clause where the line gives none that can be checked."""
    if not column_text or not sum_text:
        return claim, "a column and its sum belong together"
    found = _column_named(column_text, table)
    if found is None:
        return claim, f"{shown(column_text)} is no column of {table.name}"
    if found.kind.places is None and found.kind is not Kind.COUNT:
        return claim, f"{shown(column_text)} is no column of numbers"
    total = _number(_plain(sum_text))
    if total is None:
        return claim, f"the sum {shown(sum_text)} is not a plain number"
    return replace(claim, column=found.name, total=total), ""


def _column_named(text: str, table: Table) -> Column | None:
    return next((table.column(name) for name in _positions([text], table)), None)


def _positions(header: list[str], table: Table) -> dict[str, int]:
    """Where the table's columns stand; none where the header is not the table's own."""
    loose = replace(table, columns=tuple(replace(column, required=False) for column in table.columns))
    try:
        return match_header(header, loose).positions
    except Refusal:
        return {}
