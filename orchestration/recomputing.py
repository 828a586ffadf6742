"""Makes a published run again from what was received, beside the home, and holds it against what was published."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from dashboards.access import SYSTEM
from dashboards.editions import Edition
from dashboards.manifests import Link, Manifest, Run, read_published
from expectations.gate import SETTLEMENT
from expectations.judge_process import JudgeProcess
from expectations.overrides import overridden
from expectations.publishing import write_tables
from ingest.rereading import Reread, reread
from interface.errors import CannotRun
from interface.ledger import Entry, read_entries, writing
from interface.paths import Home
from interface.periods import Month, Period, Year
from interface.settings import DUCKDB, Settings
from interface.tables import INPUTS, PUBLISHED
from interface.tables.published import EVALUATION
from orchestration.building import build_evaluation, build_settlement
from orchestration.comparing import Compared, compare
from orchestration.history import read_history
from orchestration.requests import Request, newest_rollback
from orchestration.settlement import run_facts
from orchestration.work_folders import open_work_folder
from orchestration.workbench import Workbench, lay_out, lay_out_evaluation

# What a batch keeps of a row's text follows from how it was read, and only the careful way keeps it.
_TEXT_OF_ROWS = ("raw", "row_key")
_WORDS_OF_RULES = ("message_zh", "message_en", "guards")


@dataclass(frozen=True)
class Recomputed:
    """A published run beside the same run made again.

    Attributes:
        run: What its manifest says of it.
        run_id: The id that the same request over the same facts has now.
        inputs_hash: The digest of the facts that it stands on now.
        code_version: The version that made it again.
        tables: One per published table, in the order of the manifest.
        new_tables: Tables that are made now, and that the version that published did not have.
        batches: One per batch that was read again from its raw file; none where that was not asked.
        batch_rows: How rows of batches differ whose bytes do.
        stored, made: Statements by their number, as published and as made again; none for an evaluation.
    """

    run: Run
    run_id: str
    inputs_hash: str
    code_version: str
    tables: tuple[Compared, ...]
    new_tables: tuple[str, ...]
    batches: tuple[Reread, ...]
    batch_rows: tuple[Compared, ...]
    stored: Mapping[str, Mapping[str, Any]]
    made: Mapping[str, Mapping[str, Any]]

    @property
    def is_same(self) -> bool:
        """Whether facts, judgement and every row are those that were published."""
        return (self.run_id, self.inputs_hash) == (self.run.run_id, self.run.inputs_hash) and all(
            table.is_same for table in (*self.tables, *self.batch_rows)
        )


def recompute(
    home: Home, run_id: str, *, settings: Settings, judge_process: JudgeProcess, from_raw: bool
) -> Recomputed:
    """Make a published run again as at its moment of knowledge, on the edition that stood before it; books nothing.

    The home's lock is held only until a work folder is there: what is read afterwards never changes.

    Args:
        home: Where everything lies.
        run_id: A run of the current edition or one that was taken back.
        settings: Threads and memory of the engine.
        judge_process: The gate, already warming up.
        from_raw: Read every raw file that the run knew again first, instead of what was landed of them.

    Raises:
        CannotRun: there is no such run, its files are no longer kept, or something that it stands on is damaged.
        Stopped: raw files cannot be read again.
    """
    if not home.ledger.exists():
        raise CannotRun(f"{home.root} is no home: nothing was ever received there; check --home.")
    entries = read_entries(home)
    booking = read_history(entries).booking(run_id)
    if booking.removed is not None:
        raise CannotRun(f"The files of run {run_id} are no longer kept: it was taken back, and removed with `retain`.")
    manifest = read_published(home, Link(*booking.link))
    known = entries[: booking.entry.number - 1]
    with writing(home):
        folder = open_work_folder(home, "recompute")
    try:
        facts_home, batches = home, []
        if from_raw:
            facts_home = Home(folder.path / "home")
            batches = reread(home, facts_home, [entry for entry in known if entry.at < manifest.run.as_of])
        request = _request(home, manifest, known)
        bench = _built(folder.path, facts_home, request, settings)
        judged = judge_process.judge(bench.database, kind=EVALUATION if manifest.run.is_evaluation else SETTLEMENT)
        judged = overridden(judged, known, run_id=bench.run_id)
        facts = run_facts(request, bench, started_at=manifest.run.started_at)
        made = folder.path / "tables"
        made.mkdir()
        write_tables(judged, facts=facts, folder=made)
        return Recomputed(
            run=manifest.run,
            run_id=bench.run_id,
            inputs_hash=bench.inputs_hash,
            code_version=facts.code_version,
            tables=tuple(_compared(manifest, name, made / name) for name in manifest.files),
            new_tables=tuple(sorted(path.stem for path in made.iterdir() if path.name not in manifest.files)),
            batches=tuple(batches),
            batch_rows=tuple(_compared_rows(batches)),
            stored=_statements(manifest.folder),
            made=_statements(made),
        )
    finally:
        folder.remove()


def _built(folder: Path, home: Home, request: Request, settings: Settings) -> Workbench:
    if request.run_type == EVALUATION:
        bench = lay_out_evaluation(folder, home, request, settings=settings, anew=True)
        build_evaluation(bench, settings=settings)
    else:
        bench = lay_out(folder, home, request, settings=settings, anew=True)
        build_settlement(bench, home=home, settings=replace(settings, engine=DUCKDB))
    return bench


def _request(home: Home, manifest: Manifest, known: list[Entry]) -> Request:
    run = manifest.run
    before = tuple(read_published(home, link) for link in manifest.chain)
    period: Period = Year.parse(run.period) if len(run.period) == len("2020") else Month.parse(run.period)
    edition = Edition(home, SYSTEM, before, ()) if before else None
    return Request(
        period, run.run_type, run.as_of, edition, run.scheme_no, run.prepared_by or "", rollback=newest_rollback(known)
    )


def _compared(manifest: Manifest, file_name: str, made: Path) -> Compared:
    """One table; of what the gate found, the rules that both versions ask, whatever the words they say it in."""
    shape = PUBLISHED[file_name.removesuffix(".parquet")]
    is_judgement = shape.name == "gate_result"
    return compare(
        shape,
        manifest.folder / file_name,
        made,
        name=shape.name,
        key=shape.key,
        leave_out=_WORDS_OF_RULES if is_judgement else (),
        keys_of_both=is_judgement,
    )


def _compared_rows(batches: Sequence[Reread]) -> Iterator[Compared]:
    """Of every batch whose bytes are not those that the ledger records, the rows as landed and as read again."""
    for batch in batches:
        if not batch.is_same:
            for stored, made in batch.files:
                name = f"{batch.received.file_name} ({stored})"
                shape = INPUTS[batch.received.table_name]
                leave_out = () if stored.name.endswith(".quarantine.parquet") else _TEXT_OF_ROWS
                yield compare(shape, stored, made, name=name, key=("row_number",), leave_out=leave_out)


def _statements(folder: Path) -> dict[str, dict[str, Any]]:
    path = folder / "settlement.parquet"
    return {row["settle_no"]: row for row in pq.read_table(path).to_pylist()} if path.is_file() else {}
