"""Batches as the ledger sealed them: a file is read only once its bytes are known to be those that were landed."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from ingest.batches import quarantine_file, rows_file
from ingest.received import Received
from interface.errors import CannotRun
from interface.files import sha256_of_file
from interface.paths import Home


def rows_files(home: Home, received: Iterable[Received], table_name: str) -> dict[datetime, Path]:
    """The batches of a table by the moment of their receipt, in its order.

    Raises:
        CannotRun: a batch is missing or was changed.
    """
    batches = [each for each in received if each.is_batch and each.table_name == table_name and each.candidates]
    return {each.at: unchanged(rows_file(home, *each.identity), each.rows_sha256) for each in batches}


def bad_files(home: Home, received: Iterable[Received]) -> list[Path]:
    """The files of rows whose cells cannot be read.

    Raises:
        CannotRun: one is missing or was changed.
    """
    batches = [each for each in received if each.is_batch and each.bad_rows]
    return [unchanged(quarantine_file(home, *each.identity), each.quarantine_sha256) for each in batches]


def unchanged(path: Path, sha256: str | None) -> Path:
    """The path, once its bytes are known to be those that were landed: the engine would not notice another quantity."""
    if not path.is_file():
        raise CannotRun(f"Landed file {path} is missing: restore the home from a backup.")
    if sha256_of_file(path) != sha256:
        raise CannotRun(f"Landed file {path} was changed since it was landed: restore the home from a backup.")
    return path
