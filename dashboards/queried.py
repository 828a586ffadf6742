"""Stored files searched and counted where they lie, with their fingerprint checked first: for tables of many rows."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import duckdb
import pyarrow as pa

from dashboards.stored import KEPT, damaged, touched
from interface.files import sha256_of_file
from interface.sql import parquet
from interface.tables import Table


def query_stored(
    files: Sequence[tuple[Path, str]], shape: Table, query: str, values: Mapping[str, object] | None = None
) -> pa.Table:
    """What a query makes of the rows of stored files; it is kept in memory for whoever asks the same again.

    Args:
        files: Path and SHA-256 of each.
        shape: Their table; a column added after a file was written is blank.
        query: Reads ``stored``: the table's columns, and ``place``, the position of the row's file among ``files``.
        values: What stands for ``$name`` in the query.

    Raises:
        CannotRun: a file is missing or changed; the text names it.
    """
    given = dict(values or {})
    key = (query, *sorted(given.items()), *((path, sha256, *touched(path)) for path, sha256 in files))
    found = KEPT.get(key)
    if found is None:
        _check_all(files)
        with duckdb.connect(config={"threads": 1}) as connection:
            connection.execute("set TimeZone = 'UTC'")
            found = connection.execute(f"with stored as ({_rows(files, shape)}) {query}", given).to_arrow_table()
        KEPT.keep(key, found)
    return found


def checked_rows(files: Sequence[tuple[Path, str]], shape: Table) -> str:
    """A query of all rows of stored files, for another engine to read; files and errors as of ``query_stored``."""
    _check_all(files)
    stored = [f"select * from {parquet(*(path for path, _ in files), by_name=True)}"] if files else []
    return " union all by name ".join([no_rows(shape), *stored])


def no_rows(shape: Table) -> str:
    """A query of no rows with a table's columns and types, of which files written before one was added lack it."""
    columns = ", ".join(f'cast(null as {column.kind.sql_type}) as "{column.name}"' for column in shape.columns)
    return f"select {columns} where false"


def _check_all(files: Sequence[tuple[Path, str]]) -> None:
    for path, sha256 in files:
        _check(path, sha256, touched(path))


@lru_cache(maxsize=4096)
def _check(path: Path, sha256: str, _touched: tuple[int, ...]) -> None:
    """Hash a file once until it is touched; what is refused is asked anew every time."""
    try:
        is_sound = sha256_of_file(path) == sha256
    except OSError:
        raise damaged(path, "cannot be read") from None
    if not is_sound:
        raise damaged(path, "does not have the SHA-256 that its record gives")


def _rows(files: Sequence[tuple[Path, str]], shape: Table) -> str:
    numbered = (f"select *, {place} as place from {parquet(path)}" for place, (path, _) in enumerate(files))
    return " union all by name ".join([f"select *, cast(null as bigint) as place from ({no_rows(shape)})", *numbered])
