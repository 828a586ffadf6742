"""Tables as files for people: a CSV cell that a spreadsheet would run as a formula is made text first."""

import csv
import re
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.compute as pc

from dashboards.documents.tables import write_table
from interface.errors import CannotRun
from interface.tables import Table

FORMATS_FOR_PEOPLE = ("csv", "xlsx")

_FORMULA = r"^([=+\-@\t\r＝＋－＠])"
_UNFIT = re.compile(r"[^\w.-]")
_MOST_SIGNS = 40


def refuse_format(name: str, format: str) -> None:
    """Refuse a format that people are not given.

    Raises:
        CannotRun: it is neither CSV nor XLSX.
    """
    if format not in FORMATS_FOR_PEOPLE:
        raise CannotRun(f"There is no download {name}.{format}: choose {' or '.join(FORMATS_FOR_PEOPLE)}.")


def written(table: pa.Table, shape: Table, *, format: str) -> bytes:
    """The file; a CSV with an apostrophe before text that a spreadsheet would take for a formula and run.

    A workbook says which cell is text, and Parquet is opened by no spreadsheet: there every cell is as published. So is
    the CSV that `hengliang export` writes, which programs read.
    """
    if format == "csv":
        for place, column in enumerate(table.schema):
            if pa.types.is_string(column.type):
                guarded = pc.replace_substring_regex(table.column(place), _FORMULA, r"'\1")
                table = table.set_column(place, column, guarded)
    with TemporaryDirectory() as folder:
        return write_table(table, shape, format=format, to=Path(folder)).read_bytes()


def guarded_csv(content: bytes) -> bytes:
    """A CSV that was written for programs, its cells made safe for a spreadsheet in the same way."""
    stream = StringIO()
    rows = csv.reader(StringIO(content.decode(), newline=""))
    csv.writer(stream, lineterminator="\n").writerows([re.sub(_FORMULA, r"'\1", cell) for cell in row] for row in rows)
    return stream.getvalue().encode()


def fit_for_a_name(text: str) -> str:
    """The text with an underscore for every sign that a file's name may not have everywhere."""
    return _UNFIT.sub("_", text)


def name_after(stem: str, **chosen: str | None) -> str:
    """A file's name that says what was chosen, made fit for one: ``work_order_progress_contract-HT-001``."""
    told = [f"{name}-{fit_for_a_name(value)[:_MOST_SIGNS]}" for name, value in chosen.items() if value]
    return "_".join([stem, *told])
