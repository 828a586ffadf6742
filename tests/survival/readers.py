"""Readers that never rest while a hundred runs are published: each reading must be of one whole edition."""

import csv
import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from dashboards.access import SYSTEM
from dashboards.documents.exports import export
from dashboards.editions import NothingPublished, open_edition
from expectations.gate import Passed
from expectations.judge_process import JudgeProcess
from expectations.publishing import publish
from interface.files import sha256_of_file
from interface.ledger import writing
from interface.paths import Home
from interface.periods import Month
from interface.settings import read_settings
from interface.sql import literal
from orchestration.settlement import prepare, run_facts
from tests.survival.commands import start_gates_warm
from tests.survival.killed import copied
from tests.survival.stages import MARCH, Stage
from tests.survival.warm import Warm

_COUNTED = ("settlement_line", "settlement", "delivery_fate", "line_source", "gate_result")
_END = "published"


def read_while_publishing(
    warm: Warm, stage: Stage, folder: Path, *, publications: int
) -> tuple[dict[str, int], list[str]]:
    """Publish so often in one process while others read in every way; how often each read, and what was wrong."""
    root = copied(stage, folder)
    readers = [(name, warm.start(read_on, root, name)) for name in (*READINGS, "exports")]
    writer = warm.end(warm.start(publish_often, root, publications))
    (root.parent / _END).touch()
    wrong = [f"publishing failed: {writer.err.strip()[-300:]}"] if writer.code else []
    counts: dict[str, int] = {}
    for name, started in readers:
        ended = warm.end(started)
        if ended.code:
            wrong.append(f"{name}: a reader failed: {ended.err.strip()[-300:]}")
            continue
        count, found = ended.result
        counts[name] = counts.get(name, 0) + count
        wrong += [f"{name}: {each}" for each in found]
    shutil.rmtree(root.parent)
    return counts, wrong


def publish_often(root: Path, count: int) -> None:
    """Settle March once, and publish what was judged under one number after the other, each on those before it."""
    start_gates_warm()
    home, chain = Home(root), ()
    with JudgeProcess() as judge_process, writing(home):
        prepared = prepare(home, Month.parse(MARCH), settings=read_settings({}))
        first = prepared.bench.database
        judged = judge_process.judge(first)
        for number in range(count):
            run_id = f"{prepared.bench.run_id}{number:03d}"
            # Under the same name, by which the views in it name what they read.
            database = first.parent / f"run-{number}" / first.name
            database.parent.mkdir()
            shutil.copy(first, database)
            _name(database, run_id)
            proof = Passed(database, sha256_of_file(database), judged.findings)
            facts = run_facts(prepared.request, prepared.bench, started_at=prepared.started_at)
            chain = (*chain, (run_id, publish(proof, home=home, facts=replace(facts, run_id=run_id, chain=chain))))
            shutil.rmtree(database.parent)
        prepared.folder.remove()


def read_on(root: Path, name: str) -> tuple[int, list[str]]:
    """Read in one way until the last run is published; how often, and what was wrong."""
    if name == "exports":
        return _counted(root, _exports)
    return _counted(root, READINGS[name])


def _counted(root: Path, read: object) -> tuple[int, list[str]]:
    count, wrong, ended = 0, [], False
    while not ended:
        ended = (root.parent / _END).exists()
        try:
            wrong += read(Home(root))  # type: ignore[operator]
            count += 1
        except NothingPublished:
            time.sleep(0.01)
        if len(wrong) > 10:
            break
    return count, wrong


def _tables(home: Home) -> Iterator[str]:
    """Rows of every run are equally many, and there are as many runs as in the chain of the newest."""
    edition = open_edition(home, SYSTEM)
    runs = [each.run.run_id for each in edition.chain]
    for name in _COUNTED:
        found: dict[str, int] = {}
        for row in edition.table(name).to_pylist():
            found[row["run_id"]] = found.get(row["run_id"], 0) + 1
        if sorted(found) != sorted(runs) or len(set(found.values())) != 1:
            yield f"{name} holds {found} of {len(runs)} runs"


def _exports(home: Home) -> Iterator[str]:
    """All tables of an export are of the same runs."""
    with TemporaryDirectory() as folder:
        to = Path(folder)
        export(home, SYSTEM, what="all", period=None, year=None, format="csv", to=to)
        runs = {name: _runs_of(to / f"{name}.csv") for name in ("run", *_COUNTED)}
    yield from (
        f"{name} is of {len(each)} runs, run.csv of {len(runs['run'])}"
        for name, each in runs.items()
        if each != runs["run"]
    )


def _pages(home: Home) -> Iterator[str]:
    """No page shows an error."""
    from dashboards.app import PAGES, render_page
    from dashboards.visits import Visit
    from orchestration.desk import open_desk

    open_edition(home, SYSTEM)
    for page in PAGES:
        shown = str(render_page(Visit(home, SYSTEM, {}, open_desk()), page.path))
        if "state-error" in shown:
            yield f"{page.path} shows {shown[:300]}"


def _manifests(home: Home) -> Iterator[str]:
    """The pointer and the chain, as fast as they can be read."""
    before = len(open_edition(home, SYSTEM).chain)
    after = len(open_edition(home, SYSTEM).chain)
    if after < before:
        yield f"{before} runs, and then {after}"


READINGS = {"tables": _tables, "pages": _pages, "manifests": _manifests}


def _name(database: Path, run_id: str) -> None:
    """Write another run's number wherever the run names itself."""
    with duckdb.connect(str(database)) as connection:
        # What is a view takes the number from there.
        connection.execute("update this_run.parameters set run_id = ?", [run_id])
        tables = connection.execute(
            "select table_name from duckdb_columns() inner join duckdb_tables() using (schema_name, table_name) "
            "where schema_name = 'marts' and column_name = 'run_id'"
        ).fetchall()
        for (name,) in tables:
            connection.execute(f"update marts.{name} set run_id = ?", [run_id])
        for (name,) in connection.execute("select table_name from this_run.written_down").fetchall():
            path = database.with_name(f"{name}.parquet")
            rows = f"select * replace ({literal(run_id)} as run_id) from marts.{name}"
            connection.execute(f"copy ({rows}) to {literal(str(path))} (format parquet)")
            connection.execute(
                "update this_run.written_down set sha256 = ? where table_name = ?", [sha256_of_file(path), name]
            )


def _runs_of(path: Path) -> set[str]:
    with path.open(encoding="utf-8", newline="") as stream:
        return {row["run_id"] for row in csv.DictReader(stream)}
