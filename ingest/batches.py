"""One batch: a file's judged rows as Parquet, written whole or not at all; a batch that no ledger names is not read."""

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from ingest.rows import SUBJECT, BadRow, Candidate
from interface.files import make_folder, sha256_of_file, sha256_of_text, sync_file, sync_folder
from interface.parquet import arrow_type
from interface.paths import Home
from interface.tables import PUBLISHED, Table

_CHUNK_ROWS = 50_000


@dataclass(frozen=True)
class Written:
    """What a batch holds: counts of rows and the SHA-256 of its files; None where there was no row to write."""

    candidates: int
    bad_rows: int
    rows_sha256: str | None
    quarantine_sha256: str | None


def batch_name(file_sha256: str, table_name: str) -> str:
    """The batch of a file's rows for one table: 16 hexadecimal digits that follow from both."""
    return sha256_of_text(file_sha256 + table_name)[:16]


def rows_file(home: Home, file_sha256: str, table_name: str) -> Path:
    """Where a batch's typed rows lie."""
    return home.landing / table_name / f"{batch_name(file_sha256, table_name)}.parquet"


def quarantine_file(home: Home, file_sha256: str, table_name: str) -> Path:
    """Where a batch's rows lie that were set aside for their own sake."""
    return home.landing / table_name / f"{batch_name(file_sha256, table_name)}.quarantine.parquet"


def write_batch(
    home: Home,
    table: Table,
    rows: Iterable[Candidate | BadRow],
    *,
    file_name: str,
    file_sha256: str,
    stored_at: datetime,
) -> Written:
    """Write a file's candidates and bad rows; where judging fails midway, nothing of the batch remains.

    Writing the same batch again replaces it, so a retry after a crash never doubles rows.
    """
    origin = (file_name, file_sha256, stored_at)
    good_path = rows_file(home, file_sha256, table.name)
    bad_path = quarantine_file(home, file_sha256, table.name)
    make_folder(good_path.parent)
    with writing_aside(good_path, _rows_schema(table)) as good, writing_aside(bad_path, _quarantine_schema()) as bad:
        for row in rows:
            if isinstance(row, Candidate):
                good.add((*row.values, *origin, row.number, row.key, row.digest, row.raw))
            else:
                found = (row.number, table.name, row.code, row.raw, row.message)
                bad.add((file_name, file_sha256, *found, row.contract_no, row.work_order_no, stored_at, row.key))
    written = Written(good.count, bad.count, good.put(), bad.put())
    sync_folder(good_path.parent)
    return written


class Part:
    """A Parquet file under a name that nobody reads, until it is put in its place."""

    def __init__(self, path: Path, schema: Any, options: Mapping[str, Any]) -> None:
        self.count = 0
        self.part = path.with_name(f".{path.name}.{os.getpid()}.part")
        self._path = path
        self._schema = schema
        self._writer = pq.ParquetWriter(self.part, schema, **({"compression": "zstd"} | dict(options)))
        self._rows: list[tuple[object, ...]] = []

    def add(self, row: tuple[object, ...]) -> None:
        """Take one row, in the order of the schema."""
        self._rows.append(row)
        self.count += 1
        if len(self._rows) >= _CHUNK_ROWS:
            self.flush()

    def add_table(self, table: Any) -> None:
        """Take an Arrow table of the schema."""
        self._writer.write_table(table)
        self.count += table.num_rows

    def flush(self) -> None:
        """Hand the rows taken so far to the file."""
        if self._rows:
            columns = zip(zip(*self._rows, strict=True), self._schema, strict=True)
            arrays = [pa.array(cells, field.type) for cells, field in columns]
            self._writer.write_batch(pa.record_batch(arrays, schema=self._schema))
            self._rows = []

    def close(self) -> None:
        """End the file under its hidden name."""
        self._writer.close()

    def put(self) -> str | None:
        """Put the file in its place, once on disk, and give its SHA-256; without rows there is no file."""
        if not self.count:
            self.part.unlink()
            self._path.unlink(missing_ok=True)
            return None
        sync_file(self.part)
        digest = sha256_of_file(self.part)
        self.part.replace(self._path)
        return digest


@contextmanager
def writing_aside(path: Path, schema: Any, **options: Any) -> Iterator[Part]:
    """A Parquet file to be written and put in its place; where that fails midway, nothing of it remains."""
    part = Part(path, schema, options)
    try:
        yield part
        part.flush()
        part.close()
    except BaseException:
        part.close()
        part.part.unlink(missing_ok=True)
        raise


def _rows_schema(table: Table) -> Any:
    fields = [(column.name, arrow_type(column.kind)) for column in table.columns]
    origin = [("file_name", pa.string()), ("file_sha256", pa.string()), ("stored_at", pa.timestamp("us", tz="UTC"))]
    rest = [("row_number", pa.int64()), ("row_key", pa.string()), ("row_hash", pa.string()), ("raw", pa.string())]
    return pa.schema([*fields, *origin, *rest])


def _quarantine_schema() -> Any:
    names = ("file_name", "file_sha256", "row_number", "table_name", "reason", "raw", "message", *SUBJECT)
    columns = [PUBLISHED["quarantine"].column(name) for name in names]
    fields = [(column.name, arrow_type(column.kind)) for column in columns]
    return pa.schema([*fields, ("stored_at", pa.timestamp("us", tz="UTC")), ("row_key", pa.string())])
