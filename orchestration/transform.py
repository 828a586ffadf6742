"""Runs the dbt project in this process, on one DuckDB file or on Spark, compiled once for each version of it."""

import hashlib
import os
import shutil
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from interface.files import write_whole
from interface.paths import DBT_PROJECT
from interface.settings import DUCKDB, SPARK

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

# What is written in DuckDB's SQL alone is not even compiled for Spark.
_BUILT_ON = {DUCKDB: (), SPARK: SETTLEMENT}

_SOURCES = ("*.sql", "*.yml")
# What dbt would write or look up for people who use it by hand costs a quarter of a small run.
_QUIET = ("--log-level", "none", "--log-level-file", "none", "--no-write-json", "--no-populate-cache")


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
    manifest = _manifest(DUCKDB)
    os.environ.update(HL_RUN_DB=str(database), HL_THREADS=str(threads), HL_MEMORY=memory)  # dbt reads only these
    _run(models, manifest, target=DUCKDB, folder=database.parent / "dbt")


def build_shapes(database: Path, *, threads: int, memory: str, models: tuple[str, ...] = SETTLEMENT) -> None:
    """Build models in the DuckDB file without their rows: their columns and exact types alone; see ``build``."""
    os.environ["HL_SHAPES_ONLY"] = "yes"
    try:
        build(database, threads=threads, memory=memory, models=models)
    finally:
        del os.environ["HL_SHAPES_ONLY"]


def build_on_spark(folder: Path, *, threads: int, models: tuple[str, ...] = SETTLEMENT) -> None:
    """Build models on the Spark session that stands open in this process and holds their sources.

    Args:
        folder: Takes dbt's own files.
        threads: How many models are built at the same time.
        models: Which models, as dbt selects them.

    Raises:
        TransformFailed: a model failed.
    """
    manifest = _manifest(SPARK)
    os.environ["HL_THREADS"] = str(threads)
    _run(models, manifest, target=SPARK, folder=folder)


def parsed_manifest(target: str = DUCKDB) -> "Manifest":
    """The project as parsed, a new copy each time: dbt leaves what it compiled in the one that it was given."""
    return _copied(_parsed(target))


def prepare_project() -> None:
    """Parse and compile now: from then on no run writes beside the sources, which may be anybody's but the runner's."""
    _compiled(DUCKDB)


def _run(models: tuple[str, ...], manifest: "Manifest", *, target: str, folder: Path) -> None:
    paths = ["--target-path", str(folder), "--log-path", str(folder)]
    try:
        _invoke(["run", *models, *paths], target=target, manifest=manifest)
    finally:
        _close_connections()


def _manifest(target: str) -> "Manifest":
    """The project with every model's code compiled, ephemeral models written into those that read them.

    The names of relations are the same in every run, so compiling once for each version of the project is enough; doing
    it in every run took half of dbt's time, most of it to parse SQL only to put staging models in front of it.
    """
    return _copied(_compiled(target))


def _copied(content: bytes) -> "Manifest":
    from dbt.contracts.graph.manifest import Manifest

    manifest: Manifest = Manifest.from_msgpack(content)
    return manifest


@cache
def _parsed(target: str) -> bytes:
    return _stored(_named("parsed", target), partial(_parse, target))


@cache
def _compiled(target: str) -> bytes:
    return _stored(_named("compiled", target), partial(_compile, target))


def _named(what: str, target: str) -> str:
    return what if target == DUCKDB else f"{what}-{target}"


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


def _parse(target: str, folder: Path) -> bytes:
    os.environ["HL_RUN_DB"] = "run.duckdb"  # the name of every run's file: models are parsed into its catalogue
    paths = ["--target-path", str(folder), "--log-path", str(folder)]
    _invoke(["parse", "--no-partial-parse", *paths], target=target)
    return (folder / "partial_parse.msgpack").read_bytes()


def _compile(target: str, folder: Path) -> bytes:
    manifest = parsed_manifest(target)
    os.environ.update(HL_RUN_DB=str(folder / "run.duckdb"), HL_THREADS="1", HL_MEMORY="1GB")
    try:
        paths = ["--target-path", str(folder), "--log-path", str(folder)]
        _invoke(["compile", *_BUILT_ON[target], *paths], target=target, manifest=manifest)
    finally:
        _close_connections()
    compiled = parsed_manifest(target)
    for key, node in manifest.nodes.items():
        if node.resource_type == "model" and node.compiled_code:
            compiled.nodes[key].raw_code = node.compiled_code
    return _as_run(compiled)


def _as_run(compiled: "Manifest") -> bytes:
    """The project without what only parsing and testing ask for, which is half of what every run would read."""
    compiled.files, compiled.unit_tests = {}, {}
    compiled.nodes = {key: node for key, node in compiled.nodes.items() if node.resource_type == "model"}
    content: bytes = compiled.to_msgpack()
    return content


def _close_connections() -> None:
    """dbt-duckdb keeps its connection, and a read-only open of the same file would fail beside it."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager

    DuckDBConnectionManager.close_all_connections()


def _invoke(arguments: list[str], *, target: str, manifest: "Manifest | None" = None) -> None:
    from dbt.cli.main import dbtRunner

    folders = ["--project-dir", str(DBT_PROJECT), "--profiles-dir", str(DBT_PROJECT), "--target", target]
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
