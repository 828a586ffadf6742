"""Rows set aside as files that can be mended and sent again: the submitter's own header, and the reasons beside."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO
from itertools import accumulate
from pathlib import Path, PurePath

from ingest.formats import TextTable
from ingest.formats.opening import open_tables
from ingest.headers import match_header
from ingest.verdicts import Refusal
from interface.errors import CannotRun
from interface.files import write_whole
from interface.paths import Home
from interface.tables import INPUTS, Table
from orchestration.quarantine import SetAside, set_aside_rows, what_to_do

_REASON_HEADER = (
    "原文件 source",
    "原行号 line",
    "本文件行号 line here",
    "原因 reason",
    "说明 message",
    "处理 what to do",
    "原文 raw",
)


def export_quarantine(home: Home, to: Path, *, table: str | None) -> list[Path]:
    """Write every open row: one CSV per source file in ``to/<table>/``, its reasons as ``to/<table>-….reasons.csv``.

    The folder ``to`` can be ingested as it is: files of reasons are not named as tables, so they are left alone.
    Rows of a foreign system's export that a mapping read have reasons alone: they are mended in that system.

    Raises:
        CannotRun: there is no home, no such table, nothing open, or a raw file is damaged.
    """
    groups: dict[tuple[str, str], list[SetAside]] = defaultdict(list)
    for row in set_aside_rows(home, table=table):
        if not row.closed_by:
            groups[row.table_name, row.file_sha256].append(row)
    if not groups:
        raise CannotRun("No row is open in quarantine: there is nothing to mend.")
    written = []
    for (name, _), rows in groups.items():
        text = _open(home, rows[0])
        stem = f"{PurePath(rows[0].file_name).stem}-{rows[0].file_sha256[:12]}"
        lines: Sequence[int | None] = [None] * len(rows)
        if _is_of_table(text, INPUTS[name]):
            cells = _as_submitted(home, text, rows)
            starts = accumulate((_line_count(each) for each in (text.header, *cells[:-1])), initial=1)
            lines = [*starts][1:]
            written.append(to / name / f"{stem}.csv")
            write_whole(written[-1], _csv([text.header, *cells]))
        reasons = [
            (row.file_name, row.row_number, line, row.reason, row.message, what_to_do(row.reason), row.raw)
            for row, line in zip(rows, lines, strict=True)
        ]
        written.append(to / f"{name}-{stem}.reasons.csv")
        write_whole(written[-1], _csv([_REASON_HEADER, *reasons]))
    return written


def _is_of_table(text: TextTable, table: Table) -> bool:
    try:
        match_header(text.header, table)
    except Refusal:
        return False
    return True


def _as_submitted(home: Home, text: TextTable, rows: Sequence[SetAside]) -> list[list[str]]:
    """The cells of these rows, read again from the file's stored bytes."""
    wanted = {row.row_number: row for row in rows}
    cells: Mapping[int, list[str]] = {
        each.number: each.cells or [each.raw] for each in text.rows() if each.number in wanted
    }
    if len(cells) < len(wanted):
        raise CannotRun(f"Raw file {home.raw_file(rows[0].file_sha256)} lacks rows that were read: restore it.")
    return [cells[row.row_number] for row in rows]


def _open(home: Home, row: SetAside) -> TextTable:
    path = home.raw_file(row.file_sha256)
    table = INPUTS[row.table_name]
    try:
        content = path.read_bytes()
        opened = open_tables(content, file_name=row.file_name, named=table if _is_named(row.file_name, table) else None)
    except (OSError, Refusal):
        raise CannotRun(f"Raw file {path} is missing or damaged: restore the home from a backup.") from None
    return next(text for each, text in opened if each.name == table.name)


def _is_named(file_name: str, table: Table) -> bool:
    """Whether the file is the table's alone; a workbook with a name of its own names its tables by its sheets."""
    path = PurePath(file_name)
    names = (table.name, table.label)
    return path.suffix.lower() != ".xlsx" or path.stem.strip() in names or path.parent.name in names


def _csv(rows: Iterable[Sequence[object]]) -> bytes:
    """RFC 4180 with a byte order mark, as spreadsheet programs read Chinese text only so."""
    stream = StringIO()
    csv.writer(stream, lineterminator="\r\n").writerows(rows)
    return stream.getvalue().encode("utf-8-sig", errors="replace")


def _line_count(cells: Sequence[str]) -> int:
    return _csv([cells]).decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n").count("\n")
