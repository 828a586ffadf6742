"""Land a folder: store the bytes, judge the rows, write one batch whole or not at all, balance the counts."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path

import duckdb

from ingest.controls import Claim, read_controls, refuse_repeat
from ingest.folder import Content, InputFile, find_files, read_bytes
from ingest.known import open_engine, open_known
from ingest.leftovers import sweep_leftovers
from ingest.mappings.shape import Mapping
from ingest.progress import Progress
from ingest.reading import Reader, Reading, Spent
from ingest.received import Received, received_files, record_received
from ingest.reports import write_report
from ingest.verdicts import Refusal
from interface.errors import CannotRun
from interface.files import write_whole
from interface.ledger import Writer, writing
from interface.paths import Home
from interface.tables import INPUTS

COVER_SHEET = "cover_sheet"


@dataclass(frozen=True)
class FileOutcome:
    """What became of one file: rows read are those landed, duplicate and quarantined; a refused file has none.

    ``refusal`` is a code and a sentence; ``warnings`` are codes of recorded changes with their counts,
    such as ``W302:3 W305:1``; each is None where there is none. A refused file's ``table_name`` is blank text.
    ``note`` is a clause about bytes that were known before and would be read otherwise now; blank where there is none.
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
    note: str = ""


@dataclass
class _Ingest:
    """One ingest under way: what it writes to, what is known by now, and what is to be said at its end.

    ``known`` are the batches by their bytes and table, ``notes`` sentences by the moment of the receipt they are about.
    """

    home: Home
    ledger: Writer
    tables: Collection[str]
    reader: Reader
    known: dict[tuple[str, str], Received]
    notes: dict[datetime, str] = field(default_factory=dict)


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
    reckoned anew and written to the home's reports, as a row may heal or spoil rows that came before it. ``report``
    is told, line by line, how far it is and what is odd.

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
        sweep_leftovers(home)
        known = {received.identity: received for received in received_files(home) if received.is_batch}
        ingest = _Ingest(home, ledger, tables, reader, known)
        progress = Progress(report, files=len(files))
        controls = read_controls(inputs, tables, store=partial(_keep_cover_sheet, ingest))
        if mapping is not None:
            _store_raw(home, Content(mapping.text.encode(), mapping.sha256))
        landed = [
            _recorded(ledger, Received(ledger.next_moment(), *each.origin, refusal=str(each.refusal)))
            for each in controls.refused(files)
        ]
        for file in files:
            progress.begin_file(file.name)
            rows, reader.spent = 0, Spent()
            for received in _land(ingest, file, controls.about(file)):
                if received.is_batch:
                    known[received.identity] = received
                _report_oddities(received, report)
                landed.append(received)
                rows += received.rows_read
            progress.end_file(file.name, rows=rows, spent=reader.spent)
        with progress.deciding_fates(), open_engine(home) as connection:
            write_report(connection, home, ledger, open_known(connection, home, as_of=None, reads_rows=False))
            outcomes = _outcomes(connection, landed[0].at, ingest.notes)
        progress.end()
        return outcomes


def _land(ingest: _Ingest, file: InputFile, claims: tuple[Claim, ...]) -> Iterator[Received]:
    """Read one file into a batch per table, or find it refused or known by its bytes; each is noted in the ledger."""
    ledger, named = ingest.ledger, file.table.name if file.table else None
    try:
        content = read_bytes(file)
    except Refusal as refusal:
        refused = Received(ledger.next_moment(), file.name, named or "", refusal=str(refusal))
        yield _recorded(ledger, refused)
        return
    _store_raw(ingest.home, content)
    sha256 = content.sha256
    del content  # up to a gigabyte that reading maps again
    landed = _landed(ingest, sha256, named)
    for each in landed:
        yield _recorded(ledger, _repeated(ingest, each, file, claims))
    if landed and len(landed) >= landed[0].together:
        return
    for received in ingest.reader.read(
        Reading(
            home=ingest.home,
            file_name=file.name,
            named=named,
            file_sha256=sha256,
            at=ledger.next_moment(),
            tables=tuple(ingest.tables),
            mapping=file.mapping,
            claims=claims,
            landed=frozenset(each.table_name for each in landed),
        )
    ):
        yield _recorded(ledger, received)


def _landed(ingest: _Ingest, sha256: str, named: str | None) -> list[Received]:
    """Batches of the same bytes: of the table that the file is named as, and of the other sheets where it has any."""
    same = [each for each in ingest.known.values() if each.file_sha256 == sha256]
    if named is None or any(each.table_name == named and each.together > 1 for each in same):
        return same
    return [each for each in same if each.table_name == named]


def _repeated(ingest: _Ingest, landed: Received, file: InputFile, claims: tuple[Claim, ...]) -> Received:
    """The receipt of bytes that have a batch: their rows are not read again, by whatever mapping."""
    at = ingest.ledger.next_moment()
    received = Received(at, file.name, landed.table_name, landed.file_sha256)
    try:
        refuse_repeat(claims, table_name=landed.table_name, rows_read=landed.rows_read)
    except Refusal as refusal:
        return replace(received, refusal=str(refusal))
    mapping = file.mapping.identity if file.mapping else None
    if mapping != landed.mapping:
        ingest.notes[at] = (
            f"these bytes landed by {_mapping_shown(landed.mapping)} and are not read again by "
            f"{_mapping_shown(mapping)}: to have them read by it, send the file with a blank line at its end"
        )
    return replace(received, rows_read=landed.rows_read, repeat=True)


def _mapping_shown(identity: str | None) -> str:
    """A mapping as a report names it: its name and the first digits of its digest."""
    if identity is None:
        return "our own columns"
    name, _, sha256 = identity.rpartition(" ")
    return f"mapping {name} {sha256[:12]}"


def _recorded(ledger: Writer, received: Received) -> Received:
    record_received(ledger, received)
    return received


def _store_raw(home: Home, content: Content) -> None:
    path = home.raw_file(content.sha256)
    if not path.exists():
        write_whole(path, content.content)


def _keep_cover_sheet(ingest: _Ingest, content: Content) -> None:
    """Keep a cover sheet's bytes, noted in the ledger: what a sender claimed is evidence too."""
    _store_raw(ingest.home, content)
    ledger = ingest.ledger
    ledger.append(kind=COVER_SHEET, content={"file_sha256": content.sha256}, at=ledger.next_moment())


def _report_oddities(received: Received, report: Callable[[str], None]) -> None:
    if received.unknown_columns:
        names = ", ".join(name or "(blank)" for name in received.unknown_columns)
        report(f"{received.file_name}: columns not known, kept raw and not used: {names}")
    if received.blank_lines:
        report(f"{received.file_name}: {received.blank_lines:,} blank lines, not counted as rows")


def _outcomes(connection: duckdb.DuckDBPyConnection, since: datetime, notes: dict[datetime, str]) -> list[FileOutcome]:
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
            warnings,
            landed_at
        from landing.ingest_file
        where landed_at >= ?
        order by landed_at
        """,
        [since],
    ).fetchall()
    return [replace(FileOutcome(*row[:-1]), note=notes.get(row[-1], "")) for row in rows]
