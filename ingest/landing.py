"""Land a folder: store the bytes, judge the rows, write one batch whole or not at all, balance the counts."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import duckdb

from ingest.batches import write_batch
from ingest.folder import Content, InputFile, find_files, read_bytes
from ingest.formats.csv import CsvText
from ingest.headers import match_header
from ingest.known import open_known
from ingest.received import Received, received_files, record_received
from ingest.reports import write_report
from ingest.rows import RowJudge
from ingest.verdicts import Refusal
from interface.errors import CannotRun
from interface.files import write_whole
from interface.ledger import Writer, writing
from interface.paths import Home
from interface.settings import read_settings
from interface.tables import INPUTS


@dataclass(frozen=True)
class FileOutcome:
    """What became of one file: rows read are those landed, duplicate and quarantined; a refused file has none.

    ``refusal`` is a code and a sentence; ``warnings`` are codes of recorded changes with their counts,
    such as ``W302:3 W305:1``; each is None where there is none. A refused file's ``table_name`` is blank text.
    """

    file_name: str
    file_sha256: str
    table_name: str
    rows_read: int
    rows_landed: int
    rows_duplicate: int
    rows_quarantined: int
    refusal: str | None
    warnings: str | None


def ingest_folder(
    home: Home,
    inputs: Path,
    *,
    tables: Collection[str] = tuple(INPUTS),
    report: Callable[[str], None] = lambda text: None,
) -> list[FileOutcome]:
    """Land every file of a folder that is for one of the tables, under the home's writer lock; one ledger entry each.

    A refused file or a row set aside never stops the other files. At the end the fate of every row known is
    reckoned anew and written to the home's reports, as a row may heal or spoil rows that came before it.

    Returns:
        One outcome per file of this folder, as its rows stand now that all of it is known.

    Raises:
        CannotRun: the folder is missing, cannot be read or holds none of the tables.
    """
    files = [file for file in find_files(inputs, report=report) if file.table.name in tables]
    if not files:
        raise CannotRun(
            f"Folder {inputs} holds none of the tables {', '.join(tables)}: put {next(iter(tables))}.csv there."
        )
    with writing(home) as ledger:
        known = {received.identity: received for received in received_files(home) if received.is_batch}
        landed = []
        for file in files:
            report(f"reading {file.name} …")
            received = _land(home, ledger, file, known)
            if received.is_batch:
                known[received.identity] = received
            _report_oddities(received, report)
            landed.append(received)
        with _engine(home) as connection:
            open_known(connection, home, as_of=None)
            write_report(connection, home, ledger)
            return _outcomes(connection, landed[0].at)


def _land(home: Home, ledger: Writer, file: InputFile, known: dict[tuple[str, str], Received]) -> Received:
    """Read one file into a batch, or find it refused or known by its bytes, and note it in the ledger."""
    received = Received(ledger.next_moment(), file.name, file.table.name)
    try:
        content = read_bytes(file)
        received = replace(received, file_sha256=content.sha256)
        _store_raw(home, content)
        earlier = known.get(received.identity)
        if earlier:
            received = replace(received, rows_read=earlier.rows_read, repeat=True)
        else:
            received = _read(home, file, content, received)
    except Refusal as refusal:
        received = replace(received, refusal=str(refusal))
    record_received(ledger, received)
    return received


def _store_raw(home: Home, content: Content) -> None:
    path = home.raw_file(content.sha256)
    if not path.exists():
        write_whole(path, content.content)


def _read(home: Home, file: InputFile, content: Content, received: Received) -> Received:
    text = CsvText(content.content)
    header = match_header(text.header, file.table)
    judge = RowJudge(file.table, header, received_at=received.at)
    written = write_batch(
        home,
        file.table,
        judge.judge_rows(text.rows()),
        file_name=file.name,
        file_sha256=content.sha256,
        stored_at=received.at,
    )
    if not written.candidates + written.bad_rows:
        raise Refusal("E108", "The file has a header and no rows: remove it where there is nothing to send.")
    return replace(
        received,
        rows_read=written.candidates + written.bad_rows,
        candidates=written.candidates,
        bad_rows=written.bad_rows,
        blank_lines=text.blank_lines,
        rows_sha256=written.rows_sha256,
        quarantine_sha256=written.quarantine_sha256,
        warnings=" ".join(f"{code}:{count}" for code, count in sorted(judge.warnings.items())) or None,
        unknown_columns=header.unknown,
    )


def _report_oddities(received: Received, report: Callable[[str], None]) -> None:
    if received.unknown_columns:
        names = ", ".join(name or "(blank)" for name in received.unknown_columns)
        report(f"{received.file_name}: columns not known, kept raw and not used: {names}")
    if received.blank_lines:
        report(f"{received.file_name}: {received.blank_lines:,} blank lines, not counted as rows")


def _engine(home: Home) -> duckdb.DuckDBPyConnection:
    settings = read_settings()
    return duckdb.connect(
        ":memory:",
        config={"threads": settings.threads, "memory_limit": settings.memory, "temp_directory": str(home.work)},
    )


def _outcomes(connection: duckdb.DuckDBPyConnection, since: datetime) -> list[FileOutcome]:
    rows = connection.execute(
        """
        select
            file_name,
            file_sha256,
            table_name,
            rows_read,
            rows_landed,
            rows_duplicate,
            rows_quarantined,
            refusal,
            warnings
        from landing.ingest_file
        where landed_at >= ?
        order by landed_at
        """,
        [since],
    ).fetchall()
    return [FileOutcome(*row) for row in rows]
