"""A filled form as a file: CSV, or a workbook laid out for A4 paper; the same form always gives the same bytes."""

import csv
from decimal import Decimal
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

from dashboards.documents.forms_grid import Form, FormCell, FormRow, Rate, Yuan, shown_cell
from dashboards.documents.workbook import A4, DOUBLE_DIGITS, FONT, open_book, text_width
from interface.errors import CannotRun
from interface.files import write_whole

_FORMATS = ("csv", "xlsx")
_PERCENT = "0.00%"
_AMOUNT = "#,##0.00;−#,##0.00"
_LINE = 15


def refuse_format(format: str) -> None:
    """Refuse a format in which no form is made.

    Raises:
        CannotRun: it is neither CSV nor XLSX.
    """
    if format not in _FORMATS:
        raise CannotRun(f"A form is not made as {format}: choose {' or '.join(_FORMATS)}.")


def write_form(form: Form, *, format: str, to: Path) -> Path:
    """Write the form into the folder ``to``, whole or not at all; the path written.

    CSV has no title and repeats a merged name in every row, so that it can be sorted and joined. Heads that only the
    group above them tells apart carry its name.
    """
    path = to / f"{form.file_stem}.{format}"
    write_whole(path, form_csv(form).encode() if format == "csv" else form_workbook(form))
    return path


def form_csv(form: Form) -> str:
    """The form's rows below its title, in UTF-8 without a byte order mark like every export."""
    stream = StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    groups: list[str] = []
    for row in form.rows:
        cells = [shown_cell(cell) for cell in row.cells]
        if row.look == "group":
            groups = cells
        elif row.look == "head" and len({*filter(None, cells)}) < len([*filter(None, cells)]):
            writer.writerow(_told_apart(cells, groups))
        elif row.look not in ("title", "note"):
            writer.writerow(cells)
    return stream.getvalue()


def _told_apart(heads: list[str], groups: list[str]) -> list[str]:
    """Each head after the name of its group, unless it is that name."""
    named, group = [], ""
    for head, begun in zip(heads, groups, strict=True):
        group = begun or group
        named.append(head if head == group else f"{group} {head}")
    return named


def form_workbook(form: Form) -> bytes:
    """The form as a workbook with one sheet: landscape, one page wide, its head in view and on every page."""
    stream = BytesIO()
    book = open_book(stream, title=form.title)
    sheet = book.add_worksheet(form.title)
    _write_rows(sheet, form, _Looks(book))
    for column, width in enumerate(form.widths):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(form.head_rows, 0)
    sheet.repeat_rows(0, form.head_rows - 1)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.center_horizontally()
    sheet.hide_gridlines(2)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.set_footer(f"&L&8{form.title}&R&8第 &P 页，共 &N 页")
    book.close()
    return stream.getvalue()


class _Looks:
    """Cell formats by the look of a row and what a cell holds; each is made once, when first asked for."""

    def __init__(self, book: Any) -> None:
        self._book = book
        base = {"font_name": FONT, "font_size": 10, "valign": "vcenter", "text_wrap": True}
        boxed = base | {"border": 1}
        self._properties: dict[str, dict[str, Any]] = {
            "title": base | {"font_size": 16, "bold": True, "align": "center"},
            "note": base | {"font_size": 9, "font_color": "#5A6B7B"},
            "group": boxed | {"bold": True, "align": "center", "bg_color": "#E8EEF4"},
            "head": boxed | {"bold": True, "align": "center", "bg_color": "#E8EEF4"},
            "body": boxed,
            "total": boxed | {"bold": True, "bg_color": "#F4F6F8"},
        }
        self._made: dict[tuple[str, str], Any] = {}

    def of(self, look: str, cell: FormCell) -> Any:
        """The format of a cell: numbers stand to the right, texts to the left, heads in the middle."""
        kinds = {Rate: "rate", Yuan: "yuan", Decimal: "number"}
        kind = kinds.get(type(cell), "text")
        if (look, kind) not in self._made:
            extra: dict[str, dict[str, Any]] = {
                "rate": {"num_format": _PERCENT, "align": "right"},
                "yuan": {"num_format": _AMOUNT, "align": "right"},
                "number": {"align": "right"},
                "text": {"indent": 1} if look in ("body", "total") else {},
            }
            self._made[look, kind] = self._book.add_format(self._properties[look] | extra[kind])
        return self._made[look, kind]


def _write_rows(sheet: Any, form: Form, looks: _Looks) -> None:
    # First what is merged, then its first cell's value: XlsxWriter leaves the last written cell standing.
    for column, first, last in form.down:
        look = looks.of(form.rows[first].look, form.rows[first].cells[column])
        sheet.merge_range(first, column, last, column, "", look)
    taken = {(row, column) for column, first, last in form.down for row in range(first + 1, last + 1)}
    for number, row in enumerate(form.rows):
        for first, last in row.across:
            sheet.merge_range(number, first, number, last, "", looks.of(row.look, row.cells[first]))
            taken.update((number, column) for column in range(first + 1, last + 1))
        for column, cell in enumerate(row.cells):
            if (number, column) not in taken:
                _write_cell(sheet, number, column, cell, looks.of(row.look, cell))
        if row.look == "title":
            sheet.set_row(number, 30)
        elif row.look == "note" and (lines := _lines_of(row, form.widths)) > 1:
            sheet.set_row(number, _LINE * lines)  # a spreadsheet does not grow a row for what is merged


def _lines_of(row: FormRow, widths: tuple[int, ...]) -> int:
    """Lines that the small print over all columns takes."""
    return -(-text_width(shown_cell(row.cells[0])) // max(sum(widths), 1))


def _write_cell(sheet: Any, row: int, column: int, cell: FormCell, look: Any) -> None:
    if cell is None or cell == "":
        sheet.write_blank(row, column, None, look)
    elif isinstance(cell, Rate):
        sheet.write_number(row, column, cell.ratio, look)
    elif isinstance(cell, Yuan) and len(cell.amount.as_tuple().digits) <= DOUBLE_DIGITS:
        sheet.write_number(row, column, cell.amount, look)
    elif isinstance(cell, Yuan):
        sheet.write_string(row, column, str(cell), look)
    elif isinstance(cell, Decimal):
        sheet.write_number(row, column, cell, look)
    else:
        sheet.write_string(row, column, cell, look)
