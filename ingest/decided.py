"""What the last ingest decided of every row, where it still holds: nobody need decide it again to settle."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from ingest.received import RECEIVED
from ingest.waivers import WAIVER
from interface.ledger import Entry
from interface.paths import PROJECT, Home

REPORT = "report"
"""The kind of the ledger's line that an ingest ends with."""
APART = "apart.parquet"
"""The rows that did not land, with their reasons, in the report of an ingest."""
PARTS = ("quarantine.parquet", "ingest_file.parquet", APART)
"""The files of a report that hold what was decided."""
_SOURCES = ("ingest/*.py", "ingest/mappings/*.py", "interface/tables/*.py", "interface/units.py", "interface/money.py")


@dataclass(frozen=True)
class Decided:
    """The report of an ingest.

    Attributes:
        folder, files: Where it lies, and the SHA-256 of each of its files.
        inputs_hash: The digest of the rows that landed.
        at: When it was written, in UTC; it knows what was received before.
        is_newest: Whether nothing was received since.
    """

    folder: Path
    files: dict[str, str]
    inputs_hash: str
    at: datetime
    is_newest: bool


def decided_before(home: Home, entries: Iterable[Entry], *, as_of: datetime | None) -> Decided | None:
    """What the newest ingest before a moment decided; None where its rules or waivers are not today's, or it is gone.

    Fates follow from what was received, from waivers, and from the rules of this version.
    """
    found: Entry | None = None
    is_newest = False
    for entry in entries:
        if as_of is not None and entry.at >= as_of:
            break
        if entry.kind == REPORT:
            found, is_newest = entry, True
        elif entry.kind == RECEIVED:
            is_newest = False
        elif entry.kind == WAIVER:
            found = None
    if found is None or found.content.get("rules") != rules_version():
        return None
    content = found.content
    decided = Decided(home.reports / content["folder"], content["files"], content["inputs_hash"], found.at, is_newest)
    return decided if all((decided.folder / name).exists() for name in decided.files) else None


@cache
def rules_version() -> str:
    """SHA-256 of the sources that decide fates: another version decides them anew."""
    digest = hashlib.sha256()
    for pattern in _SOURCES:
        for path in sorted(PROJECT.glob(pattern)):
            digest.update(str(path.relative_to(PROJECT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
