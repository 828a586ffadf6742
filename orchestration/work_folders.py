"""Throw-away folders of runs that are under way; one whose process has died is swept by the next run."""

import fcntl
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

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


def _remove_if_dead(folder: Path) -> None:
    owner = folder / _OWNER
    if owner.exists():
        with owner.open("r") as stream:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
    shutil.rmtree(folder, ignore_errors=True)
