"""Hands the same facts over in other rows, files, folders and copies, and says what of the published tables differs."""

from collections.abc import Callable, Iterator
from random import Random
from typing import Any, cast

from dashboards.access import SYSTEM
from dashboards.editions import open_edition
from interface.settings import Settings, read_settings
from interface.tables import PUBLISHED
from tests.differential.months import Step
from tests.differential.worths import Tables
from tests.integration.conftest import Desk

# What names a file or a moment of receiving and running; all else must be the same.
OF_FILES_AND_MOMENTS = {
    *("file_sha256", "row_number", "sample"),
    *("as_of", "started_at", "finished_at", "outputs_hash", "manifest_hash", "prior_manifest_hash"),
}
ABOUT_FILES = ("ingest_file", "quarantine", "delivery_sum")

Packing = Callable[[Tables, Random], list[Tables]]
"""Folders that are received one after the other and together hold the facts."""


class ThreadedDesk(Desk):
    """A desk whose engine works with one thread, or as many as are said later."""

    threads = 1

    @property
    def settings(self) -> Settings:
        return read_settings({"HENGLIANG_THREADS": str(self.threads)})


def as_made(facts: Tables, _: Random) -> list[Tables]:
    """One folder, one file per table."""
    return [facts]


def rows_shuffled(facts: Tables, random: Random) -> list[Tables]:
    """One folder; the rows of each file in another order."""
    return [{name: random.sample(rows, len(rows)) for name, rows in facts.items()}]


def tables_backwards(facts: Tables, _: Random) -> list[Tables]:
    """A folder for each table, work before the rules that it needs."""
    return [{name: facts[name]} for name in reversed(facts)]


def in_batches(facts: Tables, random: Random) -> list[Tables]:
    """Three folders, each with every third row of every table, the last one first."""
    batches = [{name: rows[part::3] for name, rows in facts.items() if rows[part::3]} for part in (2, 1, 0)]
    return [batch for batch in batches if batch]


def given_twice(facts: Tables, random: Random) -> list[Tables]:
    """Everything, then the very same files again, then the same rows in files of other content."""
    return [facts, facts, *rows_shuffled(facts, random)]


def every_way(facts: Tables, random: Random) -> list[Tables]:
    """All of these at once: batches of work, batches of the rules that it needs, and all rows again."""
    rules = list(facts)[: len(facts) // 2]
    work = {name: facts[name] for name in facts if name not in rules}
    parts = [work, {name: facts[name] for name in rules}]
    return [*(batch for part in parts for batch in in_batches(part, random)), *rows_shuffled(facts, random)]


PACKINGS: tuple[Packing, ...] = (rows_shuffled, tables_backwards, in_batches, given_twice)


def settle_months(desk: ThreadedDesk, steps: list[Step], *, packing: Packing, seed: int = 0) -> None:
    """Receive each step's facts as packed and settle its month; every run must be published."""
    random = Random(seed)
    for step in steps:
        facts = {name: rows for name, rows in step.facts.items() if rows}
        for tables in packing(facts, random) if facts else ():
            desk.receive(**cast(dict[str, Any], tables))
        outcome = desk.settle(step.period)
        blocking = [each for each in outcome.findings if each.severity == "BLOCK" and not each.success]
        assert outcome.verdict == "PUBLISHED", (packing.__name__, step.period, outcome.verdict, blocking)


def published_differences(one: Desk, other: Desk) -> list[str]:
    """Tables whose rows differ, with the first rows that only one of the two has."""
    return [
        f"{name}: {sorted(rows - others)[:2]} or {sorted(others - rows)[:2]}"
        for (name, rows), (_, others) in zip(_published(one), _published(other), strict=True)
        if rows != others
    ]


def _published(desk: Desk) -> Iterator[tuple[str, set[str]]]:
    """Each table's rows as text, numbered where several are alike."""
    edition = open_edition(desk.home, SYSTEM)
    for name in PUBLISHED:
        if name in ABOUT_FILES:
            continue
        rows: dict[str, int] = {}
        texts = set()
        for row in edition.table(name).to_pylist():
            text = str({column: cell for column, cell in row.items() if column not in OF_FILES_AND_MOMENTS})
            rows[text] = rows.get(text, 0) + 1
            texts.add(f"{text} {rows[text]}")
        yield name, texts
