"""Exchange tables as files: a CSV each with a note beside them, or one workbook with a sheet each and the note last."""

import csv
from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

from dashboards.documents.exchange import SOURCES, ExchangeTable
from dashboards.documents.forms_grid import FormCell, shown_cell
from dashboards.documents.workbook import A4, DOUBLE_DIGITS, FONT, Formats, open_book
from interface.files import write_whole

NOTE = "note"
_NOTE_HEADS = ("表 table", "字段 column", "取值 taken from")
_BLANK = "留空：已发布数据中没有 blank: not published"
_NO_ROW = "无行：已发布数据中没有 no row: not published"
_WIDTHS = (30, 24, 62)
_COLUMN_WIDTH = 22


def write_exchange(tables: Sequence[ExchangeTable], *, subject: str, format: str, to: Path) -> list[Path]:
    """Write the tables of one subject into the folder ``to``, each file whole or not at all; the paths written.

    The first row of a table holds its columns' names and nothing stands above it. What stays blank stands in the note.

    Args:
        tables: What is written.
        subject: Ends every file's name.
        format: ``csv`` or ``xlsx``.
        to: Made where it does not exist.
    """
    contents = (
        exchange_csvs(tables, subject) if format == "csv" else {f"form_exchange_{subject}.xlsx": _workbook(tables)}
    )
    for name, content in contents.items():
        write_whole(to / name, content)
    return [to / name for name in contents]


def exchange_csvs(tables: Sequence[ExchangeTable], subject: str) -> dict[str, bytes]:
    """Each table and the note as CSV, by their files' names; UTF-8 without a byte order mark."""
    files = {table.name: _csv(table.columns, table.rows) for table in tables}
    files[NOTE] = _csv(_NOTE_HEADS, _note(tables))
    return {f"form_exchange_{name}_{subject}.csv": content for name, content in files.items()}


def _note(tables: Sequence[ExchangeTable]) -> list[tuple[str, str, str]]:
    """Where every column comes from, or that it is blank."""
    return [
        (table.name, column, SOURCES[table.name].get(column, _BLANK if table.rows else _NO_ROW))
        for table in tables
        for column in table.columns
    ]


def _csv(heads: Sequence[str], rows: Sequence[Sequence[FormCell]]) -> bytes:
    stream = StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(heads)
    writer.writerows([shown_cell(cell) for cell in row] for row in rows)
    return stream.getvalue().encode()


def _workbook(tables: Sequence[ExchangeTable]) -> bytes:
    stream = BytesIO()
    book = open_book(stream, title="一体化交换表")
    formats = Formats(book)
    for table in tables:
        _sheet(book, table.name, table.columns, table.rows, [_COLUMN_WIDTH] * len(table.columns), formats)
    _sheet(book, "说明", _NOTE_HEADS, _note(tables), _WIDTHS, formats)
    book.close()
    return stream.getvalue()


def _sheet(
    book: Any,
    name: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[FormCell]],
    widths: Sequence[int],
    formats: Formats,
) -> None:
    sheet = book.add_worksheet(name)
    text = book.add_format({"font_name": FONT, "font_size": 10, "valign": "vcenter", "text_wrap": True})
    for column, (head, width) in enumerate(zip(heads, widths, strict=True)):
        sheet.set_column(column, column, width, text)
        sheet.write_string(0, column, head, formats.head)
    for number, cells in enumerate(rows, start=1):
        for column, cell in enumerate(cells):
            if isinstance(cell, Decimal) and len(cell.as_tuple().digits) <= DOUBLE_DIGITS:
                sheet.write_number(number, column, cell, formats.number_text)
            elif cell is not None:
                sheet.write_string(number, column, shown_cell(cell), text)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
