"""Plain rows of a large file, judged and read a piece at a time; rows that are not plain go to the careful judge."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from ingest.batches import Written, rows_file, write_batch, writing_aside
from ingest.engines import open_bounded
from ingest.fast_lines import PlainLines
from ingest.fast_rows import DIGESTS, HALVES, PlainRows
from ingest.headers import Header
from ingest.rows import RowJudge
from interface.parquet import pieces_in_order, repeats
from interface.paths import Home
from interface.settings import read_settings
from interface.sql import parquet
from interface.tables import Table

_MOST_MEMORY_MB = 1000


def write_plain_batch(
    home: Home,
    table: Table,
    text: PlainLines,
    header: Header,
    judge: RowJudge,
    *,
    file_name: str,
    file_sha256: str,
    stored_at: datetime,
) -> Written:
    """Write the candidates that judging every row in Python would give; the batch leaves their text and keys out."""
    origin = {
        "file_name": pa.scalar(file_name),
        "file_sha256": pa.scalar(file_sha256),
        "stored_at": pa.scalar(stored_at, pa.timestamp("us", tz="UTC")),
    }
    count = read_settings().threads
    plain = PlainRows(table, header, len(text.header))
    pieces = text.lines.to_batches()
    with _engine(home) as connection, ThreadPoolExecutor(count) as threads:
        are_plain = list(threads.map(plain.find, pieces))
        judged = write_batch(
            home,
            table,
            judge.judge_rows(text.rows_of(_odd_lines(pieces, are_plain))),
            file_name=file_name,
            file_sha256=file_sha256,
            stored_at=stored_at,
        )
        plain_count = text.lines.num_rows - judged.candidates - judged.bad_rows - text.blank_lines
        if not plain_count:
            return judged
        path = rows_file(home, file_sha256, table.name)

        def read(piece: Any, is_plain: Any) -> Any:
            with connection.cursor() as cursor:
                rows = plain.read(cursor, piece.filter(is_plain) if is_plain.false_count else piece)
                if is_plain.false_count and judged.candidates:
                    rows = _with_judged(cursor, rows, path, piece.column("number"))
            return rows

        rows = pieces_in_order(threads, read, pieces, are_plain, ahead=2 * count)
        rows_sha256 = _put(rows, path, origin)
    return Written(plain_count + judged.candidates, judged.bad_rows, rows_sha256, judged.quarantine_sha256)


def _engine(home: Home) -> duckdb.DuckDBPyConnection:
    """An engine without threads of its own: whoever asks it does its work."""
    connection = open_bounded(home, most_memory_mb=_MOST_MEMORY_MB, threads=1)
    connection.execute("set global TimeZone = 'UTC'")
    return connection


def _odd_lines(pieces: Sequence[Any], are_plain: Sequence[Any]) -> Iterator[tuple[int, str]]:
    for piece, is_plain in zip(pieces, are_plain, strict=True):
        if is_plain.false_count:
            odd = piece.filter(pc.invert(is_plain))
            for number, line in zip(odd.column("number").to_pylist(), odd.column("line").to_pylist(), strict=True):
                yield number, line.removesuffix("\n")


def _with_judged(cursor: duckdb.DuckDBPyConnection, rows: Any, path: Path, numbers: Any) -> Any:
    """Plain rows of a piece and those that were judged, in the order of their lines."""
    names = ", ".join(name for name in rows.schema.names if name not in DIGESTS)
    judged = cursor.execute(
        f"""
        select {names}, {HALVES}
        from (
            select *, md5_number(row_hash) as digest
            from {parquet(path)}
            where row_number between ? and ?
        )
        """,
        [numbers[0].as_py(), numbers[-1].as_py()],
    ).to_arrow_table()
    both = pa.concat_tables([rows, judged.select(rows.schema.names).cast(rows.schema)])
    return both.sort_by("row_number")


def _put(rows: Iterator[Any], path: Path, origin: Mapping[str, Any]) -> str | None:
    """Write the tables, each with its origin, as a file that is whole or not there; its SHA-256."""
    first = next(rows)
    schema = pa.schema([*first.schema, *((name, value.type) for name, value in origin.items())])
    repeated = [name for name in first.schema.names if repeats(first.column(name))]
    packed = {name: "none" if name in DIGESTS else "zstd" for name in schema.names}
    with writing_aside(path, schema, compression=packed, use_dictionary=[*repeated, *origin]) as part:
        for table in chain([first], rows):
            constants = [pa.repeat(value, table.num_rows) for value in origin.values()]
            part.add_table(pa.Table.from_arrays([*table.columns, *constants], schema=schema))
    return part.put()
