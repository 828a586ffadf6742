"""The home's ledger: an append-only chain of what was received and what was run, and the lock of its one writer."""

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import FileIO
from typing import Any, TextIO

from interface.errors import CannotRun
from interface.files import canonical_json, make_folder, sha256_of_text, sync_folder
from interface.paths import Home
from interface.shortages import of_shortage

_FIRST = "0" * 64
_WAIT_SECONDS = 600


@dataclass(frozen=True)
class Entry:
    """One line of the ledger: its number, moment, kind and content, chained to the line before by hash."""

    number: int
    at: datetime
    kind: str
    content: dict[str, Any]
    prior: str
    hash: str


class Writer:
    """The ledger in the hands of whoever holds its lock: read once, and again only where it is not as they left it.

    The lock keeps other writers out and a ledger only grows, so its size tells whether anything was added, by
    ``append`` too, or a write broke off. A line changed in place meanwhile is found by the next who reads.
    """

    def __init__(self, home: Home) -> None:
        self._home = home
        self._size = -1
        self._last: Entry | None = None

    @property
    def count(self) -> int:
        """How many entries there are."""
        last = self._read_last()
        return last.number if last else 0

    def next_moment(self) -> datetime:
        """Now in UTC, or just after the last entry where this machine's clock lies behind it."""
        return _moment_after(self._read_last())

    def append(self, *, kind: str, content: dict[str, Any], at: datetime) -> Entry:
        """Add one entry and make sure it has reached the disk; one that may not reach it is taken back.

        Raises:
            CannotRun: a line that stands there was changed, removed or reordered.
            OSError: the disk is full or fails; the ledger is as it was.
        """
        number, prior = _after(self._read_last())
        body = {"number": number, "at": at.isoformat(), "kind": kind, "content": content, "prior": prior}
        digest = sha256_of_text(canonical_json(body))
        line = canonical_json({**body, "hash": digest}).encode() + b"\n"
        with self._home.ledger.open("ab", buffering=0) as stream:
            try:
                _write_all(stream, line)
                os.fsync(stream.fileno())
                sync_folder(self._home.root)
            except OSError:
                with suppress(OSError):
                    stream.truncate(self._size)
                raise
        self._size += len(line)
        self._last = Entry(number, at, kind, content, prior, digest)
        return self._last

    def _read_last(self) -> Entry | None:
        ledger = self._home.ledger
        if self._size != (ledger.stat().st_size if ledger.exists() else 0):
            entries = read_entries(self._home)
            self._last = entries[-1] if entries else None
            self._size = _end_with_a_whole_line(self._home, len(entries))
        return self._last


@contextmanager
def writing(home: Home) -> Iterator[Writer]:
    """Hold the home's writer lock; whoever comes second waits, and after ten minutes gives up with a sentence.

    Raises:
        CannotRun: another process keeps writing, or what was done inside found no room on a disk or in memory.
    """
    try:
        make_folder(home.root)
        with home.lock.open("a") as stream:
            _lock(stream, home)
            yield Writer(home)
    except CannotRun:
        raise
    except Exception as error:
        shortage = of_shortage(error, home.root)
        if shortage is None:
            raise
        raise shortage from error


def _lock(stream: TextIO, home: Home) -> None:
    deadline = time.monotonic() + _WAIT_SECONDS
    while True:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise CannotRun(
                    f"Another hengliang process has been writing to {home.root} for ten minutes: "
                    "wait for it to end, then try again."
                ) from None
            time.sleep(0.1)


def read_entries(home: Home) -> list[Entry]:
    """All entries in their order; a last line that a crash left unfinished does not count.

    A last entry that is whole but for the end of its line counts: nobody writes it twice.

    Raises:
        CannotRun: a line was changed, removed or reordered; the text names the first such line.
    """
    return read_lines(home)[1]


