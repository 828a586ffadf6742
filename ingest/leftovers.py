"""What a killed ingest left where nobody reads: swept by the next one that holds the writer lock."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from interface.ledger import read_entries
from interface.paths import Home

_ENDING = ".part"


def sweep_leftovers(home: Home) -> int:
    """Remove files that were never put in their place and reports that the ledger does not name; how many there were.

    To be called inside ``writing``, before anything is stored: whoever holds the lock is the only one to write where
    bytes, batches and reports lie. A file of a process that lives is left alone, as it may be a reader about to end.
    """
    count = 0
    for path in _parts(home):
        if not _is_of_another_that_lives(path):
            path.unlink(missing_ok=True)
            count += 1
    for folder in _unrecorded_reports(home):
        shutil.rmtree(folder)
        count += 1
    return count


def _parts(home: Home) -> Iterator[Path]:
    for folder in (home.raw, home.landing, home.reports):
        yield from folder.glob(f"*/.*{_ENDING}")


def _unrecorded_reports(home: Home) -> list[Path]:
    """Reports follow from what was received: the next one tells all that these would have told."""
    if not home.reports.exists():
        return []
    recorded = {entry.content["folder"] for entry in read_entries(home) if entry.kind == "report"}
    return [folder for folder in home.reports.iterdir() if folder.name not in recorded]


def _is_of_another_that_lives(path: Path) -> bool:
    """Whether the name ends in the number of another process that runs; a report's carries none."""
    number = path.name.removesuffix(_ENDING).rpartition(".")[2]
    if not number.isdecimal() or int(number) == os.getpid():
        return False
    try:
        os.kill(int(number), 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        pass
    return True
