"""Removes what no booked run needs once it is old enough: editions taken back, refusals, leftovers; nothing else."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from interface.errors import CannotRun
from interface.ledger import Writer, read_entries, writing
from interface.paths import Home
from orchestration.history import REMOVED, read_history
from orchestration.orphans import orphans_among
from orchestration.verify import look

LEAST_DAYS = 30


@dataclass(frozen=True)
class Removal:
    """One folder or file to be removed: what it is (edition, refusal, leftover), its name in the home, its bytes."""

    what: str
    name: str
    path: Path
    size: int


def retain(home: Home, *, days: int, by: str) -> list[Removal]:
    """Remove what is older than so many days and no booked run needs, as the home's writer.

    Each removal is a line of the ledger before a byte goes, so that nobody misses it later, and one that a crash cut
    short is ended by the next call. Raw files, batches and reports that are recorded stay, and so does the ledger.

    Raises:
        CannotRun: too few days, no name, no home, or one that does not verify.
    """
    _refuse_unfit(home, days)
    by = " ".join(by.split())
    if not by:
        raise CannotRun("Say who removes what is old: --by NAME (or look first: --dry-run).")
    with writing(home) as ledger:
        _, wrong = look(home)
        if wrong:
            # What a damaged record names would look like something that no record names.
            raise CannotRun(f"Nothing is removed from a home that is damaged: run `hengliang verify`. {wrong[0]}")
        removals = list(_removable(home, before=ledger.next_moment() - timedelta(days=days)))
        for removal in removals:
            _remove(ledger, removal, days=days, by=by)
        return removals


def removable(home: Home, *, days: int) -> list[Removal]:
    """What ``retain`` would remove; nothing is touched.

    Raises:
        CannotRun: too few days, or no home.
    """
    _refuse_unfit(home, days)
    with writing(home) as ledger:
        return list(_removable(home, before=ledger.next_moment() - timedelta(days=days)))


def _refuse_unfit(home: Home, days: int) -> None:
    if days < LEAST_DAYS:
        raise CannotRun(
            f"--days {days} is too few: what was refused or taken back is asked about for at least {LEAST_DAYS} days."
        )
    if not home.ledger.exists():
        raise CannotRun(f"{home.root} is no home: nothing was ever received there; check --home.")


def _removable(home: Home, *, before: datetime) -> Iterator[Removal]:
    history = read_history(read_entries(home))
    for booking in history.bookings:
        if booking.undone is not None and booking.removed is None and booking.undone.at < before:
            yield _folder("edition", booking.run_id, home.published / booking.run_id)
    for refusal in history.refusals:
        if refusal.removed is None and refusal.entry.at < before:
            yield _folder("refusal", refusal.folder, home.refused / refusal.folder)
    for orphan in orphans_among(home):
        if orphan.written_at < before.timestamp():
            yield Removal("leftover", str(orphan.path.relative_to(home.root)), orphan.path, orphan.size)


def _folder(what: str, name: str, path: Path) -> Removal:
    return Removal(what, name, path, sum(each.stat().st_size for each in path.rglob("*") if each.is_file()))


def _remove(ledger: Writer, removal: Removal, *, days: int, by: str) -> None:
    content = {"what": removal.what, "name": removal.name, "bytes": removal.size, "days": days, "by": by}
    ledger.append(kind=REMOVED, content=content, at=ledger.next_moment())
    if removal.path.is_dir():
        shutil.rmtree(removal.path)
    else:
        removal.path.unlink(missing_ok=True)
