"""Copies a home to a folder of backups while others write to it: the ledger first, then every file it records."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from dashboards.entry.store import accounts_alone
from expectations.publishing import MANIFEST
from interface.errors import CannotRun, Stopped
from interface.files import sha256_of_file
from interface.ledger import Entry, read_lines
from interface.paths import Home
from orchestration.backup_store import Backup, OtherBytes, Store
from orchestration.history import REMOVED, read_history
from orchestration.recorded_files import Recorded, files_judged, files_received

_LOOKS = 5
_SHOWN = 5


@dataclass(frozen=True)
class BackedUp:
    """What a backup holds, and what of it had to be copied."""

    number: int
    entries: int
    files: int
    copied: int
    copied_bytes: int


def back_up(home: Home, to: Path) -> BackedUp:
    """Take a backup: the ledger's whole lines, and every file that they record, copying what is not kept already.

    Who may log in and the access log are kept as they stand; nobody is logged in where they are restored.
    No lock of the home is needed: what a line of the ledger records is complete and never changes, and what comes
    later is left to the next backup. Only a removal takes files away, and its line is written before they go: where
    there is a new one, the ledger is read anew. The backup counts once its list is written, last; killed before, it
    leaves the others.

    Raises:
        CannotRun: there is no home, the folder is not for its backups, or removals do not end.
        Stopped: the home is damaged; the text names the files, and the earlier backups stay as they are.
    """
    if not home.ledger.exists():
        raise CannotRun(f"{home.root} is no home: nothing was ever received there; check --home.")
    inside, outside = to.absolute().resolve(), home.root.resolve()
    if inside.is_relative_to(outside) or outside.is_relative_to(inside):
        raise CannotRun(f"{to} and {home.root} lie within each other: name a folder elsewhere, best on another disk.")
    store = Store(to)
    with store.writing():
        for _ in range(_LOOKS):
            lines, entries = read_lines(home)
            _refuse_other_history(store, home, entries)
            files = [*files_received(home, entries), *files_judged(home, read_history(entries))]
            copied, missing, wrong = _copy(store, files)
            if not any(entry.kind == REMOVED for entry in read_lines(home)[1][len(entries) :]):
                break
        else:
            raise CannotRun(f"Files of {home.root} are being removed at this moment: try again in a minute.")
        if missing or wrong:
            raise Stopped(_damage([*(f"{path} is missing" for path in missing), *wrong]))
        backup = Backup(
            number=max(store.numbers, default=0) + 1,
            taken_at=datetime.now(UTC).isoformat(),
            entries=len(entries),
            last_hash=entries[-1].hash,
            ledger=store.put_bytes(lines),
            files={str(each.path.relative_to(home.root)): each.sha256 for each in files} | _access(store, home),
        )
        store.add(backup)
    return BackedUp(backup.number, backup.entries, len(backup.files), len(copied), sum(copied))


def _access(store: Store, home: Home) -> dict[str, str]:
    """Accounts without their sessions, and the access log's whole lines, as they stand now."""
    kept = {}
    if home.accounts.exists():
        kept[home.accounts] = accounts_alone(home)
    if lines := read_lines(home.access)[0]:
        kept[home.access.ledger] = lines
    return {str(path.relative_to(home.root)): store.put_bytes(content) for path, content in kept.items()}


def _copy(store: Store, files: list[Recorded]) -> tuple[list[int], list[Path], list[str]]:
    """Sizes of the files that were copied, files that are not there, and a clause for each that was changed."""
    copied: list[int] = []
    missing: list[Path] = []
    wrong: list[str] = []
    for each in files:
        try:
            # A manifest that is kept already must still be sound here: what it names was read from it.
            if each.path.name == MANIFEST and sha256_of_file(each.path) != each.sha256:
                raise OtherBytes(f"{each.path} does not have its recorded SHA-256, {each.sha256}")
            if size := store.put(each.path, each.sha256):
                copied.append(size)
        except FileNotFoundError:
            missing.append(each.path)
        except OtherBytes as reason:
            wrong.append(str(reason))
    return copied, missing, wrong


def _refuse_other_history(store: Store, home: Home, entries: list[Entry]) -> None:
    """A home goes on from what was backed up before; anything else is another home, or a ledger that lost lines."""
    if not entries:
        raise CannotRun(f"{home.ledger} has no line: there is nothing to back up.")
    if store.numbers:
        newest = store.read()
        if len(entries) < newest.entries or entries[newest.entries - 1].hash != newest.last_hash:
            raise CannotRun(
                f"Backup {newest.number} holds {newest.entries} lines of a ledger that {home.ledger} does not go on "
                "from: this is another home, or its ledger lost lines (restore it); else name a new folder."
            )


def _damage(wrong: list[str]) -> str:
    more = [f"and {len(wrong) - _SHOWN} more"] if len(wrong) > _SHOWN else []
    return "\n".join(
        [
            *wrong[:_SHOWN],
            *more,
            "The home is damaged, and no backup was taken: run `hengliang verify`; the last stays.",
        ]
    )
