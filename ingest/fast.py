"""Plain rows of a large file judged and written by the engine; rows that are not plain go to the careful judge."""

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import duckdb

from ingest.batches import Written, rows_file, write_batch
from ingest.fast_cells import (
    MOST_PLAIN_BYTES,
    MOST_SHORT_BYTES,
    PlainColumn,
    absent_column,
    literal,
    plain_column,
    plain_pattern,
)
from ingest.fast_lines import PlainLines
from ingest.fates import as_pattern
from ingest.headers import Header
from ingest.rows import SEPARATOR, RowJudge
from interface.files import sha256_of_file, sync_file, sync_folder
from interface.paths import Home
from interface.settings import read_settings
from interface.tables import Kind, Table

_MOST_MEMORY_MB = 1000
_FETCHED_ROWS = 10_000
# Level 3, the engine's own, takes a fifth more time for files that are not smaller.
_PARQUET = "format parquet, compression zstd, compression_level 1"


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
    """Write the batch that judging every row in Python would give; only the engine's Parquet encoding differs."""
    columns = _columns(table, header)
    origin: dict[str, str | datetime] = {"file_name": file_name, "file_sha256": file_sha256, "stored_at": stored_at}
    with _engine(home) as connection:
        connection.register("lines", text.lines)
        plain = _plain_row(table, header, len(text.header)) if columns else "false"
        connection.execute(
            f"create temp table odd_lines as select number, string_split(line, chr(10))[1] as line from lines "
            f"where not ({plain}) order by number"
        )
        judged = write_batch(
            home,
            table,
            judge.judge_rows(text.rows_of(_odd_lines(connection))),
            file_name=file_name,
            file_sha256=file_sha256,
            stored_at=stored_at,
        )
        plain_count = text.lines.num_rows - judged.candidates - judged.bad_rows - text.blank_lines
        if not plain_count:
            return judged
        path = rows_file(home, file_sha256, table.name)
        query = _plain_rows(table, columns or [], origin)
        if plain_count < text.lines.num_rows:
            # Neither the join that leaves odd lines out nor the union keeps the order of the lines.
            query += "where not exists (select 1 from odd_lines where odd_lines.number = split.number)"
            if judged.candidates:
                judged_file = literal(as_pattern(path))
                query += f" union all by name select * from read_parquet({judged_file}, hive_partitioning = false)"
            query = f"select * from ({query}) order by row_number"
        rows_sha256 = _put(connection, query, path)
    return Written(plain_count + judged.candidates, judged.bad_rows, rows_sha256, judged.quarantine_sha256)


def _engine(home: Home) -> duckdb.DuckDBPyConnection:
    """An engine of its own, so that what it holds is given back once the file is read."""
    settings = read_settings()
    allowed_mb = int(settings.memory[:-2]) * (1000 if settings.memory.endswith("GB") else 1)
    connection = duckdb.connect(
        ":memory:",
        config={
            "threads": settings.threads,
            "memory_limit": f"{min(allowed_mb, _MOST_MEMORY_MB)}MB",
            "temp_directory": str(home.work),
        },
    )
    connection.execute("set TimeZone = 'UTC'")
    return connection


def _columns(table: Table, header: Header) -> list[PlainColumn] | None:
    """What the table's columns are worth in a plain row; None where no row of the file can be plain."""
    columns = []
    for column in table.columns:
        position = header.positions.get(column.name)
        worth = absent_column(column) if position is None else plain_column(column, position)
        if worth is None:
            return None
        columns.append(worth)
    return columns


def _plain_row(table: Table, header: Header, width: int) -> str:
    """The condition on a line that its row is plain: each cell by one pattern, none too long, no total."""
    patterns = ["[^,]*"] * width
    for name, position in header.positions.items():
        patterns[position] = plain_pattern(table.column(name))
    conditions = [f"regexp_full_match(line, {literal(','.join(patterns) + chr(10))})"]
    ids = [
        header.positions[column.name]
        for column in table.columns
        if column.name in header.positions and column.kind in (Kind.ID, Kind.CODE)
    ]
    short = " and ".join(f"strlen(split_part(line, ',', {place + 1})) <= {MOST_SHORT_BYTES}" for place in ids)
    conditions.append(
        f"(strlen(line) <= {MOST_SHORT_BYTES} or (strlen(line) <= {MOST_PLAIN_BYTES} and {short or 'true'}))"
    )
    # Total, Subtotal and the like may mark a row of totals.
    conditions.append("not regexp_matches(line, '(?i)total')")
    return " and ".join(conditions)


def _plain_rows(table: Table, columns: list[PlainColumn], origin: dict[str, str | datetime]) -> str:
    """The query that gives a batch's columns for lines, in their order, each being plain."""
    worth = dict(zip(table.names, columns, strict=True))
    separator = f"chr({ord(SEPARATOR)})"
    key = f" || {separator} || ".join(f"coalesce({worth[name].given}, '')" for name in table.key)
    texts = ", ".join(f"{literal(f'{name}=')} || {worth[name].given}" for name in table.names)
    values = [f"{worth[column.name].value}::{column.kind.sql_type} as {column.name}" for column in table.columns]
    for name, value in origin.items():
        values.append(
            f"{literal(value.isoformat())}::timestamptz as {name}"
            if isinstance(value, datetime)
            else f"{literal(value)} as {name}"
        )
    return f"""
        select
            {", ".join(values)},
            number as row_number,
            {key} as row_key,
            md5(concat_ws({separator}, {texts})) as row_hash,
            raw
        from (
            select number, raw, string_split(raw, ',') as cells
            from (select number, string_split(line, chr(10))[1] as raw from lines)
        ) as split
    """


def _odd_lines(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[int, str]]:
    found = connection.execute("select number, line from odd_lines order by number")
    while rows := found.fetchmany(_FETCHED_ROWS):
        yield from rows


def _put(connection: duckdb.DuckDBPyConnection, query: str, path: Path) -> str:
    """Write the rows of a query beside their place, move them there once on disk, and give the file's SHA-256."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        connection.execute(f"copy ({query}) to {literal(str(part))} ({_PARQUET})")
        sync_file(part)
        digest = sha256_of_file(part)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    sync_folder(path.parent)
    return digest
