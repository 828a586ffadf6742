"""Writes tables as the files of an edition: in one order and one way, so that the same rows give the same bytes."""

import shutil
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from interface.files import sha256_of_file, sync_file
from interface.parquet import arrow_schema, pieces_in_order, repeats
from interface.sql import literal, parquet
from interface.tables import PUBLISHED, Table

_ROWS_OF_A_GROUP = 122_880
_MOST_ROWS = 4 * _ROWS_OF_A_GROUP
_MOST_RUNS = 1000
_MANY = {"delivery_fate": "intermediate.int_fates_by_file"}
"""Tables with as many rows as there are deliveries, and what says in which places of which files these stand."""
_PLACE = ("file_sha256", "row_number")

_Span = tuple[tuple[str, ...], int, int]
"""Files, in order, and the first and the last row within each."""


def write_down(database: Path, *, threads: int, memory: str) -> None:
    """Write tables of many rows beside a run's database, once for the gate and the edition, and read them there.

    The bytes follow from the rows alone, whatever the number of threads. The database keeps their SHA-256.

    Raises:
        RuntimeError: other rows are there than were counted.
    """
    with duckdb.connect(str(database)) as connection:
        # Threads of its own would cut row groups where they happen to meet.
        connection.execute(f"set memory_limit = {literal(memory)}; set threads = 1")
        connection.execute("create table this_run.written_down (table_name varchar, sha256 varchar)")
        for name in _MANY:
            path = _beside(database, name)
            _write_spans(connection, PUBLISHED[name], path, threads=threads)
            connection.execute("insert into this_run.written_down values (?, ?)", [name, sha256_of_file(path)])
            connection.execute(f"create or replace view marts.{name} as select * from {parquet(path)}")


def write_table(connection: duckdb.DuckDBPyConnection, shape: Table, relation: str, folder: Path) -> None:
    """Write a relation's rows in the order of their key as ``<table>.parquet`` of the folder, and on the disk.

    The same rows give the same bytes. ``connection`` is left with one thread.
    """
    connection.execute("set threads = 1")
    path = folder / f"{shape.name}.parquet"
    order = ", ".join(f'"{name}"' for name in shape.key)
    rows = f"{_rows(shape, relation)} order by {order}"
    connection.execute(f"copy ({rows}) to {literal(str(path))} (format parquet, compression zstd)")
    sync_file(path)


def copy_written_down(connection: duckdb.DuckDBPyConnection, database: Path, folder: Path) -> None:
    """Copy what was written down beside a run's database to the folder, and have it reach the disk.

    Raises:
        RuntimeError: a file is not the one that was written down.
    """
    for name, sha256 in connection.execute("select table_name, sha256 from this_run.written_down").fetchall():
        path = folder / f"{name}.parquet"
        shutil.copyfile(_beside(database, name), path)
        if sha256_of_file(path) != sha256:
            raise RuntimeError(f"{_beside(database, name)} changed since it was written down: nothing is published")
        sync_file(path)


def is_written_down(shape: Table) -> bool:
    """Whether a table's rows are so many that they are written down before they are judged."""
    return shape.name in _MANY


def _beside(database: Path, name: str) -> Path:
    return database.with_name(f"{name}.parquet")


def _rows(shape: Table, relation: str) -> str:
    columns = ", ".join(f'cast("{each.name}" as {each.kind.sql_type}) as "{each.name}"' for each in shape.columns)
    return f"select {columns} from {relation}"


def _write_spans(connection: duckdb.DuckDBPyConnection, shape: Table, path: Path, *, threads: int) -> None:
    """Read rows a span of places at a time, side by side, sort each in memory, and write them in order."""

    def read(span: _Span) -> Any:
        names, lower, upper = span
        # Named one by one: what lies between two of them by chance may be all files of other months.
        query = f"{rows} where file_sha256 in ({', '.join('?' for _ in names)}) and row_number between ? and ?"
        with connection.cursor() as cursor:
            table = cursor.execute(query, [*names, lower, upper]).to_arrow_table()
        return _in_order(table.cast(schema))

    rows = _rows(shape, f"marts.{shape.name}")
    schema = arrow_schema(shape)
    files = connection.execute(f"select * from {_MANY[shape.name]} order by file_sha256").fetchall()
    written = 0
    with ThreadPoolExecutor(threads) as pool:
        tables = pieces_in_order(pool, read, _spans(files), ahead=threads)
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


def _in_order(table: Any) -> Any:
    """A table by the places of its rows: they come nearly so, and whole runs are taken in a third of the time."""
    order = pc.sort_indices(table, [(name, "ascending") for name in _PLACE]).to_numpy()
    if not len(order):
        return table
    starts = np.concatenate(([0], np.flatnonzero(np.diff(order.astype(np.int64)) != 1) + 1, [len(order)]))
    if len(starts) > _MOST_RUNS:
        return table.take(order).combine_chunks()
    runs = [table.slice(int(order[start]), int(end - start)) for start, end in pairwise(starts)]
    return pa.concat_tables(runs).combine_chunks()


def _spans(files: Sequence[tuple[str, int, int, int]]) -> list[_Span]:
    """Spans that hold every row once, in order, and none too many: small files together, large ones in parts.

    ``files`` are sorted: SHA-256, first and last row, and how many of its rows there are.
    """
    spans: list[_Span] = []
    room = 0
    for name, least, most, count in files:
        if spans and count <= room:
            names, lower, upper = spans[-1]
            spans[-1] = ((*names, name), min(lower, least), max(upper, most))
            room -= count
        elif count <= _MOST_ROWS:
            spans.append(((name,), least, most))
            room = _MOST_ROWS - count
        else:
            starts = range(least, most + 1, _MOST_ROWS)
            spans += [((name,), start, start + _MOST_ROWS - 1) for start in starts]
            room = 0
    return spans
