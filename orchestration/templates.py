"""Input templates: empty tables with notes, and the frameworks that ship, filled; the same bytes each time."""

import csv
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width

import xlsxwriter

from ingest.frameworks import Framework, shipped_frameworks
from ingest.frameworks.shipped import TABLES as FRAMEWORK_TABLES
from interface.files import write_whole
from interface.tables import INPUTS, Column, Kind, Table
from orchestration.template_words import CODES, KINDS, MEANINGS, NOTES

WORKBOOK = "hengliang-templates.xlsx"
NOTES_SHEET = "说明"
FRAMEWORKS = "frameworks"
FRAMEWORK_LIST = "index.csv"

_CREATED = datetime(2020, 1, 1, tzinfo=UTC)  # fixed: the clock's time would make each writing another file
_LAST_ROW = 1_048_575
_FONT = "微软雅黑"
_SHOWN = {Kind.DATE: "yyyy-mm-dd", Kind.TIME: "yyyy-mm-dd hh:mm:ss", Kind.COUNT: "0"}
_FLAGS = ["是", "否"]
_LISTED = {
    "scheme_no": "指标体系编号",
    "scheme_name": "指标体系名称",
    "version": "版本",
    "object_kind": "评价对象类别",
    "stage": "评价阶段",
    "effective_from": "起始日期",
    "source": "依据",
    "weights": "权重说明",
}


def write_templates(to: Path) -> list[Path]:
    """Write empty tables, and the frameworks that ship; the paths written.

    ``to/csv/<table>.csv`` and a sheet of the workbook for each input table; ``to/frameworks/<scheme_no>/`` is a folder
    to copy and go on with, and ``index.csv`` beside them names each one's source and first day.
    """
    paths = [
        _written(to / "csv" / f"{table.name}.csv", _csv([[column.label for column in table.columns]]))
        for table in INPUTS.values()
    ]
    paths.append(_written(to / WORKBOOK, workbook_bytes()))
    frameworks = shipped_frameworks()
    for framework in frameworks:
        for name in FRAMEWORK_TABLES:
            path = to / FRAMEWORKS / framework.scheme_no / f"{name}.csv"
            paths.append(_written(path, _csv(_framework_rows(framework, INPUTS[name]))))
    listed = [[vars(framework)[name] for name in _LISTED] for framework in frameworks]
    paths.append(_written(to / FRAMEWORKS / FRAMEWORK_LIST, _csv([list(_LISTED.values()), *listed])))
    return paths


def workbook_bytes() -> bytes:
    """The workbook: how to use it, then a sheet per table, named by the table's Chinese label."""
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": "衡量 Hengliang 输入模板", "created": _CREATED})
    _write_notes(book)
    for table in INPUTS.values():
        _write_sheet(book, table)
    book.close()
    return stream.getvalue()


def note(column: Column) -> str:
    """What a header cell's note says: in Chinese, then in English."""
    kind_zh, kind_en = KINDS[column.kind]
    meaning = MEANINGS.get(column.meaning, "")
    lines = [f"【{'必填' if column.required else '选填'}】{kind_zh}"]
    lines += [f"{code} {CODES.get(column.name, {}).get(code, '')}".strip() for code in column.codes]
    if column.default is not None:
        lines.append(f"空即为 {column.default}")
    lines += [meaning] if meaning else []
    english = [f"{column.name}: {'required' if column.required else 'optional'}; {kind_en}"]
    if column.default is not None:
        english.append(f"blank: {column.default}")
    return "\n".join((*lines, "; ".join(english) + ".", *([column.meaning] if column.meaning else ())))


def _framework_rows(framework: Framework, table: Table) -> list[list[str]]:
    rows = framework.rows(table.name)
    columns = [column for column in table.columns if column.name in rows[0]]
    return [[column.label for column in columns], *([row[column.name] for column in columns] for row in rows)]


def _csv(rows: Iterable[Sequence[str]]) -> bytes:
    """With the byte order mark, as spreadsheet programs take Chinese text for another encoding without it."""
    stream = StringIO()
    csv.writer(stream, lineterminator="\r\n").writerows(rows)
    return stream.getvalue().encode("utf-8-sig")


def _write_notes(book: Any) -> None:
    sheet = book.add_worksheet(NOTES_SHEET)
    text = book.add_format({"font_name": _FONT, "font_size": 10, "text_wrap": True, "valign": "top"})
    sheet.set_column(0, 1, 60, text)
    tables = [(f"{table.label}：{table.name}", f"One row per {table.grain}.") for table in INPUTS.values()]
    for row, (chinese, english) in enumerate((*NOTES, *tables)):
        sheet.write_string(row, 0, chinese, text)
        sheet.write_string(row, 1, english, text)


def _write_sheet(book: Any, table: Table) -> None:
    sheet = book.add_worksheet(table.label)
    base = {"font_name": _FONT, "font_size": 10, "valign": "vcenter"}
    head = base | {"text_wrap": True, "border": 1, "border_color": "#B8C4D0"}
    required = book.add_format(head | {"bold": True, "bg_color": "#F6E3C5"})
    optional = book.add_format(head | {"bg_color": "#E8EEF4"})
    for index, column in enumerate(table.columns):
        cells = book.add_format(base | {"num_format": _number_format(column.kind)})
        sheet.set_column(index, index, max(_text_width(column.label) + 3, 14), cells)
        sheet.write_string(0, index, column.label, required if column.required else optional)
        sheet.write_comment(0, index, note(column), {"author": "", "x_scale": 2.5, "y_scale": 2})
        choices = list(column.codes) or (_FLAGS if column.kind is Kind.FLAG else [])
        if choices:
            sheet.data_validation(1, index, _LAST_ROW, index, {"validate": "list", "source": choices})
    sheet.freeze_panes(1, 0)


def _number_format(kind: Kind) -> str:
    """Text for what a spreadsheet program would otherwise turn into a number or a date, such as 012 and 2020-05."""
    if kind.places is not None:
        return f"0.{'#' * kind.places}" if kind is not Kind.AMOUNT else "0.00"
    return _SHOWN.get(kind, "@")


def _text_width(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def _written(path: Path, content: bytes) -> Path:
    write_whole(path, content)
    return path
