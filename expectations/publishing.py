"""Turns a run that passed into an edition: files, manifest, one rename, one pointer; judges nothing."""

import json
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from expectations.edition_files import copy_written_down, is_written_down, write_table
from expectations.gate import Finding, Passed, Refused
from interface.errors import CannotRun
from interface.files import (
    canonical_json,
    make_folder,
    sha256_of_file,
    sha256_of_text,
    sync_folder,
    write_whole,
)
from interface.ledger import append, next_moment, read_entries
from interface.parquet import arrow_schema
from interface.paths import Home
from interface.settings import read_settings
from interface.sql import literal
from interface.tables import PUBLISHED
from interface.tables.published import EVALUATION, EVALUATION_TABLES, RUN_TABLES

MANIFEST = "manifest.json"
REPORT = "report.md"
MOVES_THE_POINTER = ("published", "rolled_back")
"""Kinds of ledger lines after which another edition is current: the one that the line names."""
_FORMAT = 1


@dataclass(frozen=True)
class RunFacts:
    """What identifies a run and what it stands on.

    ``chain`` names the earlier runs of the edition, oldest first, each with the SHA-256 of its manifest. ``scheme_no``
    is the one framework that an evaluation was asked for; None for every framework, and for a settlement.
    ``prepared_by`` is who started the run, who therefore approves none of its statements.
    """

    run_id: str
    run_type: str
    period: str
    as_of: datetime
    code_version: str
    inputs_hash: str
    started_at: datetime
    chain: tuple[tuple[str, str], ...]
    scheme_no: str | None = None
    prepared_by: str = ""

    @property
    def prior_run_id(self) -> str | None:
        """The run before this one in the edition; None for the first."""
        return self.chain[-1][0] if self.chain else None


def publish(passed: Passed, *, home: Home, facts: RunFacts) -> str:
    """Publish a run and make its edition the current one; call it only as the home's writer.

    The folder is written aside and renamed, then the pointer is replaced in one step: whoever reads sees the
    old edition or the new one. A folder of the same run that stands on the same chain was left by a crash before
    the pointer moved, and is written anew.

    Returns:
        The SHA-256 of the manifest.

    Raises:
        RuntimeError: the database is not the one that was judged, another run was published since it was built, or
            this one was published before.
    """
    if sha256_of_file(passed.database) != passed.database_sha256:
        raise RuntimeError(f"{passed.database} changed after it was judged: nothing is published")
    if _pointer(home) != (facts.chain[-1] if facts.chain else None):
        raise RuntimeError(f"another run was published since {facts.run_id} was built: settle again")
    if any(entry.kind == "published" and entry.content["run_id"] == facts.run_id for entry in read_entries(home)):
        raise RuntimeError(f"{facts.run_id} was published before, and what was published is never written anew")
    aside = home.published / f".{facts.run_id}.part"
    shutil.rmtree(aside, ignore_errors=True)
    make_folder(aside)
    write_tables(passed, facts=facts, folder=aside)
    manifest = _manifest(facts, aside)
    manifest_hash = sha256_of_text(manifest)
    write_whole(aside / MANIFEST, manifest.encode())

    folder = home.published / facts.run_id
    shutil.rmtree(folder, ignore_errors=True)
    aside.rename(folder)
    sync_folder(home.published)
    content = {"run_id": facts.run_id, "manifest_hash": manifest_hash}
    append(
        home,
        kind="published",
        content={**content, "run_type": facts.run_type, "period": facts.period},
        at=next_moment(home),
    )
    write_whole(home.pointer, pointer_to(facts.run_id, manifest_hash))
    return manifest_hash


def write_tables(judged: Passed | Refused, *, facts: RunFacts, folder: Path) -> None:
    """Write what a run built and what was found in it as the files of an edition; the same rows give the same bytes."""
    with duckdb.connect(str(judged.database), read_only=True) as connection:
        connection.execute(f"set memory_limit = {literal(read_settings().memory)}")
        is_evaluation = facts.run_type == EVALUATION
        if not is_evaluation:
            copy_written_down(connection, judged.database, folder)
        for table in EVALUATION_TABLES if is_evaluation else RUN_TABLES:
            if not is_written_down(table):
                write_table(connection, table, f"marts.{table.name}", folder)
    _write_findings(judged.findings, facts.run_id, folder)


def restore_pointer(home: Home) -> None:
    """Let the pointer name the run that the ledger made current last; call it only as the home's writer.

    A crash between the ledger's line and the pointer, or a pointer that was lost, would otherwise make booked months
    look unbooked, and they would be paid again. The folder was complete before the ledger's line was written.

    Raises:
        CannotRun: the folder of that run is missing or changed.
    """
    recorded = [entry.content for entry in read_entries(home) if entry.kind in MOVES_THE_POINTER]
    if not recorded:
        return
    run_id, manifest_hash = recorded[-1]["run_id"], recorded[-1]["manifest_hash"]
    if home.pointer.exists() and home.pointer.read_bytes() == pointer_to(run_id, manifest_hash):
        return
    manifest = home.published / run_id / MANIFEST
    if not manifest.is_file() or sha256_of_file(manifest) != manifest_hash:
        raise CannotRun(f"{manifest} is not the one that the ledger records as current: restore it from a backup.")
    write_whole(home.pointer, pointer_to(run_id, manifest_hash))


