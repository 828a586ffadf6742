"""Re-reads a home's files against the hashes that the ledger and the manifests record; repairs nothing."""

from collections.abc import Iterator
from pathlib import Path

from dashboards.manifests import Manifest, read_chain, read_refused
from expectations.publishing import pointer_to
from ingest.batches import quarantine_file, rows_file
from ingest.received import received_files
from interface.errors import CannotRun
from interface.files import sha256_of_file
from interface.ledger import Entry, read_entries
from interface.paths import Home


def verify(home: Home) -> tuple[int, list[str]]:
    """Check the ledger's chain, the pointer, manifests, published, refused, landed and raw files, and reports.

    Returns:
        How many files and records were checked, and one sentence for each that is wrong.

    Raises:
        CannotRun: there is no home here.
    """
    if not home.ledger.exists():
        raise CannotRun(f"{home.root} is no home: nothing was ever received there; check --home.")
    checked = 0
    wrong: list[str] = []
    try:
        entries = read_entries(home)
    except CannotRun as reason:
        return 1, [str(reason)]
    checked += len(entries)
    if not home.ledger.read_bytes().endswith(b"\n"):
        wrong.append(
            f"{home.ledger} breaks off within its last line: the next command that writes mends it; where none was "
            "interrupted, restore the ledger from a backup."
        )
    try:
        chain = read_chain(home)
        refused = read_refused(home)
    except CannotRun as reason:
        chain, refused = (), ()
        wrong.append(str(reason))
    wrong += _against_ledger(home, entries, chain, refused)
    for path, sha256 in _recorded_files(home, entries, (*chain, *refused)):
        checked += 1
        if not path.is_file():
            wrong.append(f"{path} is missing: restore it from a backup.")
        elif sha256_of_file(path) != sha256:
            wrong.append(f"{path} does not have its recorded SHA-256, {sha256}: restore it from a backup.")
    return checked + len(chain) + len(refused), wrong


def _recorded_files(home: Home, entries: list[Entry], manifests: tuple[Manifest, ...]) -> Iterator[tuple[Path, str]]:
    raw_seen: set[str] = set()
    for received in received_files(home):
        if received.file_sha256 and received.file_sha256 not in raw_seen:
            raw_seen.add(received.file_sha256)
            yield home.raw_file(received.file_sha256), received.file_sha256
        if received.rows_sha256:
            yield rows_file(home, *received.identity), received.rows_sha256
        if received.quarantine_sha256:
            yield quarantine_file(home, *received.identity), received.quarantine_sha256
    for entry in entries:
        if entry.kind == "report":
            for name, sha256 in entry.content["files"].items():
                yield home.reports / entry.content["folder"] / name, sha256
    for manifest in manifests:
        for name, stored in manifest.files.items():
            yield manifest.folder / name, stored.sha256


def _against_ledger(
    home: Home, entries: list[Entry], chain: tuple[Manifest, ...], refused: tuple[Manifest, ...]
) -> list[str]:
    """The ledger and the manifests must tell the same story of what was published and refused."""
    recorded = [_named(entry, "run_id") for entry in entries if entry.kind == "published"]
    standing = [(manifest.run.run_id, manifest.manifest_hash) for manifest in chain]
    kept = {(manifest.folder.name, manifest.manifest_hash) for manifest in refused}
    wrong = [
        f"{home.published / run_id} is not the edition that the ledger records: restore it."
        for run_id, manifest_hash in standing
        if (run_id, manifest_hash) not in recorded
    ]
    if recorded and (recorded[-1] not in standing[-1:] or home.pointer.read_bytes() != pointer_to(*recorded[-1])):
        wrong.append(
            f"{home.pointer} does not name run {recorded[-1][0]}, the last in the ledger: the next settle mends it."
        )
    wrong += [
        f"{home.refused / entry.content['folder']} is not the refusal that the ledger records: restore it."
        for entry in entries
        if entry.kind == "refused" and _named(entry, "folder") not in kept
    ]
    return wrong


def _named(entry: Entry, name: str) -> tuple[str, str]:
    return entry.content[name], entry.content["manifest_hash"]
