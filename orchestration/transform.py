"""Runs the dbt project on one DuckDB file, in this process, compiled once for each version of the project."""

import hashlib
import os
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from interface.files import write_whole
from interface.paths import DBT_PROJECT

if TYPE_CHECKING:
    from dbt.contracts.graph.manifest import Manifest

# Ephemeral models are part of the compiled code of those that read them.
_BUILT = ("--exclude", "config.materialized:ephemeral")
SETTLEMENT = (*_BUILT, "intermediate.quoting", "intermediate.assessment", "marts.assessment")
"""Every model of a settlement run."""
EVALUATION = ("--select", "+marts.assessment", *_BUILT)
"""The models of an evaluation and what they read."""
QUOTE = ("--select", "+intermediate.quoting", *_BUILT)
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
        models: Which models, as dbt selects them: ``SETTLEMENT``, ``EVALUATION`` or ``QUOTE``.

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


def parsed_manifest() -> "Manifest":
    """The project as parsed, a new copy each time: dbt leaves what it compiled in the one that it was given."""
    return _copied(_parsed())


def prepare_project() -> None:
    """Parse and compile now: from then on no run writes beside the sources, which may be anybody's but the runner's."""
    _compiled()


def _manifest() -> "Manifest":
    """The project with every model's code compiled, ephemeral models written into those that read them.

    The names of relations are the same in every run, so compiling once for each version of the project is enough; doing
    it in every run took half of dbt's time, most of it to parse SQL only to put staging models in front of it.
    """
    return _copied(_compiled())


def _copied(content: bytes) -> "Manifest":
    from dbt.contracts.graph.manifest import Manifest

    manifest: Manifest = Manifest.from_msgpack(content)
    manifest.build_flat_graph()
    return manifest


@cache
def _parsed() -> bytes:
    return _stored("parsed", _parse)


@cache
def _compiled() -> bytes:
    return _stored("compiled", _compile)


def _stored(what: str, make: Callable[[Path], bytes]) -> bytes:
    """What an earlier run made of the same sources, or what is made of them now in a folder of its own."""
    stored = DBT_PROJECT / "target" / f"{what}-{project_fingerprint()[:16]}.msgpack"
    if not stored.exists():
        folder = stored.with_name(f"{what}-{os.getpid()}")
        folder.mkdir(parents=True, exist_ok=True)
        try:
            write_whole(stored, make(folder))
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    return stored.read_bytes()


def _parse(folder: Path) -> bytes:
    os.environ["HL_RUN_DB"] = "run.duckdb"  # the name of every run's file: models are parsed into its catalogue
    _invoke(["parse", "--no-partial-parse", "--target-path", str(folder), "--log-path", str(folder)])
    return (folder / "partial_parse.msgpack").read_bytes()


def _compile(folder: Path) -> bytes:
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager

    manifest = parsed_manifest()
    os.environ.update(HL_RUN_DB=str(folder / "run.duckdb"), HL_THREADS="1", HL_MEMORY="1GB")
    try:
        _invoke(["compile", "--target-path", str(folder), "--log-path", str(folder)], manifest=manifest)
    finally:
        DuckDBConnectionManager.close_all_connections()
    compiled = parsed_manifest()
    for key, node in manifest.nodes.items():
        if node.resource_type == "model":
            compiled.nodes[key].raw_code = node.compiled_code
    content: bytes = compiled.to_msgpack()
    return content


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
