"""Every file of a home that its ledger vouches for, with the SHA-256 it must have."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from dashboards.manifests import Link, Manifest, read_judgement, read_published
from expectations.publishing import MANIFEST, REPORT
from ingest.batches import quarantine_file, rows_file
from ingest.landing import COVER_SHEET
from ingest.received import received_among
from interface.errors import CannotRun
from interface.ledger import Entry
from interface.paths import Home
from orchestration.history import History


@dataclass(frozen=True)
class Recorded:
    """One file and the SHA-256 of its bytes."""

    path: Path
    sha256: str


def files_received(home: Home, entries: Sequence[Entry]) -> Iterator[Recorded]:
    """The bytes that came in, what was landed of them, and the reports, each once."""
    seen: set[Path] = set()
    for each in _of_receipts(home, entries):
        if each.path not in seen:
            seen.add(each.path)
            yield each


def _of_receipts(home: Home, entries: Sequence[Entry]) -> Iterator[Recorded]:
    for received in received_among(list(entries)):
        if received.file_sha256:
            yield Recorded(home.raw_file(received.file_sha256), received.file_sha256)
        if received.mapping_sha256:
            yield Recorded(home.raw_file(received.mapping_sha256), received.mapping_sha256)
        if received.rows_sha256:
            yield Recorded(rows_file(home, *received.identity), received.rows_sha256)
        if received.quarantine_sha256:
            yield Recorded(quarantine_file(home, *received.identity), received.quarantine_sha256)
    for entry in entries:
        if entry.kind == COVER_SHEET:
            yield Recorded(home.raw_file(entry.content["file_sha256"]), entry.content["file_sha256"])
        if entry.kind == "report":
            for name, sha256 in entry.content["files"].items():
                yield Recorded(home.reports / entry.content["folder"] / name, sha256)


def files_judged(home: Home, history: History) -> Iterator[Recorded]:
    """The files of every edition and refusal that is kept, of editions that were taken back too.

    What a manifest names follows the manifest itself; of one that is missing or changed nothing else is known.
    """
    for booking in history.bookings:
        if booking.removed is None:
            run_id, manifest_hash = booking.link
            yield Recorded(home.published / run_id / MANIFEST, manifest_hash)
            with suppress(CannotRun):
                yield from _files_of(read_published(home, Link(run_id, manifest_hash)))
    for refusal in history.refusals:
        if refusal.removed is None:
            content = refusal.entry.content
            yield Recorded(home.refused / refusal.folder / MANIFEST, content["manifest_hash"])
            if "report_hash" in content:
                yield Recorded(home.refused / refusal.folder / REPORT, content["report_hash"])
            with suppress(CannotRun):
                yield from _files_of(read_judgement(home, refusal.folder, manifest_hash=content["manifest_hash"]))


def _files_of(manifest: Manifest) -> Iterator[Recorded]:
    for name, stored in manifest.files.items():
        yield Recorded(manifest.folder / name, stored.sha256)
