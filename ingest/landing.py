"""Land a folder: store the bytes, judge the rows, write one batch whole or not at all, balance the counts."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

import duckdb

from ingest.controls import Claim, read_controls, refuse_repeat
from ingest.folder import Content, InputFile, find_files, read_bytes
from ingest.known import open_engine, open_known
from ingest.mappings.shape import Mapping
from ingest.reading import Reader, Reading
from ingest.received import Received, received_files, record_received
from ingest.reports import write_report
from ingest.verdicts import Refusal
from interface.errors import CannotRun
from interface.files import write_whole
from interface.ledger import Writer, writing
from interface.paths import Home
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
    mapping: Mapping | None = None,
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
    found = find_files(inputs, mapping=mapping, report=report)
    files = [file for file in found if file.table is None or file.table.name in tables]
    if not files:
        raise CannotRun(
            f"Folder {inputs} holds none of the tables {', '.join(tables)}: put {next(iter(tables))}.csv there."
        )
    with writing(home) as ledger, Reader() as reader:
        known = {received.identity: received for received in received_files(home) if received.is_batch}
        controls = read_controls(inputs, tables, store=partial(_store_raw, home))
        landed = [
            _recorded(ledger, Received(ledger.next_moment(), *each.origin, refusal=str(each.refusal)))
            for each in controls.refused(files)
        ]
        for file in files:
            report(f"reading {file.name} …")
            for received in _land(home, ledger, file, known, tables, reader, controls.about(file)):
                if received.is_batch:
                    known[received.identity] = received
                _report_oddities(received, report)
                landed.append(received)
        with open_engine(home) as connection:
            open_known(connection, home, as_of=None)
            write_report(connection, home, ledger)
            return _outcomes(connection, landed[0].at)


def _land(
    home: Home,
    ledger: Writer,
    file: InputFile,
    known: dict[tuple[str, str], Received],
    tables: Collection[str],
    reader: Reader,
    claims: tuple[Claim, ...],
) -> Iterator[Received]:
    """Read one file into a batch per table, or find it refused or known by its bytes; each is noted in the ledger."""
    try:
        content = read_bytes(file)
    except Refusal as refusal:
        refused = Received(ledger.next_moment(), file.name, file.table.name if file.table else "", refusal=str(refusal))
        yield _recorded(ledger, refused)
        return
    _store_raw(home, content)
    named = file.table.name if file.table else None
    earlier = [
        each for each in known.values() if each.file_sha256 == content.sha256 and named in (None, each.table_name)
    ]
    if earlier:
        for each in earlier:
            received = Received(ledger.next_moment(), file.name, each.table_name, content.sha256)
            try:
                refuse_repeat(claims, table_name=each.table_name, rows_read=each.rows_read)
                received = replace(received, rows_read=each.rows_read, repeat=True)
            except Refusal as refusal:
                received = replace(received, refusal=str(refusal))
            yield _recorded(ledger, received)
        return
    for received in reader.read(
        Reading(
            home=home,
            file_name=file.name,
            named=named,
            file_sha256=content.sha256,
            at=ledger.next_moment(),
            tables=tuple(tables),
            mapping=file.mapping,
            claims=claims,
        )
    ):
        yield _recorded(ledger, received)


def _recorded(ledger: Writer, received: Received) -> Received:
    record_received(ledger, received)
    return received


def _store_raw(home: Home, content: Content) -> None:
    path = home.raw_file(content.sha256)
    if not path.exists():
        write_whole(path, content.content)


def _report_oddities(received: Received, report: Callable[[str], None]) -> None:
    if received.unknown_columns:
        names = ", ".join(name or "(blank)" for name in received.unknown_columns)
        report(f"{received.file_name}: columns not known, kept raw and not used: {names}")
    if received.blank_lines:
        report(f"{received.file_name}: {received.blank_lines:,} blank lines, not counted as rows")


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
