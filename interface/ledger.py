"""The home's ledger: an append-only chain of what was received and what was run, and the lock of its one writer."""

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from interface.errors import CannotRun
from interface.files import canonical_json, sha256_of_text, sync_folder
from interface.paths import Home

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


@contextmanager
def writing(home: Home) -> Iterator[None]:
    """Hold the home's writer lock; whoever comes second waits, and after ten minutes gives up with a sentence."""
    home.root.mkdir(parents=True, exist_ok=True)
    with home.lock.open("a") as stream:
        deadline = time.monotonic() + _WAIT_SECONDS
        while True:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise CannotRun(
                        f"Another hengliang process has been writing to {home.root} for ten minutes: "
                        "wait for it to end, then try again."
                    ) from None
                time.sleep(0.1)
        yield


def read_entries(home: Home) -> list[Entry]:
    """All entries in their order; a last line that a crash left unfinished does not count.

    Raises:
        CannotRun: a line was changed, removed or reordered; the text names the first such line.
    """
    if not home.ledger.exists():
        return []
    entries: list[Entry] = []
    prior = _FIRST
    lines = home.ledger.read_bytes().split(b"\n")
    for number, line in enumerate(lines[:-1], start=1):
        entry = _parse(line, number)
        if entry is None or entry.prior != prior:
            raise CannotRun(
                f"Line {number} of {home.ledger} does not continue the chain of hashes: "
                "it was changed or removed; restore the ledger from a backup."
            )
        entries.append(entry)
        prior = entry.hash
    return entries


def append(home: Home, *, kind: str, content: dict[str, Any], at: datetime) -> Entry:
    """Add one entry and make sure it has reached the disk; call it only inside ``writing``."""
    entries = read_entries(home)
    prior = entries[-1].hash if entries else _FIRST
    body = {"number": len(entries) + 1, "at": at.isoformat(), "kind": kind, "content": content, "prior": prior}
    digest = sha256_of_text(canonical_json(body))
    line = canonical_json({**body, "hash": digest}).encode() + b"\n"
    _cut_unfinished_line(home)
    with home.ledger.open("ab") as stream:
        stream.write(line)
        stream.flush()
        os.fsync(stream.fileno())
    sync_folder(home.root)
    return Entry(len(entries) + 1, at, kind, content, prior, digest)


def next_moment(home: Home) -> datetime:
    """Now in UTC, or just after the last entry where this machine's clock lies behind it."""
    entries = read_entries(home)
    now = datetime.now(UTC)
    if not entries:
        return now
    return max(now, entries[-1].at + timedelta(microseconds=1))


def _parse(line: bytes, number: int) -> Entry | None:
    try:
        body = json.loads(line)
        digest = body.pop("hash")
        at = datetime.fromisoformat(body["at"])
        entry = Entry(body["number"], at, body["kind"], body["content"], body["prior"], digest)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    if entry.number != number or sha256_of_text(canonical_json(body)) != digest:
        return None
    return entry


def _cut_unfinished_line(home: Home) -> None:
    if not home.ledger.exists():
        return
    content = home.ledger.read_bytes()
    whole = content[: content.rfind(b"\n") + 1]
    if len(whole) != len(content):
        os.truncate(home.ledger, len(whole))
