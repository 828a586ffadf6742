"""The folder that is watched for input files: what lies in it, what of it is new, and a copy that stands still."""

import os
import shutil
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from interface.errors import CannotRun
from interface.ledger import writing
from interface.paths import Home
from orchestration.work_folders import open_work_folder

_COVER_SHEET = ".control."
_UNDER_WAY = (".part", ".tmp", ".filepart", ".crdownload")

Listing = Mapping[str, str]
"""Name within the folder to size and time of change, such as ``delivery/2020-05.csv`` to ``1024 1589500000…``."""


def list_inbox(inbox: Path) -> dict[str, str]:
    """Every file of the folder and of its tables' folders, but hidden ones and those named as being under way.

    Raises:
        CannotRun: the folder is missing or cannot be read, or a name in it cannot.
    """
    try:
        paths = [path for path in sorted(inbox.iterdir()) if not _is_under_way(path.name)]
        folders = [path for path in paths if path.is_dir() and not path.is_symlink()]
        inside = [path for folder in folders for path in sorted(folder.iterdir()) if not _is_under_way(path.name)]
    except OSError as reason:
        raise CannotRun(
            f"Folder {inbox}, which HENGLIANG_INBOX names, cannot be read ({reason.strerror}): create it, or mend its "
            "rights."
        ) from None
    for path in (*paths, *inside):
        if not _is_utf8(path.name):
            raise CannotRun(
                f"A file in {inbox} has a name that is no UTF-8, {os.fsencode(path.name)!r}: rename it; until then "
                "nothing of the folder is taken."
            )
    states = {path.relative_to(inbox).as_posix(): _state(path) for path in (*paths, *inside)}
    return {name: state for name, state in states.items() if state is not None}


def what_is_new(listing: Listing, taken: Listing) -> dict[str, str]:
    """The files that are not as they were taken; where a cover sheet states figures, with all that it may be about."""
    new = {name for name, state in listing.items() if taken.get(name) != state}
    stems = {_stem(name) for name in new} & {_stem(name) for name in listing if _COVER_SHEET in name}
    return {name: state for name, state in listing.items() if name in new or _stem(name) in stems}


@contextmanager
def still_copy(home: Home, inbox: Path, files: Listing) -> Iterator[Path]:
    """A folder with a copy of those files that are still as they were listed; it goes at the end.

    A file that changed since is left out, also where it changes while it is copied: it is listed anew and taken then.
    """
    with writing(home):
        folder = open_work_folder(home, "inbox")
    try:
        copy = folder.path / "inputs"
        copy.mkdir()
        for name, state in files.items():
            source, target = inbox / name, copy / name
            target.parent.mkdir(exist_ok=True)
            if _state(source) == state:
                shutil.copy2(source, target, follow_symlinks=False)
            if _state(source) != state:
                target.unlink(missing_ok=True)
        yield copy
    finally:
        folder.remove()


def _state(path: Path) -> str | None:
    """Size and time of change; None for what went meanwhile, and for what is neither a file nor a link."""
    try:
        status = path.lstat()
    except OSError:
        return None
    is_file = stat.S_ISREG(status.st_mode) or stat.S_ISLNK(status.st_mode)
    return f"{status.st_size} {status.st_mtime_ns}" if is_file else None


def _is_utf8(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_under_way(name: str) -> bool:
    return name.startswith((".", "~")) or name.lower().endswith(_UNDER_WAY)


def _stem(name: str) -> str:
    return name.split("/", 1)[0].split(".", 1)[0]
