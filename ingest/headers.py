"""Header cells matched with a table's columns, by English name or Chinese label; order is free."""

import re
import unicodedata
from dataclasses import dataclass

from ingest.verdicts import Refusal, shown
from interface.tables import Column, Table

# Labels of the official forms that differ from the labels of the tables.
_FORM_LABELS = {"work_order": {"所属服务单": "order_no", "服务项": "item_code"}}

_MARKS = re.compile(r"\(.*?\)|\[.*?\]|【.*?】|[*#:\s]")
_MOST_NAME_CHARACTERS = 100


@dataclass(frozen=True)
class Header:
    """Where each column of a table stands in a file's rows, and the header cells that no column has."""

    positions: dict[str, int]
    unknown: tuple[str, ...]


def match_header(cells: list[str], table: Table) -> Header:
    """Find the table's columns among header cells, trimmed and with full-width characters made half-width.

    Raises:
        Refusal: E112 where two cells name one column, E111 where a required column is missing, or a cell names a
            column but for a mark, such as 版本(选填): taken as unknown, its column would silently count as blank.
    """
    names = _names(table)
    positions: dict[str, int] = {}
    unknown: list[str] = []
    seen: dict[str, str] = {}
    for position, cell in enumerate(cells):
        text = unicodedata.normalize("NFKC", cell).strip()
        name = names.get(text)
        meant = name or text
        if meant and meant in seen:
            raise Refusal(
                "E112", f"Header cells {shown(seen[meant])} and {shown(cell)} name the same column: remove one of them."
            )
        seen[meant] = cell
        if name:
            positions[name] = position
        else:
            unknown.append(text)
    _refuse_marked(cells, positions, names)
    _refuse_missing([column for column in table.columns if column.required and column.name not in positions], table)
    return Header(positions, tuple(unknown))


def _refuse_marked(cells: list[str], positions: dict[str, int], names: dict[str, str]) -> None:
    plain = {_without_marks(name): name for name in names}
    for position, cell in enumerate(cells):
        name = plain.get(_without_marks(cell)) if len(cell) <= _MOST_NAME_CHARACTERS else None
        if name and names[name] not in positions and position not in positions.values():
            raise Refusal(
                "E111", f"Header cell {shown(cell)} is nearly a column's name: write {name} and nothing else."
            )


def _without_marks(cell: str) -> str:
    text = "".join(each for each in unicodedata.normalize("NFKC", cell) if unicodedata.category(each) != "Cf")
    return _MARKS.sub("", text).casefold()


def _names(table: Table) -> dict[str, str]:
    names: dict[str, str] = {}
    for column in table.columns:
        names[unicodedata.normalize("NFKC", column.label)] = column.name
        names[column.name] = column.name
    return names | _FORM_LABELS.get(table.name, {})


def _refuse_missing(missing: list[Column], table: Table) -> None:
    if missing:
        wanted = ", ".join(f"{column.name} ({column.label})" for column in missing)
        raise Refusal("E111", f"The first line does not name every required column of {table.name}; missing: {wanted}.")
