"""Finds received rows again, with their raw text: by delivery number, or by file and row; changes nothing."""

from collections.abc import Iterable
from dataclasses import dataclass

import duckdb

from ingest.batches import quarantine_file, rows_file
from ingest.fates import as_pattern
from ingest.received import Received, received_files
from interface.paths import Home


@dataclass(frozen=True)
class RawRow:
    """One row as it was received: where it stands and its text."""

    table_name: str
    file_name: str
    file_sha256: str
    row_number: int
    raw: str


def find_rows(home: Home, places: Iterable[tuple[str, int]]) -> dict[tuple[str, int], RawRow]:
    """The rows at the given places (SHA-256 of the file, row number); a place that holds no row is left out."""
    wanted: dict[str, list[int]] = {}
    for file_sha256, row_number in places:
        wanted.setdefault(file_sha256, []).append(row_number)
    found = {}
    with duckdb.connect() as connection:
        for received in _batches(home):
            numbers = wanted.get(received.file_sha256)
            if not numbers:
                continue
            for path in _files(home, received):
                rows = connection.execute(
                    "select row_number, raw from read_parquet(?, hive_partitioning = false) "
                    "where row_number in (select unnest(?))",
                    [path, numbers],
                ).fetchall()
                for row_number, raw in rows:
                    place = (received.file_sha256, row_number)
                    found[place] = RawRow(received.table_name, received.file_name, *place, raw)
    return found


def find_deliveries(home: Home, delivery_no: str) -> list[RawRow]:
    """Every row of the delivery log with that number and sound cells, in the order of receipt."""
    found = []
    with duckdb.connect() as connection:
        for received in _batches(home):
            if received.table_name != "delivery" or not received.candidates:
                continue
            rows = connection.execute(
                "select row_number, raw from read_parquet(?, hive_partitioning = false) "
                "where delivery_no = ? order by row_number",
                [as_pattern(rows_file(home, *received.identity)), delivery_no],
            ).fetchall()
            found += [RawRow("delivery", received.file_name, received.file_sha256, number, raw) for number, raw in rows]
    return found


def _batches(home: Home) -> list[Received]:
    return [received for received in received_files(home) if received.is_batch]


def _files(home: Home, received: Received) -> list[str]:
    files = []
    if received.candidates:
        files.append(as_pattern(rows_file(home, *received.identity)))
    if received.bad_rows:
        files.append(as_pattern(quarantine_file(home, *received.identity)))
    return files
