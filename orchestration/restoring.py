"""Builds a home anew from a backup: every file checked as it is written, the ledger last, then all of it verified."""

import shutil
from pathlib import Path

from expectations.publishing import restore_pointer
from interface.errors import CannotRun, Stopped
from interface.files import sync_folder
from interface.ledger import writing
from interface.paths import Home
from orchestration.backup_store import Backup, OtherBytes, Store
from orchestration.verify import look


def restore(source: Path, home: Home, *, number: int | None = None) -> int:
    """Write a backup's files to a new home, name its current edition as the ledger does, and verify it.

    Until the ledger is there, last of all files, nobody takes the folder for a home. Where anything is wrong, the
    folder is left empty.

    Args:
        source: The folder of the backups.
        home: A folder that is not there or is empty.
        number: Which backup; None for the newest.

    Returns:
        How many files and records were checked.

    Raises:
        CannotRun: there is no such backup, or the folder is not empty.
        Stopped: the backup is damaged; the text names what.
    """
    store = Store(source)
    backup = store.read(number)
    if home.root.exists() and (not home.root.is_dir() or any(home.root.iterdir())):
        raise CannotRun(f"{home.root} is not empty: a home is restored to a new folder, never over another.")
    home.root.mkdir(parents=True, exist_ok=True)
    try:
        wrong = _take(store, home, backup)
        if not wrong:
            with writing(home):
                restore_pointer(home)
                checked, wrong = look(home)
        if wrong:
            raise Stopped("\n".join([*wrong, f"Backup {backup.number} is damaged, and nothing was restored."]))
    except BaseException:
        _empty(home.root)
        raise
    return checked


def _take(store: Store, home: Home, backup: Backup) -> list[str]:
    """Write every file, and the ledger in one step after them; a sentence for each that is damaged."""
    aside = home.root / f".{home.ledger.name}.part"
    wrong = []
    folders: set[Path] = set()
    for name, sha256 in (*backup.files.items(), (aside.name, backup.ledger)):
        shown = home.ledger.name if name == aside.name else name
        try:
            path = _place(home, name)
            store.take(sha256, path)
            folders.update(each for each in path.parents if each.is_relative_to(home.root))
        except OtherBytes as reason:
            wrong.append(f"{shown}: {reason}.")
    if home.accounts.exists():
        home.access.root.chmod(0o700)
        home.accounts.chmod(0o600)
    for folder in sorted(folders):
        sync_folder(folder)
    if not wrong:
        aside.replace(home.ledger)
        sync_folder(home.root)
    return wrong


def _place(home: Home, name: str) -> Path:
    path = home.root / name
    if ".." in Path(name).parts or not path.is_relative_to(home.root):
        raise OtherBytes(f"the list names a file outside the home, {name}")
    return path


def _empty(folder: Path) -> None:
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
