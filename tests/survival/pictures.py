"""What a home tells whoever reads it, to be compared with another: editions, refusals, decisions, what is known."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pyarrow as pa

from dashboards.access import SYSTEM
from dashboards.approvals import steps_of
from dashboards.documents.exports import export
from dashboards.editions import Edition, NothingPublished, open_edition, open_judgements
from dashboards.inbox import NothingReceived, open_inbox
from ingest.batches import quarantine_file, rows_file
from ingest.known import open_known
from ingest.received import received_files
from ingest.waivers import waivers_among
from interface.ledger import read_entries
from interface.paths import Home
from interface.tables import PUBLISHED
from orchestration.verify import verify

OF_MOMENTS = ("as_of", "started_at", "finished_at", "manifest_hash", "prior_manifest_hash", "status")


@dataclass(frozen=True)
class Picture:
    """A home's edition as the digests of what is exported of it, and the rest in words; moments are left out.

    ``edition`` is what a publishing run changes, ``refused`` and ``runs`` what judging does, the others what people do.
    """

    edition: Mapping[str, str] = field(default_factory=dict)
    runs: tuple[tuple[object, ...], ...] = ()
    refused: tuple[tuple[object, ...], ...] = ()
    waivers: tuple[tuple[object, ...], ...] = ()
    steps: tuple[tuple[object, ...], ...] = ()
    statements: tuple[str, ...] = ()
    inputs_hash: str = ""
    files: tuple[tuple[str, str], ...] = ()
    quarantine: str = ""


def picture(root: Path) -> Picture:
    """Read everything as readers do; damage of any kind is an error."""
    home = Home(root)
    try:
        edition: Edition | None = open_edition(home, SYSTEM)
    except NothingPublished:
        edition = None
    entries = read_entries(home)
    settle_nos = sorted(str(row["settle_no"]) for row in edition.table("settlement").to_pylist()) if edition else []
    with duckdb.connect(":memory:") as connection:
        known = open_known(connection, home, as_of=None, anew=True)
    runs = edition.chain if edition else ()
    return Picture(
        edition=_exported(home, edition) if edition else {},
        runs=tuple((each.run.run_id, each.run.inputs_hash, each.run.outputs_hash) for each in runs),
        refused=_refused(home),
        waivers=tuple((each.act, each.row_number, each.asked_by, each.decided_by) for each in waivers_among(entries)),
        steps=tuple((no, step.act, step.by, step.outputs_hash) for no in settle_nos for step in steps_of(entries, no)),
        statements=tuple(settle_nos),
        inputs_hash=known.inputs_hash,
        files=tuple(sorted({each.identity for each in received_files(home)})),
        quarantine=_quarantine(home),
    )


@dataclass(frozen=True)
class Look:
    """What a home tells, what ``verify`` finds wrong in it, and what no record names."""

    picture: Picture
    damages: tuple[str, ...]
    leftovers: tuple[str, ...]


def look(root: Path) -> Look:
    """All at once, as a fresh process sees it."""
    return Look(picture(root), tuple(damages(root)), tuple(leftovers(root)))


def damages(root: Path) -> list[str]:
    """What ``verify`` finds wrong."""
    return verify(Home(root))[1] if Home(root).ledger.exists() else []


def leftovers(root: Path) -> list[str]:
    """Files and folders that no record names, from the root."""
    home = Home(root)
    entries = read_entries(home)
    recorded = {home.ledger, home.lock, home.pointer}
    for received in received_files(home):
        recorded |= {home.raw_file(received.file_sha256)} if received.file_sha256 else set()
        recorded |= {rows_file(home, *received.identity)} if received.rows_sha256 else set()
        recorded |= {quarantine_file(home, *received.identity)} if received.quarantine_sha256 else set()
    folders = {home.published / entry.content["run_id"] for entry in entries if entry.kind == "published"}
    folders |= {home.refused / entry.content["folder"] for entry in entries if entry.kind == "refused"}
    folders |= {home.reports / entry.content["folder"] for entry in entries if entry.kind == "report"}
    files = [path for path in root.rglob("*") if path.is_file() or path.parent == home.work]
    found = [each for each in files if (each not in recorded and each.parent not in folders) or ".part" in each.name]
    return sorted(str(each.relative_to(root)) for each in found)


def _exported(home: Home, edition: Edition) -> dict[str, str]:
    """SHA-256 of every exported table; of those that tell moments, of their other columns."""
    digests = {}
    with TemporaryDirectory() as folder:
        for path in export(home, SYSTEM, what="all", period=None, year=None, format="csv", to=Path(folder)):
            if path.stem not in ("run", "ingest_file", "quarantine", "gate_result"):
                digests[path.stem] = sha256(path.read_bytes()).hexdigest()
    published = {each.run.run_id for each in edition.chain}
    rows = [row for row in edition.table("run").to_pylist() if row["outputs_hash"]]
    digests["run"] = str([{name: row[name] for name in row if name not in OF_MOMENTS} for row in rows])
    judged = [row for row in edition.table("gate_result").to_pylist() if row["run_id"] in published]
    digests["gate_result"] = sha256(str(judged).encode()).hexdigest()
    return digests


def _refused(home: Home) -> tuple[tuple[object, ...], ...]:
    try:
        judged = open_judgements(home, SYSTEM)
    except NothingPublished:
        return ()
    findings = [
        (each.folder.name, each.run.run_id, str(each.run.inputs_hash), str(sorted(each.files.items())))
        for each in judged.refused
    ]
    return tuple(findings)


def _quarantine(home: Home) -> str:
    try:
        rows: pa.Table = open_inbox(home, SYSTEM).table("quarantine").select(PUBLISHED["quarantine"].names)
    except NothingReceived:
        return ""
    return sha256(str(rows.to_pylist()).encode()).hexdigest()
