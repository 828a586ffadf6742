"""Published rows as grids: Chinese headings over English names, every cell exact."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import dash_ag_grid as dag
import pyarrow as pa

from dashboards.documents.cells import print_cell
from dashboards.labels import code_label, label
from dashboards.printing import percent, plain_number, shanghai_time, signed_amount, unit_price
from interface.tables import INPUTS, Column, Kind, Table

MOST_ROWS = 2_000  # what a page may weigh; the exports hold every row
_LOCALE = {
    "noRowsToShow": str(label("grid.no_rows")),
    "page": "页 Page",
    "of": "共 of",
    "to": "–",
    "pageSizeSelectorLabel": "每页 Per page",
}
_PAGE_ROWS = 50
_LINK = "link:"  # before a column's name: where its cell leads, as dashAgGridComponentFunctions.js has it
_NUMBERS = (Kind.AMOUNT, Kind.PRICE, Kind.QUANTITY, Kind.TOTAL, Kind.SCORE, Kind.RATIO, Kind.FACTOR, Kind.COUNT)


def grid(
    table: pa.Table,
    shape: Table,
    *,
    columns: Sequence[str],
    name: str,
    widths: Mapping[str, int],
    pinned: Mapping[str, str],
    links: Mapping[str, Callable[[Mapping[str, Any]], str]] = MappingProxyType({}),
    traced: Sequence[str] = (),
) -> dag.AgGrid:
    """A grid of the first rows of a table.

    Args:
        table: Rows of ``shape``.
        shape: Gives headings, tooltips and kinds.
        columns: Which columns to show, in this order.
        name: The grid's id on its page.
        widths: Width in pixels of columns that need another than their kind's.
        pinned: Columns that stay in view, ``left`` or ``right``.
        links: For columns whose cells lead on: the address that a row's cell leads to.
        traced: Columns of ids that lead to their trace, whose address the browser makes of the id.
    """
    rows = [
        _row(row, shape, columns) | {f"{_LINK}{column}": address(row) for column, address in links.items()}
        for row in table.slice(0, MOST_ROWS).to_pylist()
    ]
    short = len(rows) <= 12
    options: dict[str, Any] = {
        "localeText": _LOCALE,
        "enableCellTextSelection": True,
        "suppressFieldDotNotation": True,
        "headerHeight": 46,
        "rowHeight": 34,
        "tooltipShowDelay": 300,
        "domLayout": "autoHeight" if short else "normal",
        "pagination": len(rows) > _PAGE_ROWS,
        "paginationPageSize": _PAGE_ROWS,
        "paginationPageSizeSelector": False,
    }
    return dag.AgGrid(
        id=name,
        className="grid grid-short" if short else "grid",
        columnDefs=[
            _column(shape.column(each), width=widths.get(each), pinned=pinned.get(each))
            | ({"cellRenderer": "PageLink"} if each in (*links, *traced) else {})
            for each in columns
        ],
        rowData=rows,
        # All cells are texts. The grid would guess a type from the first row: after a text that begins with a date,
        # it shows every other text of the column as nothing.
        defaultColDef={"sortable": True, "resizable": True, "suppressHeaderMenuButton": True, "cellDataType": False},
        dashGridOptions=options,
        style={"height": None if short else "460px"},
    )


def _column(column: Column, *, width: int | None, pinned: str | None) -> dict[str, Any]:
    is_number = column.kind in _NUMBERS
    tooltip = f"{column.label} {column.name}" + (f": {column.meaning}" if column.meaning else "")
    made: dict[str, Any] = {
        "field": column.name,
        "headerName": f"{column.label}\n{column.name}",
        "headerTooltip": tooltip,
        "tooltipField": column.name,
        "width": width or _usual_width(column),
        "pinned": pinned,
        "headerClass": "ag-right-aligned-header" if is_number else "",
        "cellClass": "ag-right-aligned-cell" if is_number else "",
        "filter": not is_number,
    }
    if is_number:
        made["comparator"] = {"function": "byNumber"}
    return made


def _usual_width(column: Column) -> int:
    """Pixels for the kind's usual cells, and never less than the heading with its filter button needs."""
    by_kind = {Kind.AMOUNT: 138, Kind.MONTH: 108, Kind.PERIOD: 118, Kind.CODE: 108, Kind.COUNT: 96, Kind.FLAG: 90}
    beside = 30 if column.kind in _NUMBERS else 56
    return max(by_kind.get(column.kind, 116), 14 * len(column.label) + beside, 13 * len(column.name) // 2 + beside)


def _row(row: Mapping[str, Any], shape: Table, columns: Sequence[str]) -> dict[str, str]:
    return {name: cell_text(row[name], shape.column(name)) for name in columns}


def cell_text(cell: Any, column: Column) -> str:
    """A cell as the page shows it: thousands separated, rates in per cent, codes in both languages, or nothing."""
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        printers = {Kind.AMOUNT: signed_amount, Kind.PRICE: unit_price, Kind.RATIO: percent}
        return printers.get(column.kind, plain_number)(cell)
    if isinstance(cell, datetime):
        return shanghai_time(cell)
    if isinstance(cell, bool):
        return str(label("grid.yes" if cell else "grid.no"))
    if column.name == "table_name" and cell in INPUTS:
        return f"{INPUTS[cell].label} {cell}"
    if column.kind is Kind.CODE:
        words = code_label(cell, column.name)
        if words.zh == words.en:
            return str(cell)
        return f"{cell} {words}" if cell[1:].isdigit() else str(words)  # Q206 is what messages and commands call it
    if column.kind is Kind.COUNT:
        return f"{cell:,}"
    return print_cell(cell, column)
