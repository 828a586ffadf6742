"""One stored file to batches of judged rows: in this process, or in one that a file may kill without harm."""

import os
import resource
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import PurePath
from threading import Thread
from time import perf_counter

from ingest.batches import quarantine_file, rows_file, write_batch
from ingest.controls import Claim, refuse_absent, with_claims
from ingest.fast import write_plain_batch
from ingest.fast_lines import PlainLines, open_plain_lines
from ingest.formats import TextTable
from ingest.formats.opening import open_tables
from ingest.headers import match_header
from ingest.mappings.mapped import MappedText
from ingest.mappings.shape import Mapping
from ingest.received import Received
from ingest.rows import RowJudge
from ingest.verdicts import Refusal
from interface.paths import Home
from interface.tables import INPUTS, Table

MOST_BYTES_HERE = 8 << 20
"""Up to this size our own parser reads CSV in this process: it keeps no more than some multiples of the text."""
MOST_MEMORY_BYTES = 3 << 30
MOST_SECONDS = 1800

_OF_THE_WHOLE_FILE = ("E103", "E120", "E121", "E122", "E123", "E124", "E125", "E127", "E128", "E129")
"""Refusals that speak of a workbook's form: they may show only while rows are read, and spare none of its sheets."""


@dataclass(frozen=True)
class Reading:
    """A file to read from the home's raw store, at a moment, for those of its tables that are wanted.

    ``named`` is the table that the file is named as, or read as by its mapping; None for a workbook with a name of its
    own. Of ``landed`` tables the same bytes have a batch already: they are not read again.
    """

    home: Home
    file_name: str
    named: str | None
    file_sha256: str
    at: datetime
    tables: tuple[str, ...]
    mapping: Mapping | None = None
    claims: tuple[Claim, ...] = ()
    landed: frozenset[str] = frozenset()

    @property
    def refused_table(self) -> str:
        """The table that a refusal of the whole file is noted for; blank where the file names none."""
        return self.named or ""


@dataclass(frozen=True)
class Spent:
    """Seconds that a file took: until its header could be read, and for its rows, which are read and judged at once."""

    opening: float = 0.0
    rows: float = 0.0


class Reader:
    """Reads files; what could take the process down is read in another, which is started when it is first needed.

    ``spent`` is what the last file took, zero where it took its reader down.
    """

    def __init__(self, *, most_memory_bytes: int = MOST_MEMORY_BYTES, most_seconds: float = MOST_SECONDS) -> None:
        self._limits = (most_memory_bytes, most_seconds)
        self._process: BaseProcess | None = None
        self._asked: Connection | None = None
        self.spent = Spent()

    def __enter__(self) -> "Reader":
        """Start nothing yet."""
        return self

    def __exit__(self, *exception: object) -> None:
        """End the other process."""
        self._end()

    def read(self, reading: Reading) -> list[Received]:
        """Write a batch for each table of the file; a refusal is a result like any other.

        A file that ends its reader, or needs more than the limits, is refused with E002.
        """
        self.spent = Spent()
        plain = _read_plain(reading)
        if plain is not None:
            received, self.spent = plain
            return received
        if _is_harmless(reading):
            received, self.spent = read_file(reading)
            return received
        most_memory_bytes, most_seconds = self._limits
        asked = self._start(most_memory_bytes)
        try:
            asked.send(reading)
            if not asked.poll(most_seconds):
                return [self._killed(reading, f"more than {most_seconds:,.0f} seconds")]
            answer = asked.recv()
        except (EOFError, BrokenPipeError, ConnectionResetError):
            return [
                self._killed(reading, f"its reader was ended, most likely by more than {most_memory_bytes >> 20:,} MiB")
            ]
        if isinstance(answer, MemoryError):
            return [self._killed(reading, f"more than {most_memory_bytes >> 20:,} MiB of memory")]
        if isinstance(answer, BaseException):
            raise answer
        received, self.spent = answer
        return received

    def _killed(self, reading: Reading, why: str) -> Received:
        self._end()
        sentence = f"The file cannot be read safely ({why}): split it, or send it as CSV."
        return Received(
            reading.at,
            reading.file_name,
            reading.refused_table,
            reading.file_sha256,
            refusal=str(Refusal("E002", sentence)),
        )

    def _start(self, most_memory_bytes: int) -> Connection:
        if self._process is None or self._asked is None or not self._process.is_alive():
            self._end()
            context = get_context("spawn")
            self._asked, theirs = context.Pipe()
            self._process = context.Process(target=_serve, args=(theirs, most_memory_bytes), daemon=True)
            self._process.start()
            theirs.close()
        return self._asked

    def _end(self) -> None:
        if self._asked is not None:
            self._asked.close()
        if self._process is not None:
            self._process.kill()
            self._process.join()
        self._process = self._asked = None


