"""Merged cells of a printed score table: what they mean for the rows below their first; no other table may merge."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from ingest.formats.xlsx_sheet import Sheet, SheetRow
from ingest.formats.xlsx_xml import Part
from ingest.headers import match_header
from ingest.verdicts import Refusal
from interface.tables import INPUTS, Table

MOST_MERGES = 10_000
MOST_MERGED_ROWS = 1_000

_PRINTED = INPUTS["score_sheet"]
_LEVELS = ("level1", "level2", "level3", "level4")
_SAME_BELOW = ("scheme_no", "subject_code", "edition", *_LEVELS)
_RANGE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6}):([A-Z]{1,3})([1-9][0-9]{0,6})")


def may_merge(table: Table) -> bool:
    """Whether merged cells of a table have a meaning; elsewhere they are refused."""
    return table is _PRINTED


@dataclass(frozen=True)
class Merge:
    """One merged range: rows as the sheet numbers them, columns from 0 on, last ones included."""

    where: str
    first_row: int
    last_row: int
    first_column: int
    last_column: int


class SheetWithMerges(Sheet):
    """A worksheet whose merged cells are read by :class:`Merges` and not refused."""

    def merged(self, where: str) -> None:
        """Pass over it."""


class MergedRanges(Part):
    """The merged ranges of a worksheet, which stand behind its rows.

    Raises:
        Refusal: E128 where a range is none, reaches over too many rows, or there are too many of them.
    """

    root = "worksheet"

    def __init__(self, name: str, title: str) -> None:
        super().__init__(name)
        self.ranges: list[Merge] = []
        self._title = title

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Note a merged range."""
        if name != "mergeCell":
            return
        where = attributes.get("ref", "")[:30]
        found = _RANGE.fullmatch(where)
        if found is None:
            raise _unfit(self._title, where, "which is no range")
        left, top, right, bottom = found.groups()
        merge = Merge(where, int(top), int(bottom), _column(left), _column(right))
        if merge.first_row > merge.last_row or merge.first_column > merge.last_column:
            raise _unfit(self._title, where, "which is no range")
        if merge.last_row - merge.first_row >= MOST_MERGED_ROWS:
            raise _unfit(self._title, where, f"more than {MOST_MERGED_ROWS:,} rows")
        if len(self.ranges) == MOST_MERGES:
            raise _unfit(self._title, where, f"and has more than {MOST_MERGES:,} merged ranges")
        self.ranges.append(merge)


class Merges:
    """Gives each row what the merged cells of its sheet show beside it.

    Down the levels and the identifying columns the same name stands below; across levels the lower ones are blank;
    of a weight, a score or an unknown column the first row carries the value and the others are blank.

    Raises:
        Refusal: E128 where a range touches the header, a column without one, or another range, reaches across
            columns that are no levels from left to right, or covers a cell that holds something.
    """

    def __init__(self, ranges: Iterable[Merge], *, title: str, header: list[str], table: Table) -> None:
        self._title = title
        names = {position: name for name, position in match_header(header, table).positions.items()}
        self._names = [names.get(position, "") for position in range(len(header))]
        self._waiting = sorted(ranges, key=lambda merge: (-merge.first_row, -merge.first_column))
        self._open: list[tuple[Merge, str]] = []
        for merge in self._waiting:
            self._refuse_misplaced(merge)
        self._refuse_overlaps()

    def filled(self, rows: Iterable[SheetRow]) -> Iterator[SheetRow]:
        """The rows, each with what merged cells show beside it."""
        for row in rows:
            self._fill(row)
            yield row

    def _fill(self, row: SheetRow) -> None:
        self._open = [each for each in self._open if each[0].last_row >= row.number]
        for merge, shown in self._open:
            self._refuse_covered(merge, row, from_column=merge.first_column)
            if shown and self._names[merge.first_column] in _SAME_BELOW:
                row.cells.extend([""] * (merge.first_column + 1 - len(row.cells)))
                row.cells[merge.first_column] = shown
        while self._waiting and self._waiting[-1].first_row <= row.number:
            merge = self._waiting.pop()
            # A range that begins in a blank row shows nothing: only its first cell could hold something.
            begins_here = merge.first_row == row.number
            self._refuse_covered(merge, row, from_column=merge.first_column + begins_here)
            if merge.last_row >= row.number:
                shown = row.cells[merge.first_column] if begins_here and merge.first_column < len(row.cells) else ""
                self._open.append((merge, shown))

    def _refuse_covered(self, merge: Merge, row: SheetRow, *, from_column: int) -> None:
        if merge.last_row < row.number:
            return
        covered = range(from_column, merge.last_column + 1)
        if any(row.cells[each].strip() for each in covered if each < len(row.cells)) or any(
            each in row.broken for each in covered
        ):
            raise _unfit(self._title, merge.where, f"and hides what a cell of row {row.number} holds")

    def _refuse_misplaced(self, merge: Merge) -> None:
        if merge.first_row == 1:
            raise _unfit(self._title, merge.where, "in the header")
        if merge.last_column >= len(self._names):
            raise _unfit(self._title, merge.where, "outside of the table's columns")
        names = self._names[merge.first_column : merge.last_column + 1]
        places = [_LEVELS.index(name) if name in _LEVELS else -1 for name in names]
        if len(places) > 1 and (-1 in places or places != list(range(places[0], places[0] + len(places)))):
            raise _unfit(self._title, merge.where, "across columns that are not levels side by side")

    def _refuse_overlaps(self) -> None:
        taken = sorted(
            (column, merge.first_row, merge.last_row, merge.where)
            for merge in self._waiting
            for column in range(merge.first_column, merge.last_column + 1)
        )
        for (column, _, last_row, _), (next_column, first_row, _, where) in pairwise(taken):
            if column == next_column and first_row <= last_row:
                raise _unfit(self._title, where, "which are merged already")


def _unfit(title: str, where: str, why: str) -> Refusal:
    return Refusal("E128", f"Sheet {title!r} merges cells {where} {why}: unmerge them and give each row its value.")


def _column(letters: str) -> int:
    column = -1
    for letter in letters:
        column = 26 * (column + 1) + ord(letter) - ord("A")
    return column
