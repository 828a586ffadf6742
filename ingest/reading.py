"""One stored file to batches of judged rows: in this process, or in one that a file may kill without harm."""

import resource
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import PurePath

from ingest.batches import write_batch
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


@dataclass(frozen=True)
class Reading:
    """A file to read from the home's raw store, at a moment, for those of its tables that are wanted.

    ``named`` is the table that the file is named as, or read as by its mapping; None for a workbook with a name of its
    own.
    """

    home: Home
    file_name: str
    named: str | None
    file_sha256: str
    at: datetime
    tables: tuple[str, ...]
    mapping: Mapping | None = None
    claims: tuple[Claim, ...] = ()

    @property
    def refused_table(self) -> str:
        """The table that a refusal of the whole file is noted for; blank where the file names none."""
        return self.named or ""


class Reader:
    """Reads files; what could take the process down is read in another, which is started when it is first needed."""

    def __init__(self, *, most_memory_bytes: int = MOST_MEMORY_BYTES, most_seconds: float = MOST_SECONDS) -> None:
        self._limits = (most_memory_bytes, most_seconds)
        self._process: BaseProcess | None = None
        self._asked: Connection | None = None

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
        plain = _read_plain(reading)
        if plain is not None:
            return [plain]
        if _is_harmless(reading):
            return list(read_file(reading))
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
        received: list[Received] = answer
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


def read_file(reading: Reading) -> Iterator[Received]:
    """Read the file in this process, table after table; each has a moment of its own."""
    content = reading.home.raw_file(reading.file_sha256).read_bytes()
    named = INPUTS[reading.named] if reading.named else None
    first = Received(
        reading.at,
        reading.file_name,
        reading.refused_table,
        reading.file_sha256,
        mapping=reading.mapping.identity if reading.mapping else None,
    )
    try:
        opened: Sequence[tuple[Table, TextTable | MappedText]]
        checked = [
            (table, with_claims(text, reading.claims, table))
            for table, text in open_tables(content, file_name=reading.file_name, named=named)
        ]
        opened = checked
        if reading.mapping:
            opened = [(table, MappedText(text, reading.mapping)) for table, text in checked]
    except Refusal as refusal:
        yield replace(first, refusal=str(refusal))
        return
    wanted = [(table, text) for table, text in opened if table.name in reading.tables]
    for place, (table, text) in enumerate(wanted):
        received = replace(first, at=reading.at + timedelta(microseconds=place), table_name=table.name)
        try:
            yield _read_table(reading.home, table, text, received)
        except Refusal as refusal:
            yield replace(received, refusal=str(refusal))
    absent = refuse_absent(reading.claims, (table for table, _ in opened))
    for place, (name, sentence) in enumerate(absent, len(wanted)):
        at = reading.at + timedelta(microseconds=place)
        yield replace(first, at=at, table_name=name, refusal=str(sentence))


def _read_plain(reading: Reading) -> Received | None:
    """Read a large CSV file of plain form with the engine; None for any other, and where more is to be done with it."""
    name = reading.named
    if name is None or name not in reading.tables or not _is_csv(reading) or reading.mapping or reading.claims:
        return None
    text = open_plain_lines(reading.home.raw_file(reading.file_sha256))
    if text is None:
        return None
    received = Received(reading.at, reading.file_name, name, reading.file_sha256)
    try:
        return _read_table(reading.home, INPUTS[name], text, received)
    except Refusal as refusal:
        return replace(received, refusal=str(refusal))


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
    """Read one file after the other until the other side closes."""
    resource.setrlimit(resource.RLIMIT_AS, (most_memory_bytes, most_memory_bytes))
    with suppress(EOFError, KeyboardInterrupt):
        while True:
            reading = asked.recv()
            try:
                answer: object = list(read_file(reading))
            except Exception as error:
                answer = error
            asked.send(answer)
