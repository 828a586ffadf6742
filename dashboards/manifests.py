"""Manifests of published and refused runs, checked against the pointer and the chain of hashes; never written here."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from dashboards.stored import damaged, read_checked
from interface.paths import Home
from interface.tables.published import EVALUATION

_FORMAT = 1


@dataclass(frozen=True)
class Run:
    """What a manifest says of its run; times carry their offset.

    ``scheme_no`` is the one framework that an evaluation was asked for; None for all, and for a settlement.
    ``prepared_by`` is who started it; None in what an earlier version published.
    """

    run_id: str
    run_type: str
    period: str
    as_of: datetime
    prior_run_id: str | None
    code_version: str
    inputs_hash: str
    outputs_hash: str | None
    prior_manifest_hash: str | None
    started_at: datetime
    finished_at: datetime
    scheme_no: str | None = None
    prepared_by: str | None = None

    @property
    def is_evaluation(self) -> bool:
        """Whether the run evaluates; every other run settles."""
        return self.run_type == EVALUATION


@dataclass(frozen=True)
class StoredFile:
    """One file of a run: its SHA-256 and how many rows it holds."""

    sha256: str
    rows: int


@dataclass(frozen=True)
class Link:
    """An earlier run of the chain and the SHA-256 of its manifest."""

    run_id: str
    manifest_hash: str


@dataclass(frozen=True)
class Manifest:
    """One run's manifest: where it lies, its SHA-256, its run, its files and the chain before it, oldest first."""

    folder: Path
    manifest_hash: str
    run: Run
    files: Mapping[str, StoredFile]
    chain: tuple[Link, ...]


def read_chain(home: Home) -> tuple[Manifest, ...]:
    """Manifests of the current edition, oldest first; empty where nothing was published yet.

    Raises:
        CannotRun: the pointer or a manifest is missing, unreadable, or not the one that the chain names.
    """
    if not home.pointer.exists():
        return ()
    pointer = _read_json(home.pointer, home.pointer.read_bytes())
    current = Link(_text(home.pointer, pointer, "run_id"), _text(home.pointer, pointer, "manifest_hash"))
    newest = _read_published(home, current)
    older = tuple(_read_published(home, link) for link in newest.chain)
    _refuse_a_broken_chain((*older, newest))
    return (*older, newest)


def read_refused(home: Home) -> tuple[Manifest, ...]:
    """Manifests of refused runs, in the order in which they were refused."""
    if not home.refused.exists():
        return ()
    # A folder whose name starts with a dot is one that a crash left half written.
    paths = [path for path in home.refused.glob("*/manifest.json") if not path.parent.name.startswith(".")]
    manifests = [_parse(path, path.read_bytes()) for path in paths]
    return tuple(sorted(manifests, key=lambda each: (each.run.finished_at, each.folder.name)))


def _read_published(home: Home, link: Link) -> Manifest:
    path = home.published / link.run_id / "manifest.json"
    manifest = _parse(path, read_checked(path, sha256=link.manifest_hash))
    if manifest.run.run_id != link.run_id:
        raise damaged(path, f"speaks of run {manifest.run.run_id}")
    return manifest


def _refuse_a_broken_chain(manifests: tuple[Manifest, ...]) -> None:
    """Every run must stand on exactly the runs before it, or two histories have been mixed."""
    before: tuple[Link, ...] = ()
    for manifest in manifests:
        expected = before[-1].manifest_hash if before else None
        if manifest.chain != before or manifest.run.prior_manifest_hash != expected:
            raise damaged(manifest.folder / "manifest.json", "does not continue the chain of runs before it")
        before = (*before, Link(manifest.run.run_id, manifest.manifest_hash))


def _parse(path: Path, content: bytes) -> Manifest:
    body = _read_json(path, content)
    if body.get("format") != _FORMAT:
        raise damaged(path, f"is of format {body.get('format')!r}, and this version reads {_FORMAT}")
    try:
        return Manifest(
            folder=path.parent,
            manifest_hash=hashlib.sha256(content).hexdigest(),
            run=_parse_run(body["run"]),
            files={name: StoredFile(each["sha256"], each["rows"]) for name, each in body["files"].items()},
            chain=tuple(Link(each["run_id"], each["manifest_hash"]) for each in body["chain"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as reason:
        raise damaged(path, f"is not a manifest ({reason!r})") from None


def _parse_run(body: Mapping[str, Any]) -> Run:
    moments = {name: datetime.fromisoformat(body[name]) for name in ("as_of", "started_at", "finished_at")}
    if any(moment.tzinfo is None for moment in moments.values()):
        raise ValueError("a time without an offset")
    return Run(
        run_id=body["run_id"],
        run_type=body["run_type"],
        period=body["period"],
        prior_run_id=body["prior_run_id"],
        code_version=body["code_version"],
        inputs_hash=body["inputs_hash"],
        outputs_hash=body["outputs_hash"],
        prior_manifest_hash=body["prior_manifest_hash"],
        scheme_no=body.get("scheme_no"),
        prepared_by=body.get("prepared_by") or None,
        **moments,
    )


def _text(path: Path, body: dict[str, Any], name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str):
        raise damaged(path, f"gives no {name}")
    return value


def _read_json(path: Path, content: bytes) -> dict[str, Any]:
    try:
        body = json.loads(content)
    except ValueError:
        raise damaged(path, "is not JSON") from None
    if not isinstance(body, dict):
        raise damaged(path, "is not a JSON object")
    return body
