"""Published tables as files: CSV, Parquet or a workbook, written whole or not at all."""

import re
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from dashboards.documents.cells import print_cell
from dashboards.documents.workbook import workbook_bytes
from interface.tables import Table

FORMATS = ("csv", "parquet", "xlsx")
_BATCH_ROWS = 50_000
_NEEDS_QUOTES = re.compile(r'[",\r\n]')


def write_table(table: pa.Table, shape: Table, *, format: str, to: Path) -> Path:
    """Write one table as ``<name>.<format>`` into the folder ``to``, whole or not at all; the path written.

    The same rows always give the same bytes. CSV: UTF-8 without a byte order mark, lines end in LF, English names,
    nothing for a missing cell, quotes as in RFC 4180, decimals with all places of their column, times in Shanghai
    time with their offset.
    """
    writers: dict[str, Callable[[pa.Table, Table, Path], None]] = {
        "csv": _write_csv,
        "parquet": _write_parquet,
        "xlsx": _write_workbook,
    }
    to.mkdir(parents=True, exist_ok=True)
    path = to / f"{shape.name}.{format}"
    aside = to / f".{path.name}.part"
    writers[format](table.select(shape.names), shape, aside)
    return aside.replace(path)


def _write_csv(table: pa.Table, shape: Table, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        stream.write(",".join(shape.names) + "\n")
        for batch in table.to_batches(max_chunksize=_BATCH_ROWS):
            columns = [
                [_quoted(print_cell(cell, column)) for cell in cells.to_pylist()]
                for cells, column in zip(batch.columns, shape.columns, strict=True)
            ]
            stream.writelines(",".join(row) + "\n" for row in zip(*columns, strict=True))


def _quoted(text: str) -> str:
    """RFC 4180; the standard library leaves a lone carriage return bare, and readers take it for the row's end."""
    if _NEEDS_QUOTES.search(text):
        return '"' + text.replace('"', '""') + '"'
    return text


def _write_parquet(table: pa.Table, _shape: Table, path: Path) -> None:
    pq.write_table(table, path, compression="zstd")


def _write_workbook(table: pa.Table, shape: Table, path: Path) -> None:
    path.write_bytes(workbook_bytes([(shape, table)]))
