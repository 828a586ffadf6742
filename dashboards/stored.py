"""Parquet files read with their fingerprint checked first, and put into the shape that the interface gives."""

import hashlib
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from threading import Lock

import pyarrow as pa
import pyarrow.parquet as pq

from interface.errors import CannotRun
from interface.parquet import arrow_schema, arrow_type
from interface.tables import Column, Table


def damaged(path: Path, finding: str) -> CannotRun:
    """The error for a stored file that is not what its record says."""
    return CannotRun(f"{path} {finding}: restore it from a backup, then run `hengliang verify`.")


def read_checked(path: Path, *, sha256: str) -> bytes:
    """A file's bytes; CannotRun names the file where it is missing or its SHA-256 is another."""
    touched(path)
    try:
        content = path.read_bytes()
    except OSError:
        raise damaged(path, "cannot be read") from None
    if hashlib.sha256(content).hexdigest() != sha256:
        raise damaged(path, "does not have the SHA-256 that its record gives")
    return content


def read_stored(path: Path, shape: Table, *, sha256: str, rows: int | None = None) -> pa.Table:
    """Rows of one stored file in the table's shape; a column added after the file was written is blank.

    The bytes that are checked are the bytes that are read: Parquet itself does not notice a flipped bit. What was
    checked is kept in memory for the next reader, as far as there is room, until the file is touched.

    Raises:
        CannotRun: the file is missing, changed, or does not hold the table's columns and types.
    """
    key = (path, sha256, shape.name, *touched(path))
    found = KEPT.get(key)
    if found is None:
        found = _read(path, shape, sha256=sha256)
        KEPT.keep(key, found)
    if rows is not None and found.num_rows != rows:
        raise damaged(path, f"holds {found.num_rows} rows where its manifest says {rows}")
    return found


class _Kept:
    """Tables that were read and checked, the longest unused leaving first; safe to use from several threads."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._tables: OrderedDict[tuple[object, ...], pa.Table] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def get(self, key: tuple[object, ...]) -> pa.Table | None:
        with self._lock:
            if key in self._tables:
                self._tables.move_to_end(key)
            return self._tables.get(key)

    def keep(self, key: tuple[object, ...], table: pa.Table) -> None:
        """Keep a table unless it alone would take a quarter of the room."""
        with self._lock:
            if key in self._tables or table.nbytes > self._most_bytes // 4:
                return
            self._tables[key] = table
            self._bytes += table.nbytes
            while self._bytes > self._most_bytes:
                _, left = self._tables.popitem(last=False)
                self._bytes -= left.nbytes


KEPT = _Kept(most_bytes=256 << 20)
"""What was read of files that nobody touched since."""


_NOTED: ContextVar[dict[Path, tuple[int, ...]] | None] = ContextVar("noted", default=None)


@contextmanager
def noting() -> Iterator[dict[Path, tuple[int, ...]]]:
    """Every file that is read while it lasts, with what ``touched`` said of it first."""
    noted: dict[Path, tuple[int, ...]] = {}
    token = _NOTED.set(noted)
    try:
        yield noted
    finally:
        _NOTED.reset(token)


def touched(path: Path) -> tuple[int, ...]:
    """What changes with every write to a file; nothing where there is none."""
    try:
        found = path.stat()
        seen: tuple[int, ...] = (found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)
    except OSError:
        seen = ()
    noted = _NOTED.get()
    if noted is not None:
        noted.setdefault(path, seen)
    return seen


def _read(path: Path, shape: Table, *, sha256: str) -> pa.Table:
    content = read_checked(path, sha256=sha256)
    try:
        stored = pq.read_table(pa.BufferReader(content))
    except pa.ArrowException:
        raise damaged(path, "is not a Parquet file") from None
    return in_shape(stored, shape, path)


def stacked(parts: Sequence[pa.Table], shape: Table) -> pa.Table:
    """All parts below each other, ordered by the table's key; without parts a table without rows."""
    if not parts:
        return arrow_schema(shape).empty_table()
    whole = pa.concat_tables(parts)
    return whole.sort_by([(name, "ascending") for name in shape.key]).combine_chunks()


def in_shape(stored: pa.Table, shape: Table, path: Path) -> pa.Table:
    """Columns of the table in their order and types; one that is not there is blank.

    Raises:
        CannotRun: a column that the table requires is missing, or has another type; the text names ``path``.
    """
    return pa.table([_fitted(stored, column, path) for column in shape.columns], schema=arrow_schema(shape))


def _fitted(stored: pa.Table, column: Column, path: Path) -> pa.ChunkedArray:
    wanted = arrow_type(column.kind)
    if column.name not in stored.column_names:
        if column.required:
            raise damaged(path, f"has no column {column.name}")
        return pa.chunked_array([pa.nulls(stored.num_rows, wanted)])
    cells = stored.column(column.name)
    if pa.types.is_floating(cells.type):
        raise damaged(path, f"holds {column.name} as a binary fraction")
    try:
        return cells.cast(wanted)
    except pa.ArrowException:
        raise damaged(path, f"holds {column.name} as {cells.type}, not as {column.kind.sql_type}") from None
