"""Batches as the ledger sealed them: a file is read only once its bytes are known to be those that were landed."""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

from ingest.batches import quarantine_file, rows_file
from ingest.received import Received
from interface.errors import CannotRun
from interface.files import sha256_of_file
from interface.paths import Home
from interface.settings import read_settings
from interface.tables import INPUTS


class Batches:
    """The batches of typed rows of all tables."""

    def __init__(self, home: Home, received: Iterable[Received]) -> None:
        self._of_table: dict[str, dict[datetime, Path]] = {name: {} for name in INPUTS}
        self._seals: dict[Path, str | None] = {}
        self._checked: set[Path] = set()
        for each in received:
            if each.is_batch and each.candidates:
                path = rows_file(home, *each.identity)
                self._of_table[each.table_name][each.at] = path
                self._seals[path] = each.rows_sha256

    def of(self, table_name: str) -> Mapping[datetime, Path]:
        """A table's batches by the moment of their receipt, in its order."""
        return self._of_table[table_name]

    def check(self, paths: Iterable[Path] | None = None) -> None:
        """Make sure that batches are as they were landed, each once; without ``paths``, all of them.

        Raises:
            CannotRun: one is missing or was changed.
        """
        asked = [path for path in (self._seals if paths is None else paths) if path not in self._checked]
        self._checked.update(unchanged([(path, self._seals[path]) for path in asked]))


def bad_files(home: Home, received: Iterable[Received]) -> list[Path]:
    """The files of rows whose cells cannot be read.

    Raises:
        CannotRun: one is missing or was changed.
    """
    batches = [each for each in received if each.is_batch and each.bad_rows]
    return unchanged([(quarantine_file(home, *each.identity), each.quarantine_sha256) for each in batches])


def unchanged(files: Sequence[tuple[Path, str | None]]) -> list[Path]:
    """The paths, once their bytes are known to have the SHA-256 given: the engine would not notice another quantity.

    Raises:
        CannotRun: one is missing or was changed.
    """
    for path, _ in files:
        if not path.is_file():
            raise CannotRun(f"Landed file {path} is missing: restore the home from a backup.")
    with ThreadPoolExecutor(read_settings().threads) as threads:
        digests = list(threads.map(sha256_of_file, [path for path, _ in files]))
    for (path, sha256), digest in zip(files, digests, strict=True):
        if digest != sha256:
            raise CannotRun(f"Landed file {path} was changed since it was landed: restore the home from a backup.")
    return [path for path, _ in files]
