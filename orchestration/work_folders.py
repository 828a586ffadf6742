"""Throw-away folders of runs that are under way; one whose process has died is swept by the next run."""

import fcntl
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from dashboards.decisions import Work
from interface.paths import Home

_OWNER = "owner.lock"


@dataclass(frozen=True)
class WorkFolder:
    """A folder that belongs to this process for as long as the process lives or until ``remove``."""

    path: Path
    owner: IO[str]

    def remove(self) -> None:
        """Remove the folder with all that is in it."""
        shutil.rmtree(self.path, ignore_errors=True)
        self.owner.close()


def open_work_folder(home: Home, name: str) -> WorkFolder:
    """Create a folder that nobody else uses, after sweeping those that dead processes left; call it as the writer."""
    if home.work.exists():
        for left in home.work.iterdir():
            _remove_if_dead(left)
    path = home.work / f"{name}-{datetime.now(UTC):%Y%m%dT%H%M%S%f}"
    path.mkdir(parents=True)
    owner = (path / _OWNER).open("w")
    fcntl.flock(owner, fcntl.LOCK_EX)
    return WorkFolder(path, owner)


def work_in(home: Home) -> list[Work]:
    """Every folder there is, in the order of their names; what dead processes left is only named."""
    folders = sorted(home.work.iterdir()) if home.work.exists() else []
    return [Work(folder.name, _is_owned(folder)) for folder in folders]


def _remove_if_dead(folder: Path) -> None:
    if not _is_owned(folder):
        shutil.rmtree(folder, ignore_errors=True)


def _is_owned(folder: Path) -> bool:
    """Whether a living process holds the folder; it asks for a moment, and leaves the lock as it was."""
    try:
        with (folder / _OWNER).open("r") as stream:
            fcntl.flock(stream, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False  # without the file of an owner, or gone meanwhile
    return False
