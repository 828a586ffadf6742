"""Files of a home that its ledger does not know: nothing reads them, and they are no damage."""

import stat
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from interface.ledger import is_being_written, read_entries
from interface.paths import Home
from orchestration.history import read_history
from orchestration.recorded_files import files_judged, files_received


@dataclass(frozen=True)
class Orphan:
    """A file that is recorded nowhere: its size, and when it was last written, in seconds since 1970."""

    path: Path
    size: int
    written_at: float


def find_orphans(home: Home) -> list[Orphan]:
    """Files below raw, landing, published and refused that no line of the ledger leads to, ordered by path.

    An ingest or a publication that was killed leaves such files, and a removal that was. What a process is writing at
    this moment is recorded nowhere yet either, so while one holds the lock there is no answer, and none is given.

    Raises:
        CannotRun: the ledger is damaged, so that nobody knows what it records.
    """
    before = home.ledger.stat().st_size
    if is_being_written(home):
        return []
    orphans = orphans_among(home)
    is_quiet = not is_being_written(home) and home.ledger.stat().st_size == before
    return orphans if is_quiet else []


def orphans_among(home: Home) -> list[Orphan]:
    """The same for whoever holds the lock, and so knows that nobody writes."""
    found = [path for folder in (home.raw, home.landing, home.published, home.refused) for path in folder.rglob("*")]
    entries = read_entries(home)
    recorded = {each.path for each in (*files_received(home, entries), *files_judged(home, read_history(entries)))}
    recorded.add(home.pointer)
    orphans = []
    for path in sorted(set(found) - recorded):
        with suppress(FileNotFoundError):
            status = path.lstat()
            if not stat.S_ISDIR(status.st_mode):
                orphans.append(Orphan(path, status.st_size, status.st_mtime))
    return orphans


def orphan_lines(home: Home) -> list[str]:
    """A line for each, and what they are; nothing where there is none."""
    orphans = find_orphans(home)
    if not orphans:
        return []
    return [
        *(f"{each.path} is recorded nowhere and never read ({each.size:,} bytes)." for each in orphans),
        f"{len(orphans)} leftovers of commands that were interrupted: no damage; `hengliang retain` removes old ones.",
    ]