def pointer_to(run_id: str, manifest_hash: str) -> bytes:
    """What the pointer holds, to the byte, where it names that run."""
    return canonical_json({"run_id": run_id, "manifest_hash": manifest_hash}).encode()


def record_refusal(refused: Refused, *, home: Home, facts: RunFacts) -> Path:
    """Keep what the gate found in a folder of its own, without any figure; the current edition stays.

    The same run refused again for the same is kept once: one that was killed while its refusal was noted, and is asked
    for again, was refused once.

    Returns:
        The folder with ``manifest.json``, ``gate_result.parquet`` and ``report.md``.
    """
    entries = [entry for entry in read_entries(home) if entry.kind == "refused"]
    recorded = [entry.content for entry in entries if entry.content["run_id"] == facts.run_id]
    folder = home.refused / f"{facts.run_id}-{len(recorded) + 1:03d}"
    aside = home.refused / f".{folder.name}.part"
    shutil.rmtree(aside, ignore_errors=True)
    make_folder(aside)
    _write_findings(refused.findings, facts.run_id, aside)
    manifest = _manifest(facts, aside, publishes=False)
    report = _report(refused, facts)
    if recorded and _is_kept(home, recorded[-1], manifest, report):
        shutil.rmtree(aside)
        return home.refused / str(recorded[-1]["folder"])
    write_whole(aside / REPORT, report.encode())
    write_whole(aside / MANIFEST, manifest.encode())
    shutil.rmtree(folder, ignore_errors=True)  # left by a crash before the ledger named it
    aside.rename(folder)
    sync_folder(home.refused)
    append(
        home,
        kind="refused",
        content={
            "run_id": facts.run_id,
            "folder": folder.name,
            "manifest_hash": sha256_of_text(manifest),
            "report_hash": sha256_of_text(report),
        },
        at=next_moment(home),
    )
    return folder


def _is_kept(home: Home, recorded: Mapping[str, Any], manifest: str, report: str) -> bool:
    """Whether a refusal that the ledger records found the same, and its files are as they were."""
    folder = home.refused / recorded["folder"]
    kept = folder / MANIFEST
    if recorded["report_hash"] != sha256_of_text(report):
        return False
    if not kept.is_file() or sha256_of_file(kept) != recorded["manifest_hash"]:
        return False
    files = json.loads(kept.read_bytes())["files"]
    return files == json.loads(manifest)["files"] and all(
        (folder / name).is_file() and sha256_of_file(folder / name) == each["sha256"] for name, each in files.items()
    )


def _pointer(home: Home) -> tuple[str, str] | None:
    if not home.pointer.exists():
        return None
    try:
        content = json.loads(home.pointer.read_bytes())
        return content["run_id"], content["manifest_hash"]
    except (ValueError, KeyError, TypeError):
        return None


def describe(finding: Finding) -> str:
    """A finding in one paragraph: rule, count, both sentences, sample."""
    mark = "✓" if finding.success else ("✕" if finding.blocks else "!")
    sample = f"\n    {finding.sample}" if finding.sample else ""
    return (
        f"{mark} {finding.severity} {finding.suite}.{finding.expectation}: {finding.unexpected_count}\n"
        f"    {finding.message_zh}\n    {finding.message_en}{sample}"
    )


def _report(refused: Refused, facts: RunFacts) -> str:
    lines = [f"# 结算被拒 Settlement refused: {facts.period} {facts.run_type}", "", f"run_id {facts.run_id}", ""]
    lines += [describe(finding) for finding in refused.findings if not finding.success]
    return "\n".join(lines) + "\n"


def _write_findings(findings: tuple[Finding, ...], run_id: str, folder: Path) -> None:
    shape = PUBLISHED["gate_result"]
    rows = []
    for finding in findings:
        given = {name: None if cell == "" else cell for name, cell in asdict(finding).items()}
        rows.append({**given, "run_id": run_id, "success": finding.success})
    with duckdb.connect() as connection:
        connection.register("findings", pa.Table.from_pylist(rows, schema=arrow_schema(shape)))
        write_table(connection, shape, "findings", folder)


def _manifest(facts: RunFacts, folder: Path, *, publishes: bool = True) -> str:
    files: dict[str, dict[str, Any]] = {}
    with duckdb.connect() as connection:
        for path in sorted(folder.glob("*.parquet")):
            counted = connection.execute("select count(*) from read_parquet(?)", [str(path)]).fetchone()
            files[path.name] = {"sha256": sha256_of_file(path), "rows": counted[0] if counted else 0}
    outputs = canonical_json({name: each["sha256"] for name, each in files.items()})
    run = {
        "run_id": facts.run_id,
        "run_type": facts.run_type,
        "period": facts.period,
        "scheme_no": facts.scheme_no,
        "prepared_by": facts.prepared_by,
        "as_of": facts.as_of.isoformat(),
        "prior_run_id": facts.prior_run_id,
        "code_version": facts.code_version,
        "inputs_hash": facts.inputs_hash,
        "outputs_hash": sha256_of_text(outputs) if publishes else None,
        "prior_manifest_hash": facts.chain[-1][1] if facts.chain else None,
        "started_at": facts.started_at.isoformat(),
        "finished_at": datetime.now(UTC).isoformat(),
    }
    chain = [{"run_id": run_id, "manifest_hash": digest} for run_id, digest in facts.chain]
    return canonical_json({"format": _FORMAT, "run": run, "files": files, "chain": chain if publishes else []})
