"""The rows of a foreign export as text rows of our table; their cells are still judged as every cell is."""

from collections.abc import Iterator
from typing import Any

from ingest.cells import canonical, judge
from ingest.formats import TextRow, TextTable
from ingest.mappings.shape import Filled, Mapping, Order
from ingest.numerals import read_count
from ingest.rows import SEPARATOR, BadRow, Candidate, RowJudge
from ingest.verdicts import Refusal, Unfit, shown
from interface.tables import Kind

MOST_GROUPED_ROWS = 1_000_000
MOST_RAW_CHARACTERS = 1_000_000

_BLANKS = " \u00a0\u3000"


class MappedText:
    """One foreign table read by a mapping; several of its rows may be one row of ours.

    Raises:
        Refusal: E111 where a column that the mapping reads is missing, E112 where two columns have its name.
    """

    def __init__(self, text: TextTable, mapping: Mapping) -> None:
        self.header = [filled.column.name for filled in mapping.columns]
        self._text = text
        self._mapping = mapping
        self._positions = _positions(text.header, mapping)
        self._filled = {filled.column.name: filled for filled in mapping.columns}

    @property
    def blank_lines(self) -> int:
        """Blank lines met so far."""
        return self._text.blank_lines

    def judged_rows(self, row_judge: RowJudge) -> Iterator[Candidate | BadRow]:
        """A candidate or a bad row for each row of ours; a group has the number of its first row and every raw text.

        Raises:
            Refusal: the file turns out unfit on the way; E002 where it has more rows than can be grouped.
        """
        for rows in self._groups():
            row = rows[0] if rows[0].fault else self._row_of(rows)
            if isinstance(row, BadRow):
                yield row
            else:
                yield from row_judge.judge_rows([row])

    def _groups(self) -> Iterator[list[TextRow]]:
        """Rows of one thing each, as they stand in the file; a row whose form is broken stands alone."""
        group = self._mapping.group
        if group is None:
            yield from ([row] for row in self._text.rows())
            return
        groups: dict[tuple[str, ...], list[TextRow]] = {}
        for count, row in enumerate(self._text.rows(), start=1):
            if count > MOST_GROUPED_ROWS:
                raise Refusal("E002", f"The file has more than {MOST_GROUPED_ROWS:,} rows to be grouped: split it.")
            key = () if row.fault else tuple(self._known(row, source).strip(_BLANKS) for source in group.by)
            if all(key) and key:
                groups.setdefault(key, []).append(row)
            else:
                yield [row]
        yield from groups.values()

    def _row_of(self, rows: list[TextRow]) -> TextRow | BadRow:
        number, raw = rows[0].number, _raw(rows)
        try:
            ordered = self._ordered(rows)
        except Unfit as unfit:
            message = f"The rows of one {self._mapping.table.grain}: {unfit.found}."
            return BadRow(number, raw, unfit.code, message, self._key(rows))
        cells = []
        for filled in self._mapping.columns:
            try:
                cells.append(self._cell(filled, ordered))
            except Unfit as unfit:
                column = filled.column
                message = f"Column {column.name} ({column.label}): {unfit.found}."
                return BadRow(number, raw, unfit.code, message, self._key(rows))
        return TextRow(number, cells, raw)

    def _key(self, rows: list[TextRow]) -> str | None:
        """The key as a candidate would have it; None where it is not sound, or depends on the order of the rows."""
        by = self._mapping.group.by if self._mapping.group else self._mapping.sources
        texts = []
        for name in self._mapping.table.key:
            column = self._mapping.table.column(name)
            filled = self._filled.get(name) or Filled(column, constant=column.when_absent or "")
            if filled.source and filled.source not in by:
                return None
            try:
                cell = judge(self._cell(filled, rows), column)
            except Unfit:
                return None
            if cell.code is not None:
                return None
            texts.append("" if cell.value == column.default else canonical(cell.value))
        return SEPARATOR.join(texts)

    def _ordered(self, rows: list[TextRow]) -> list[TextRow]:
        if self._mapping.group is None or not self._mapping.group.order:
            return rows
        order = self._mapping.group.order
        return sorted(rows, key=lambda row: tuple(self._place(row, each) for each in order))

    def _place(self, row: TextRow, order: Order) -> Any:
        text = self._known(row, order.source).strip(_BLANKS)
        try:
            if order.kind == "time" and self._mapping.clock:
                return self._mapping.clock.read(text)
            return read_count(text)[0] if order.kind == "count" else text
        except Unfit as unfit:
            found = f"line {row.number} has no place among them, its {order.source} {unfit.found}"
            raise Unfit(unfit.code, found) from None

    def _cell(self, filled: Filled, rows: list[TextRow]) -> str:
        if not filled.source:
            return filled.constant
        asked = [row for row in rows if self._is_asked(row, filled)]
        if not asked:
            return ""
        if filled.take in ("min", "max"):
            return self._extreme(filled, asked)
        return self._translated(filled, asked[-1 if filled.take == "last" else 0])

    def _is_asked(self, row: TextRow, filled: Filled) -> bool:
        return all(row.cells[self._positions[source]].strip(_BLANKS) in texts for source, texts in filled.where.items())

    def _extreme(self, filled: Filled, rows: list[TextRow]) -> str:
        """The least or the greatest of the cells that are known; blank where none is."""
        values: list[tuple[Any, str]] = []
        for text in filter(None, (self._translated(filled, row) for row in rows)):
            cell = judge(text, filled.column)
            if cell.code is not None:
                raise Unfit(cell.code, cell.found)
            values.append((cell.value, text))
        choose = min if filled.take == "min" else max
        return choose(values, key=lambda value: value[0])[1] if values else ""

    def _translated(self, filled: Filled, row: TextRow) -> str:
        """Their cell in our words; a time in UTC with its offset, so that no other zone can be read into it."""
        text = self._known(row, filled.source)
        if not text:
            return ""
        if filled.codes:
            ours = filled.codes.get(text.strip(_BLANKS))
            if ours is None:
                raise Unfit("Q203", f"{shown(text)} in {filled.source} is no code that the mapping translates")
            return ours
        if filled.column.kind is Kind.TIME and self._mapping.clock:
            return self._mapping.clock.read(text).isoformat()
        if filled.column.kind is Kind.DATE and self._mapping.calendar:
            return self._mapping.calendar.read(text).isoformat()
        return text

    def _known(self, row: TextRow, source: str) -> str:
        """Their cell as it stands, or blank where it says that it is not known."""
        text = row.cells[self._positions[source]]
        trimmed = text.strip(_BLANKS)
        return "" if not trimmed or trimmed in self._mapping.unknown else text


def _positions(header: list[str], mapping: Mapping) -> dict[str, int]:
    names = [cell.strip(_BLANKS) for cell in header]
    missing = [source for source in mapping.sources if source not in names]
    if missing:
        raise Refusal(
            "E111",
            f"The first line does not name every column that mapping {mapping.name} reads; "
            f"missing: {', '.join(missing)}.",
        )
    doubled = [source for source in mapping.sources if names.count(source) > 1]
    if doubled:
        raise Refusal("E112", f"Several header cells are {shown(doubled[0])}: remove all but one of them.")
    return {source: names.index(source) for source in mapping.sources}


def _raw(rows: list[TextRow]) -> str:
    """Texts of the rows, one below the other, as long as they may be kept; the file itself has them all."""
    kept, length = 0, 0
    for row in rows:
        length += len(row.raw) + 1
        if kept and length > MOST_RAW_CHARACTERS:
            break
        kept += 1
    left = [f"… and {len(rows) - kept:,} more rows"] if kept < len(rows) else []
    return "\n".join([*(row.raw for row in rows[:kept]), *left])
