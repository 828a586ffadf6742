"""Re-reads a home's files against the hashes that the ledger and the manifests record; repairs nothing."""

import time
from collections.abc import Iterator
from pathlib import Path

from dashboards.entry.store import examine_accounts
from dashboards.manifests import Link, read_published
from expectations.publishing import MANIFEST, pointer_to
from interface.errors import CannotRun
from interface.files import sha256_of_file
from interface.ledger import examine, is_being_written, writing
from interface.paths import Home
from orchestration.history import History, read_history
from orchestration.recorded_files import files_judged, files_received

_LOOKS = 4
_PAUSE_SECONDS = 0.25


def verify(home: Home) -> tuple[int, list[str]]:
    """Check the ledger's chain, the pointer, every edition with the chain it stands on, refusals, landed and raw files.

    The access log's chain and the file of accounts are checked too, where there are any. Editions that were taken back
    are checked like any other, as long as they are kept. A home may be in use meanwhile: what seems wrong while another
    process writes is looked at again, at last with that process kept waiting.

    Returns:
        How many files and records were checked, and one sentence for each that is wrong.

    Raises:
        CannotRun: there is no home here.
    """
    if not home.ledger.exists():
        raise CannotRun(f"{home.root} is no home: nothing was ever received there; check --home.")
    for _ in range(_LOOKS):
        before = _traces_of_writing(home)
        checked, wrong = look(home)
        if not wrong or (not is_being_written(home) and before == _traces_of_writing(home)):
            return checked, wrong
        time.sleep(_PAUSE_SECONDS)
    with writing(home):
        return look(home)


def _traces_of_writing(home: Home) -> tuple[int, int]:
    """What no writer leaves as it was: the length of the ledger, and which file is the pointer."""
    return home.ledger.stat().st_size, home.pointer.stat().st_ino if home.pointer.exists() else 0


def look(home: Home) -> tuple[int, list[str]]:
    """The same, once and as things stand; right only while nobody writes."""
    entries, wrong = examine(home)
    history = read_history(entries)
    checked = len(entries)
    if not wrong:
        # With a line missing or changed nobody knows which edition is current, nor on which runs each one stands.
        wrong = [*_pointer(home, history), *_chains(home, history)]
        checked += home.pointer.exists()
    for each in (*files_received(home, entries), *files_judged(home, history)):
        checked += 1
        found = _digest_of(each.path)
        if found is None:
            wrong.append(f"{each.path} is missing: restore it from a backup.")
        elif found != each.sha256:
            wrong.append(f"{each.path} does not have its recorded SHA-256, {each.sha256}: restore it from a backup.")
    noted, wrong_there = _access(home)
    return checked + noted, [*wrong, *wrong_there]


def _digest_of(path: Path) -> str | None:
    """The SHA-256 of a file; None where there is none, or none any more: somebody may remove it meanwhile."""
    try:
        return sha256_of_file(path) if path.is_file() else None
    except FileNotFoundError:
        return None


def _access(home: Home) -> tuple[int, list[str]]:
    """How many lines the access log has and files accounts are kept in, and what is wrong with them.

    People log in while this looks, and a line that is being written is not whole yet: then it is looked at again.
    """
    for _ in range(_LOOKS):
        before = _size_of_access_log(home)
        entries, wrong = examine(home.access)
        if not wrong or (not is_being_written(home.access) and before == _size_of_access_log(home)):
            break
        time.sleep(_PAUSE_SECONDS)
    if home.accounts.exists() and not home.access.ledger.exists():
        wrong = [f"{home.access.ledger} is missing, and there are accounts: restore it from a backup."]
    return len(entries) + home.accounts.exists(), [*wrong, *examine_accounts(home)]


def _size_of_access_log(home: Home) -> int:
    return home.access.ledger.stat().st_size if home.access.ledger.exists() else 0


def _pointer(home: Home, history: History) -> Iterator[str]:
    """The pointer must be, to the byte, what names the run that the ledger made current last."""
    if not history.current:
        if home.pointer.exists():
            yield f"{home.pointer} names an edition, and the ledger records none: remove it."
        return
    link = history.current[-1].link
    if not home.pointer.exists() or home.pointer.read_bytes() != pointer_to(*link):
        yield f"{home.pointer} does not name run {link[0]}, which the ledger makes current: the next settle mends it."


def _chains(home: Home, history: History) -> Iterator[str]:
    """Every edition that is kept must stand on the runs that were current when it was published."""
    for booking in history.bookings:
        path = home.published / booking.run_id / MANIFEST
        # A manifest that is missing or changed is named among the files.
        if booking.removed is None and path.is_file() and sha256_of_file(path) == booking.link[1]:
            before = tuple(Link(*each) for each in booking.before)
            try:
                run = read_published(home, Link(*booking.link))
            except CannotRun as reason:
                yield str(reason)
                continue
            if run.chain != before or run.run.prior_manifest_hash != (before[-1].manifest_hash if before else None):
                yield f"{path} does not stand on the runs that the ledger records before it: restore it from a backup."
