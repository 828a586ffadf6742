"""Text rows to typed candidates or rows set aside, one row at a time; other rows and other tables are not looked at."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ingest.cells import canonical, judge
from ingest.formats import TextRow
from ingest.headers import Header
from ingest.verdicts import Cell, Value
from interface.tables import Column, Table

SEPARATOR = "\x1f"
SUBJECT = ("contract_no", "work_order_no")

_MOST_REMEMBERED = 50_000


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row whose cells are sound; whether it lands is decided by what else is known.

    Attributes:
        number: Line of the file where the row begins.
        raw: The row's text as received.
        values: One value per column of the table, in the table's order.
        key: The key columns' canonical texts; blank cells give blank texts.
        digest: MD5 over the canonical texts of the cells that say more than a blank cell would, so that equal
            facts have equal digests and a column that the table gains later changes none of them.
    """

    number: int
    raw: str
    values: tuple[Value, ...]
    key: str
    digest: str


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row set aside for its own sake: its code, and one sentence that names the column and what was found.

    ``key`` is that of a candidate where the key's cells are sound, so that a later row can be known to mend this one;
    ``contract_no`` and ``work_order_no`` are what its cells give where those are sound, so that somebody can be told.
    """

    number: int
    raw: str
    code: str
    message: str
    key: str | None = None
    contract_no: str | None = None
    work_order_no: str | None = None


class RowJudge:
    """Judges the rows of one file; counts the changes recorded in rows that were not set aside."""

    def __init__(self, table: Table, header: Header) -> None:
        self.warnings: Counter[str] = Counter()
        self._table = table
        self._columns = [_ColumnJudge(column, header.positions.get(column.name)) for column in table.columns]
        self._key = [table.names.index(name) for name in table.key]
        self._subject = {name: self._columns[table.names.index(name)] for name in SUBJECT if name in table.names}

    def judge_rows(self, rows: Iterable[TextRow]) -> Iterator[Candidate | BadRow]:
        """A candidate or a bad row for each row, in their order."""
        for row in rows:
            yield self._judge(row)

    def _judge(self, row: TextRow) -> Candidate | BadRow:
        if row.fault:
            return BadRow(row.number, row.raw, "Q200", f"The row's form is broken: {row.fault}.")
        values: list[Value] = []
        texts: list[str] = []
        changes: list[str] = []
        for column in self._columns:
            cell, text = column.judge(row.cells)
            code, found = cell.code, cell.found
            if row.broken and column.position in row.broken:
                code, found = "Q212", row.broken[column.position]
            if code is not None:
                message = f"Column {column.column.name} ({column.column.label}): {found}."
                return BadRow(row.number, row.raw, code, message, self._key_of(row), **self._subject_of(row))
            values.append(cell.value)
            texts.append(text)
            changes.extend(cell.warnings)
        self.warnings.update(changes)
        key = SEPARATOR.join(texts[index] for index in self._key)
        return Candidate(row.number, row.raw, tuple(values), key, self._digest(texts))

    def _key_of(self, row: TextRow) -> str | None:
        columns = [self._columns[index] for index in self._key]
        verdicts = [column.judge(row.cells) for column in columns]
        if any(cell.code for cell, _ in verdicts) or any(column.position in (row.broken or ()) for column in columns):
            return None
        return SEPARATOR.join(text for _, text in verdicts)

    def _subject_of(self, row: TextRow) -> dict[str, str]:
        verdicts = {
            name: column.judge(row.cells)
            for name, column in self._subject.items()
            if column.position not in (row.broken or ())
        }
        return {name: text for name, (cell, text) in verdicts.items() if text and not cell.code}

    def _digest(self, texts: list[str]) -> str:
        given = (f"{name}={text}" for name, text in zip(self._table.names, texts, strict=True) if text)
        return hashlib.md5(SEPARATOR.join(given).encode(), usedforsecurity=False).hexdigest()


class _ColumnJudge:
    """Judges the cells of one column and remembers verdicts, as most cells of a file repeat.

    A file without the column stands as if each cell gave what the column is worth where it is absent.
    """

    def __init__(self, column: Column, position: int | None) -> None:
        self.column = column
        self.position = position
        self._absent = column.when_absent or ""
        self._remembered: dict[str, tuple[Cell, str]] = {}

    def judge(self, cells: list[str]) -> tuple[Cell, str]:
        """The verdict on this column's cell of a row, and the value's canonical text, blank for the default."""
        text = self._absent if self.position is None else cells[self.position]
        verdict = self._remembered.get(text)
        if verdict is None:
            if len(self._remembered) >= _MOST_REMEMBERED:
                self._remembered.clear()
            cell = judge(text, self.column)
            is_default = cell.value == self.column.default
            verdict = self._remembered[text] = (cell, "" if is_default else canonical(cell.value))
        return verdict
