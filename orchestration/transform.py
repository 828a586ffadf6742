"""Runs the dbt project on one DuckDB file, in this process, with its parsed manifest kept between runs."""

import hashlib
import os
import shutil
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from interface.files import write_whole
from interface.paths import DBT_PROJECT

if TYPE_CHECKING:
    from dbt.contracts.graph.manifest import Manifest

SETTLEMENT = ("--exclude", "intermediate.quoting")
"""Every model of a settlement run."""
QUOTE = ("--select", "+intermediate.quoting")
"""The models of a quote and what they read."""

_SOURCES = ("*.sql", "*.yml")
# What dbt would write or look up for people who use it by hand costs a quarter of a small run.
_QUIET = ("--quiet", "--no-use-colors", "--log-level-file", "none", "--no-write-json", "--no-populate-cache")


class TransformFailed(RuntimeError):
    """A model could not be built; the text names it and what the engine said."""


@cache
def project_fingerprint() -> str:
    """SHA-256 of the dbt project's sources: the version of everything that is computed in SQL."""
    digest = hashlib.sha256()
    for path in sorted(_source_files()):
        digest.update(str(path.relative_to(DBT_PROJECT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def build(database: Path, *, threads: int, memory: str, models: tuple[str, ...] = SETTLEMENT) -> None:
    """Build models in the DuckDB file; dbt's own files go to a folder beside it.

    Args:
        database: Holds the sources of the models; its name is ``run.duckdb``.
        threads: How many models, and threads of the engine, work at the same time.
        memory: The engine's limit, as DuckDB writes it.
        models: Which models, as dbt selects them: ``SETTLEMENT`` or ``QUOTE``.

    Raises:
        TransformFailed: a model failed; nothing of the database may be used.
    """
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager

    manifest = _manifest()
    os.environ.update(HL_RUN_DB=str(database), HL_THREADS=str(threads), HL_MEMORY=memory)  # dbt reads only these
    target = database.parent / "dbt"
    try:
        _invoke(["run", *models, "--target-path", str(target), "--log-path", str(target)], manifest=manifest)
    finally:
        # dbt-duckdb keeps its connection, and a read-only open of the same file would fail beside it.
        DuckDBConnectionManager.close_all_connections()


def _manifest() -> "Manifest":
    """The parsed project, a new copy each time: dbt leaves what it compiled in the one it was given."""
    from dbt.contracts.graph.manifest import Manifest

    manifest: Manifest = Manifest.from_msgpack(_parsed())
    manifest.build_flat_graph()
    return manifest


@cache
def _parsed() -> bytes:
    """What an earlier parse of the same sources left, or a parse made now."""
    stored = DBT_PROJECT / "target" / f"parsed-{project_fingerprint()[:16]}.msgpack"
    if not stored.exists():
        _parse(stored)
    return stored.read_bytes()


def _parse(stored: Path) -> None:
    target = DBT_PROJECT / "target" / f"parse-{os.getpid()}"
    os.environ["HL_RUN_DB"] = "run.duckdb"  # the name of every run's file: models are parsed into its catalogue
    try:
        _invoke(["parse", "--no-partial-parse", "--target-path", str(target), "--log-path", str(target)])
        write_whole(stored, (target / "partial_parse.msgpack").read_bytes())
    finally:
        shutil.rmtree(target, ignore_errors=True)


def _invoke(arguments: list[str], *, manifest: "Manifest | None" = None) -> None:
    from dbt.cli.main import dbtRunner

    folders = ["--project-dir", str(DBT_PROJECT), "--profiles-dir", str(DBT_PROJECT)]
    result = dbtRunner(manifest=manifest).invoke([*_QUIET, *arguments, *folders])
    if result.success:
        return
    failed = [
        f"{each.node.name}: {each.message}" for each in getattr(result.result, "results", []) if each.status == "error"
    ]
    raise TransformFailed("; ".join(failed) or f"dbt {arguments[0]} failed: {result.exception}")


def _source_files() -> list[Path]:
    files: list[Path] = []
    for folder in ("models", "macros", "tests"):
        for pattern in _SOURCES:
            files.extend((DBT_PROJECT / folder).rglob(pattern))
    return [*files, DBT_PROJECT / "dbt_project.yml", DBT_PROJECT / "profiles.yml"]
