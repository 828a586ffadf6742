"""Finds received rows again, with their raw text: by delivery number, or by file and row; changes nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from ingest.batches import quarantine_file, rows_file
from ingest.candidates import rows_as_kept
from ingest.raw_rows import judge_line, read_lines
from ingest.received import Received, received_files
from interface.paths import Home
from interface.tables import INPUTS


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
                    f"select row_number, raw from ({rows_as_kept(path)}) where row_number in (select unnest(?))",
                    [numbers],
                ).fetchall()
                for each in _with_text(home, received, rows):
                    found[received.file_sha256, each.row_number] = each
    return found


def find_deliveries(home: Home, delivery_no: str) -> list[RawRow]:
    """Every row of the delivery log with that number and sound cells, in the order of receipt."""
    found = []
    with duckdb.connect() as connection:
        for received in _batches(home):
            if received.table_name != "delivery" or not received.candidates:
                continue
            path = rows_file(home, *received.identity)
            rows = connection.execute(
                f"select row_number, raw from ({rows_as_kept(path)}) where delivery_no = ? order by row_number",
                [delivery_no],
            ).fetchall()
            found += _with_text(home, received, rows)
    return found


def find_identity(home: Home, *, table_name: str, file_sha256: str, row_number: int) -> tuple[str, str] | None:
    """Key and digest of a candidate's content, as its batch was judged; None where no batch has that row."""
    path = rows_file(home, file_sha256, table_name)
    if not path.exists():
        return None
    with duckdb.connect() as connection:
        found = connection.execute(
            f"select row_key, row_hash from ({rows_as_kept(path)}) where row_number = ?", [row_number]
        ).fetchall()
    if not found:
        return None
    key, digest = found[0]
    if digest is None:
        judged = judge_line(home, INPUTS[table_name], file_sha256, row_number)
        key, digest = judged.key, judged.digest
    return key, digest


def received_texts(home: Home, table_name: str, column: str, **equal: str) -> list[str]:
    """What received rows of a table with sound cells say in a column, those set aside too; blank cells are left out.

    Args:
        home: Where the batches lie.
        table_name: An input table.
        column: One of its columns.
        equal: Only rows with these texts in these columns.
    """
    where = " and ".join([f"{column} is not null", *(f"{name} = ?" for name in equal)])
    found: list[str] = []
    with duckdb.connect() as connection:
        for received in _batches(home):
            if received.table_name == table_name and received.candidates:
                rows = rows_as_kept(rows_file(home, *received.identity))
                query = f"select {column}::varchar from ({rows}) where {where}"
                found += [text for (text,) in connection.execute(query, list(equal.values())).fetchall()]
    return found


def _with_text(home: Home, received: Received, rows: list[tuple[int, str | None]]) -> list[RawRow]:
    """The rows with their text, which a batch of a large plain file leaves to the stored file."""
    lines = read_lines(home, received.file_sha256, [number for number, raw in rows if raw is None])
    return [
        RawRow(
            received.table_name,
            received.file_name,
            received.file_sha256,
            number,
            lines[number] if raw is None else raw,
        )
        for number, raw in rows
    ]


def _batches(home: Home) -> list[Received]:
    return [received for received in received_files(home) if received.is_batch]


def _files(home: Home, received: Received) -> list[Path]:
    files = []
    if received.candidates:
        files.append(rows_file(home, *received.identity))
    if received.bad_rows:
        files.append(quarantine_file(home, *received.identity))
    return files