def read_file(reading: Reading) -> tuple[list[Received], Spent]:
    """Read the file in this process, table after table, each with a moment of its own; and what it took.

    A refusal that speaks of the file's form refuses all of it: what was written of its other tables is taken away.
    """
    began = perf_counter()
    first = Received(
        reading.at,
        reading.file_name,
        reading.refused_table,
        reading.file_sha256,
        mapping=reading.mapping.identity if reading.mapping else None,
    )
    try:
        opened = _opened(reading)
    except Refusal as refusal:
        return [replace(first, refusal=str(refusal))], Spent(perf_counter() - began)
    opening = perf_counter() - began
    wanted = [(table, text) for table, text in opened if table.name in reading.tables]
    done = []
    for place, (table, text) in enumerate(wanted):
        if table.name in reading.landed:
            continue
        at = reading.at + timedelta(microseconds=place)
        received = replace(first, at=at, table_name=table.name, together=len(wanted))
        try:
            done.append(_read_table(reading.home, table, text, received))
        except Refusal as refusal:
            if str(refusal).startswith(_OF_THE_WHOLE_FILE):
                _discard(reading.home, done)
                return [replace(first, refusal=str(refusal))], Spent(opening, perf_counter() - began - opening)
            done.append(replace(received, refusal=str(refusal)))
    absent = refuse_absent(reading.claims, (table for table, _ in opened))
    for place, (name, sentence) in enumerate(absent, len(wanted)):
        at = reading.at + timedelta(microseconds=place)
        done.append(replace(first, at=at, table_name=name, refusal=str(sentence)))
    return done, Spent(opening, perf_counter() - began - opening)


def _opened(reading: Reading) -> Sequence[tuple[Table, TextTable | MappedText]]:
    content = reading.home.raw_file(reading.file_sha256).read_bytes()
    named = INPUTS[reading.named] if reading.named else None
    checked = [
        (table, with_claims(text, reading.claims, table))
        for table, text in open_tables(content, file_name=reading.file_name, named=named)
    ]
    if reading.mapping:
        return [(table, MappedText(text, reading.mapping)) for table, text in checked]
    return checked


def _discard(home: Home, done: Sequence[Received]) -> None:
    for received in done:
        if received.is_batch:
            rows_file(home, *received.identity).unlink(missing_ok=True)
            quarantine_file(home, *received.identity).unlink(missing_ok=True)


def _read_plain(reading: Reading) -> tuple[list[Received], Spent] | None:
    """Read a large CSV file of plain form with the engine; None for any other, and where more is to be done with it."""
    name = reading.named
    if name is None or name not in reading.tables or not _is_csv(reading) or reading.mapping or reading.claims:
        return None
    began = perf_counter()
    text = open_plain_lines(reading.home.raw_file(reading.file_sha256))
    if text is None:
        return None
    opening = perf_counter() - began
    received = Received(reading.at, reading.file_name, name, reading.file_sha256)
    try:
        received = _read_table(reading.home, INPUTS[name], text, received)
    except Refusal as refusal:
        received = replace(received, refusal=str(refusal))
    return [received], Spent(opening, perf_counter() - began - opening)


def _read_table(home: Home, table: Table, text: TextTable | MappedText | PlainLines, received: Received) -> Received:
    header = match_header(text.header, table)
    judge = RowJudge(table, header)
    if isinstance(text, PlainLines):
        written = write_plain_batch(
            home,
            table,
            text,
            header,
            judge,
            file_name=received.file_name,
            file_sha256=received.file_sha256,
            stored_at=received.at,
        )
    else:
        judged = text.judged_rows(judge) if isinstance(text, MappedText) else judge.judge_rows(text.rows())
        written = write_batch(
            home,
            table,
            judged,
            file_name=received.file_name,
            file_sha256=received.file_sha256,
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


def _is_harmless(reading: Reading) -> bool:
    return _is_csv(reading) and reading.home.raw_file(reading.file_sha256).stat().st_size <= MOST_BYTES_HERE


def _is_csv(reading: Reading) -> bool:
    return PurePath(reading.file_name).suffix.lower() == ".csv"


def _serve(asked: Connection, most_memory_bytes: int) -> None:
    """Read one file after the other until the other side closes, or is no more."""
    Thread(target=_end_with_parent, daemon=True).start()
    resource.setrlimit(resource.RLIMIT_AS, (most_memory_bytes, most_memory_bytes))
    with suppress(EOFError, KeyboardInterrupt):
        while True:
            reading = asked.recv()
            try:
                answer: object = read_file(reading)
            except Exception as error:
                answer = error
            asked.send(answer)


def _end_with_parent() -> None:
    """A reader that outlived its parent, which held the lock, would put its batch over that of the next ingest."""
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
