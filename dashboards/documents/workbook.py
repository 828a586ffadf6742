"""Workbooks of published tables, one sheet each: numbers as numbers, the same bytes for the same rows."""

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from math import ceil
from typing import Any
from unicodedata import east_asian_width

import pyarrow as pa

from dashboards.documents.cells import Cell, print_cell
from interface.errors import CannotRun
from interface.tables import Column, Kind, Table

# Fixed: the clock's time would make every export of the same rows another file.
_CREATED = datetime(2020, 1, 1, tzinfo=UTC)
FONT = "微软雅黑"
HEAD_ROWS = 2
_MOST_ROWS = 1_048_576 - HEAD_ROWS
_MOST_CHARACTERS = 32_000  # a cell holds 32,767; XlsxWriter drops a longer text without a word
_CUT = " …（已截断，全文见 CSV 导出 / cut here, whole in the CSV export）"
DOUBLE_DIGITS = 15
_SAMPLE_ROWS = 500
A4 = 9
_PAGE_CHARACTERS = 220
"""Signs across a landscape page that are still legible in print."""


def workbook_bytes(sheets: Sequence[tuple[Table, pa.Table]]) -> bytes:
    """A workbook with one sheet per table, named by its Chinese label.

    The first row holds the Chinese labels, the second the English names; both stay in view and repeat on paper.
    A decimal that a double cannot hold exactly (over 15 digits) becomes text, to the last digit.

    Raises:
        CannotRun: a table has more rows than a sheet holds.
    """
    for shape, rows in sheets:
        if rows.num_rows > _MOST_ROWS:
            raise CannotRun(
                f"Table {shape.name} has {rows.num_rows} rows and a sheet holds {_MOST_ROWS}: "
                "export it as csv or parquet."
            )
    stream = BytesIO()
    book = open_book(stream, title="衡量 Hengliang")
    formats = Formats(book)
    for shape, rows in sheets:
        write_sheet(book.add_worksheet(shape.label), shape, rows, formats)
    book.close()
    return stream.getvalue()


def open_book(stream: BytesIO, *, title: str) -> Any:
    """A workbook that takes every text as text and is the same bytes whenever it is written."""
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(stream, {"in_memory": True, **options})
    book.set_properties({"title": title, "created": _CREATED})
    return book


class Formats:
    """The looks of a sheet's cells."""

    def __init__(self, book: Any) -> None:
        base = {"font_name": FONT, "font_size": 10, "valign": "vcenter"}
        head = base | {"bold": True, "bg_color": "#E8EEF4", "text_wrap": True, "border": 1, "border_color": "#B8C4D0"}
        self.head = book.add_format(head | {"indent": 1})
        self.head_number = book.add_format(head | {"align": "right"})
        name = head | {"bold": False, "font_size": 8, "font_color": "#5A6B7B"}
        self.name = book.add_format(name | {"indent": 1})
        self.name_number = book.add_format(name | {"align": "right"})
        self.text = book.add_format(base | {"indent": 1})
        self.number_text = book.add_format(base | {"align": "right"})
        self.whole = book.add_format(base | {"num_format": "#,##0"})
        self._by_places = {
            places: book.add_format(base | {"num_format": f"#,##0.{'0' * places}"}) for places in (2, 3, 6, 8)
        }

    def number(self, kind: Kind) -> Any:
        """How a number of this kind is shown."""
        return self.whole if kind.places is None else self._by_places[kind.places]


def write_sheet(sheet: Any, shape: Table, rows: pa.Table, formats: Formats) -> None:
    """Write a published table into a sheet: two rows of headings, then its rows.

    A wide table is printed over several pages side by side, each with the headings and the first column.
    """
    width = 0.0
    for index, column in enumerate(shape.columns):
        is_number = _is_number(column)
        cells: list[Cell] = rows.column(column.name).to_pylist()
        column_width = _width(column, cells)
        width += column_width
        sheet.set_column(index, index, column_width, formats.text)
        sheet.write_string(0, index, column.label, formats.head_number if is_number else formats.head)
        sheet.write_string(1, index, column.name, formats.name_number if is_number else formats.name)
        for row, cell in enumerate(cells, start=HEAD_ROWS):
            _write_cell(sheet, row, index, cell, column, formats)
    sheet.set_row(0, 24)
    sheet.set_row(1, 16)
    sheet.freeze_panes(HEAD_ROWS, 1)
    sheet.autofilter(1, 0, max(rows.num_rows + 1, 1), len(shape.columns) - 1)
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{rows.num_rows + HEAD_ROWS}"})
    sheet.hide_gridlines(0)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(ceil(width / _PAGE_CHARACTERS), 0)
    sheet.print_across()
    sheet.repeat_rows(0, HEAD_ROWS - 1)
    sheet.repeat_columns(0)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.set_footer(f"&L&8{shape.label} {shape.name}&R&8第 &P 页，共 &N 页 · Page &P of &N")


def _write_cell(sheet: Any, row: int, index: int, cell: Cell, column: Column, formats: Formats) -> None:
    if cell is None:
        return
    if isinstance(cell, Decimal) and len(cell.as_tuple().digits) > DOUBLE_DIGITS:
        sheet.write_string(row, index, print_cell(cell, column), formats.number_text)
    elif isinstance(cell, Decimal) or (isinstance(cell, int) and not isinstance(cell, bool)):
        sheet.write_number(row, index, cell, formats.number(column.kind))
    else:
        text = print_cell(cell, column)
        sheet.write_string(row, index, _fitting(text), formats.text)


def _fitting(text: str) -> str:
    return text if len(text) <= _MOST_CHARACTERS else text[:_MOST_CHARACTERS] + _CUT


def _is_number(column: Column) -> bool:
    return column.kind.places is not None or column.kind is Kind.COUNT


def _width(column: Column, cells: Sequence[Cell]) -> float:
    """Width in characters: enough for the label and the longest of the first rows, within bounds."""
    texts = [column.label, column.name, *(print_cell(cell, column) for cell in cells[:_SAMPLE_ROWS])]
    longest = max(text_width(text) for text in texts)
    thousands = 4 if _is_number(column) else 0
    return min(max(longest + 3 + thousands, 9), 60)


def text_width(text: str) -> int:
    """Signs that a text is wide; a Chinese sign is as wide as two."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