def read_lines(home: Home) -> tuple[bytes, list[Entry]]:
    """The ledger's whole lines as they stand, and the entries in them; see ``read_entries``."""
    if not home.ledger.exists():
        return b"", []
    *lines, rest = home.ledger.read_bytes().split(b"\n")
    if _parse(rest) or _parse(rest[:-1]):
        lines.append(rest)
    entries: list[Entry] = []
    before: Entry | None = None
    for number, line in enumerate(lines, start=1):
        entry = _parse(line)
        if entry is None or (entry.number, entry.prior) != _after(before):
            raise CannotRun(
                f"Line {number} of {home.ledger} does not continue the chain of hashes: "
                "it was changed or removed; restore the ledger from a backup."
            )
        entries.append(entry)
        before = entry
    return b"".join(line + b"\n" for line in lines), entries


def examine(home: Home) -> tuple[list[Entry], list[str]]:
    """The entries that are whole, and a sentence for each line that is not, or does not follow the one before it.

    Where ``read_entries`` stops at the first such line, this goes on: whoever looks for damage wants all of it.
    """
    content = home.ledger.read_bytes() if home.ledger.exists() else b""
    *lines, rest = content.split(b"\n")
    entries: list[Entry] = []
    wrong: list[str] = []
    before: Entry | None = None
    is_before_known = True
    for number, line in enumerate(lines, start=1):
        entry = _parse(line)
        if entry is None:
            wrong.append(f"Line {number} of {home.ledger} was changed: restore the ledger from a backup.")
        else:
            if is_before_known and (entry.number, entry.prior) != _after(before):
                wrong.append(
                    f"Line {number} of {home.ledger} does not continue the line before it: lines were removed, added "
                    "or reordered there; restore the ledger from a backup."
                )
            entries.append(entry)
        before, is_before_known = entry, entry is not None
    if rest:
        if entry := _parse(rest):
            entries.append(entry)  # as for every other reader: whole but for the end of its line
        wrong.append(
            f"Line {len(lines) + 1} of {home.ledger} is not whole ({len(rest):,} bytes): a write broke off, and the "
            "next command that writes removes it; where none was interrupted, restore the ledger from a backup."
        )
    return entries, wrong


def is_being_written(home: Home) -> bool:
    """Whether a process holds the writer lock at this moment."""
    if not home.lock.exists():
        return False
    with home.lock.open("r") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def append(home: Home, *, kind: str, content: dict[str, Any], at: datetime) -> Entry:
    """Add one entry and make sure it has reached the disk; call it only inside ``writing``."""
    return Writer(home).append(kind=kind, content=content, at=at)


def next_moment(home: Home) -> datetime:
    """Now in UTC, or just after the last entry where this machine's clock lies behind it."""
    entries = read_entries(home)
    return _moment_after(entries[-1] if entries else None)


def _moment_after(last: Entry | None) -> datetime:
    now = datetime.now(UTC)
    return max(now, last.at + timedelta(microseconds=1)) if last else now


def _after(last: Entry | None) -> tuple[int, str]:
    """Number and prior hash of the entry that follows; ``last`` is None before the first."""
    return (last.number + 1, last.hash) if last else (1, _FIRST)


def _parse(line: bytes) -> Entry | None:
    try:
        body = json.loads(line)
        digest = body.pop("hash")
        at = datetime.fromisoformat(body["at"])
        entry = Entry(body["number"], at, body["kind"], body["content"], body["prior"], digest)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    # The hash covers what the line says; how it says it may not change either, or a changed byte would pass.
    is_as_written = canonical_json({**body, "hash": digest}).encode() == line
    return entry if is_as_written and sha256_of_text(canonical_json(body)) == digest else None


def _write_all(stream: FileIO, content: bytes) -> None:
    while content:
        content = content[stream.write(content) :]


def _end_with_a_whole_line(home: Home, count: int) -> int:
    """Cut away what a crash left behind the last of so many entries, or end its line, and give the size then."""
    if not home.ledger.exists():
        return 0
    content = home.ledger.read_bytes()
    whole = content.rfind(b"\n") + 1
    if content.count(b"\n") < count:
        with home.ledger.open("ab", buffering=0) as stream:
            _write_all(stream, b"\n")
            os.fsync(stream.fileno())
        return len(content) + 1
    if whole != len(content):
        os.truncate(home.ledger, whole)
    return whole
