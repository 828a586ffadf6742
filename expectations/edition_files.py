"""Writes tables as the files of an edition: in one order and one way, so that the same rows give the same bytes."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq

from interface.ahead import map_ahead
from interface.arrow import arrow_schema, repeats
from interface.files import sync_file
from interface.sql import literal
from interface.tables import Table

_ROWS_OF_A_GROUP = 122_880
_MOST_ROWS = 4 * _ROWS_OF_A_GROUP
_MANY = {"delivery_fate": "intermediate.int_fates_by_file"}
"""Tables with as many rows as there are deliveries, each with what says where in which files these stand."""
_PLACE = ("file_sha256", "row_number")

_Span = tuple[str, str, int, int]
"""The first and the last file, and the first and the last row within each."""


def write_table(
    connection: duckdb.DuckDBPyConnection, shape: Table, relation: str, folder: Path, *, threads: int
) -> None:
    """Write a relation's rows in the order of their key as ``<table>.parquet`` of the folder, and on the disk.

    The bytes follow from the rows alone, whatever the number of threads. ``connection`` gets one thread of its own.
    """
    # With several the engine would cut row groups where its threads happen to meet.
    connection.execute("set threads = 1")
    path = folder / f"{shape.name}.parquet"
    columns = ", ".join(f'cast("{each.name}" as {each.kind.sql_type}) as "{each.name}"' for each in shape.columns)
    rows = f"select {columns} from {relation}"
    if shape.name in _MANY:
        _write_spans(connection, shape, rows, path, threads=threads)
    else:
        order = ", ".join(f'"{name}"' for name in shape.key)
        connection.execute(f"copy ({rows} order by {order}) to {literal(str(path))} (format parquet, compression zstd)")
    sync_file(path)


def _write_spans(connection: duckdb.DuckDBPyConnection, shape: Table, rows: str, path: Path, *, threads: int) -> None:
    """Read rows a span of places at a time, side by side, sort each in memory, and write them in order."""

    def read(span: _Span) -> Any:
        query = f"{rows} where file_sha256 between ? and ? and row_number between ? and ?"
        with connection.cursor() as cursor:
            table = cursor.execute(query, list(span)).to_arrow_table()
        return table.cast(schema).sort_by([(name, "ascending") for name in _PLACE])

    schema = arrow_schema(shape)
    files = connection.execute(f"select * from {_MANY[shape.name]} order by file_sha256").fetchall()
    written = 0
    with ThreadPoolExecutor(threads) as pool:
        tables = map_ahead(pool, read, _spans(files), ahead=threads)
        first = next(tables, schema.empty_table())
        with pq.ParquetWriter(
            path,
            schema,
            compression="zstd",
            use_dictionary=[name for name in schema.names if repeats(first.column(name))],
            store_schema=False,
            store_decimal_as_integer=True,
        ) as writer:
            for table in chain([first], tables):
                writer.write_table(table, row_group_size=_ROWS_OF_A_GROUP)
                written += table.num_rows
    counted = sum(count for *_, count in files)
    if written != counted:
        raise RuntimeError(f"{shape.name} has {written} rows, but {counted} were counted")


def _spans(files: Sequence[tuple[str, int, int, int]]) -> list[_Span]:
    """Spans that hold every row once, in order, and none too many: small files together, large ones in parts.

    ``files`` are sorted: SHA-256, first and last row, and how many of its rows there are.
    """
    spans: list[_Span] = []
    room = 0
    for name, least, most, count in files:
        if spans and count <= room:
            first, _, lower, upper = spans[-1]
            spans[-1] = (first, name, min(lower, least), max(upper, most))
            room -= count
        elif count <= _MOST_ROWS:
            spans.append((name, name, least, most))
            room = _MOST_ROWS - count
        else:
            starts = range(least, most + 1, _MOST_ROWS)
            spans += [(name, name, start, start + _MOST_ROWS - 1) for start in starts]
            room = 0
    return spans
