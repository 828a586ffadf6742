"""A home whose months are settled one after another, and copies of it in which a month is only judged."""

import csv
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any

import duckdb

from dashboards.access import SYSTEM
from dashboards.editions import open_edition
from expectations.gate import SETTLEMENT, Finding
from expectations.judge_process import JudgeProcess
from ingest.landing import ingest_folder
from interface.ledger import writing
from interface.paths import Home
from interface.periods import Month
from interface.settings import read_settings
from interface.tables.published import EVALUATION
from orchestration.preparing import Prepared
from orchestration.quarantine import set_aside_rows
from orchestration.requests import resolve_evaluation
from orchestration.settlement import prepare, settle
from orchestration.transform import EVALUATION as EVALUATION_MODELS
from orchestration.transform import build
from orchestration.work_folders import open_work_folder
from orchestration.workbench import lay_out_evaluation
from tests.defects.made_rules import Tables


@dataclass(frozen=True)
class Seen:
    """What was noticed of a month: rules that offend by severity with a sample, and codes of rows and files."""

    blocks: dict[str, str] = field(default_factory=dict)
    warns: dict[str, str] = field(default_factory=dict)
    codes: Counter[str] = field(default_factory=Counter)

    def beyond(self, clean: "Seen") -> "Seen":
        """What the same month without the defect does not show."""
        return Seen(
            {name: sample for name, sample in self.blocks.items() if clean.blocks.get(name) != sample},
            {name: sample for name, sample in self.warns.items() if clean.warns.get(name) != sample},
            self.codes - clean.codes,
        )

    @property
    def names(self) -> set[str]:
        """Everything by name: rules and codes."""
        return {*self.blocks, *self.warns, *self.codes}

    def shown(self, name: str) -> str:
        """A rule with its severity, or a code with its count."""
        severity = "BLOCK " if name in self.blocks else "WARN " if name in self.warns else ""
        return f"{severity}{name}{f' × {self.codes[name]}' if name in self.codes else ''}"


class Bench:
    """A home of its own and one warm gate."""

    def __init__(self, folder: Path, judge_process: JudgeProcess) -> None:
        self.home = Home(folder / "home")
        self.judge_process = judge_process
        self._folder = folder
        self._received = 0
        self._spoilt = 0

    @contextmanager
    def copy(self) -> "Iterator[Bench]":
        """A home with the same bytes that may be spoilt; it is gone afterwards."""
        aside = self._folder / "copy"
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir(parents=True)
        if self.home.root.exists():
            shutil.copytree(self.home.root, aside / "home")
        try:
            yield Bench(aside, self.judge_process)
        finally:
            shutil.rmtree(aside, ignore_errors=True)

    def receive(self, files: dict[str, bytes]) -> Counter[str]:
        """Land files of one folder; codes of the files refused and of all rows that are set aside by now."""
        self._received += 1
        inputs = self._folder / f"inputs-{self._received}"
        for name, content in files.items():
            (inputs / name).parent.mkdir(parents=True, exist_ok=True)
            (inputs / name).write_bytes(content)
        outcomes = ingest_folder(self.home, inputs)
        refused = Counter(outcome.refusal.split()[0] for outcome in outcomes if outcome.refusal)
        return refused + Counter(row.reason for row in set_aside_rows(self.home, table=None))

    def statements(self) -> list[dict[str, Any]]:
        """Statements of the newest run; none before the first."""
        if not self.home.pointer.exists():
            return []
        edition = open_edition(self.home, SYSTEM)
        newest = edition.settlements[-1].run.run_id
        return [row for row in edition.table("settlement").to_pylist() if row["run_id"] == newest]

    def settle(self, month: Month) -> Seen:
        """Settle and publish the month; it is refused where the gate blocks, as for any user."""
        outcome = settle(self.home, month, settings=read_settings({}), judge_process=self.judge_process)
        return seen(outcome.findings)

    @contextmanager
    def built(self, month: Month, *, run_type: str | None = None) -> Iterator[Prepared]:
        """The month's run as it is built and not judged yet."""
        with writing(self.home):
            prepared = prepare(self.home, month, settings=read_settings({}), run_type=run_type)
            try:
                yield prepared
            finally:
                prepared.folder.remove()

    def judge_month(self, month: Month, *, run_type: str | None = None) -> Seen:
        """Build the month and judge it, publishing nothing."""
        with self.built(month, run_type=run_type) as prepared:
            return self.judge(prepared.bench.database)

    @contextmanager
    def evaluated(self) -> Iterator[Path]:
        """The file of an evaluation of all frameworks as it is built and not judged yet."""
        settings = read_settings({})
        with writing(self.home):
            folder = open_work_folder(self.home, "evaluation")
            try:
                request = resolve_evaluation(self.home, scheme_no=None, as_of=None)
                database = lay_out_evaluation(folder.path, self.home, request, settings=settings).database
                build(database, threads=settings.threads, memory=settings.memory, models=EVALUATION_MODELS)
                yield database
            finally:
                folder.remove()

    def judge(self, database: Path, *, is_evaluation: bool = False) -> Seen:
        """What the gate says of a run's file."""
        return seen(self.judge_process.judge(database, kind=EVALUATION if is_evaluation else SETTLEMENT).findings)

    def judge_spoilt(
        self, database: Path, spoil: Callable[[duckdb.DuckDBPyConnection], None], *, is_evaluation: bool = False
    ) -> Seen:
        """What the gate says of a copy of a run's file in which something was changed after it was built."""
        # A name of its own each time: the gate's process may still hold the file that had it before.
        self._spoilt += 1
        # Under the same name, by which the views in it name what they read.
        spoilt = database.parent / f"spoilt-{self._spoilt}" / database.name
        spoilt.parent.mkdir()
        shutil.copyfile(database, spoilt)
        try:
            with duckdb.connect(str(spoilt)) as connection:
                spoil(connection)
            return self.judge(spoilt, is_evaluation=is_evaluation)
        finally:
            spoilt.unlink()


def seen(findings: tuple[Finding, ...]) -> Seen:
    """Findings that offend, by severity."""
    offending = [finding for finding in findings if not finding.success]
    parts = {
        severity: {
            each.expectation: f"{each.unexpected_count}: {each.sample}"
            for each in offending
            if each.severity == severity
        }
        for severity in ("BLOCK", "WARN")
    }
    return Seen(parts["BLOCK"], parts["WARN"])


def as_files(tables: Tables) -> dict[str, bytes]:
    """Each table as a CSV file of its own."""
    files = {}
    for name, rows in tables.items():
        text = StringIO(newline="")
        writer = csv.DictWriter(
            text, fieldnames=list(dict.fromkeys(key for row in rows for key in row)), lineterminator="\n"
        )
        writer.writeheader()
        writer.writerows(rows)
        files[f"{name}.csv"] = text.getvalue().encode()
    return files
