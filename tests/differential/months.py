"""Makes months of settlement facts from a seed, with late and changed facts, skipped and revised months."""

from collections import defaultdict
from dataclasses import dataclass
from random import Random

from tests.differential.made_rules import make_catalogue, make_contract
from tests.differential.making import Made
from tests.differential.worths import Tables


@dataclass(frozen=True)
class Step:
    """Facts that become known together, and the month that is settled then."""

    facts: Tables
    period: str


def make_months(seed: int, count: int) -> list[Step]:
    """The same seed and count give the same months, on any machine."""
    return _steps(_make(seed, count))


def make_every_month(seed: int, count: int) -> list[Step]:
    """The facts of ``make_months`` as they become known, with every month settled once, in order."""
    made = _make(seed, count)
    return [Step(dict(made.known_in[index]), made.month(index)) for index in range(count)]


def known_at_once(steps: list[Step]) -> list[Step]:
    """The same months, with all facts known before the first."""
    facts: Tables = defaultdict(list)
    for step in steps:
        for table, rows in step.facts.items():
            facts[table] += rows
    return [Step(dict(facts), steps[0].period), *(Step({}, step.period) for step in steps[1:])]


def _make(seed: int, count: int) -> Made:
    made = Made(Random(f"{seed}/{count}"), Random(seed).randrange(12), count)
    make_catalogue(made)
    for number in range(1, made.random.randint(2, 4) + 1):
        make_contract(made, f"H{number}")
    return made


def _steps(made: Made) -> list[Step]:
    """Months in order; one in eight is skipped, some of these settled later; some months are revised."""
    steps: list[Step] = []
    waiting: Tables = defaultdict(list)
    skipped: list[str] = []
    for index in range(made.count):
        for table, rows in made.known_in[index].items():
            waiting[table] += rows
        if 0 < index < made.count - 1 and made.random.random() < 0.12:
            skipped.append(made.month(index))
            continue
        after = defaultdict(list)
        if index and made.random.random() < 0.25:
            for table in ("delivery", "metering_verification", "assessment"):
                after[table] = [row for row in waiting[table] if made.random.random() < 0.5]
                waiting[table] = [row for row in waiting[table] if row not in after[table]]
        steps.append(Step(dict(waiting), made.month(index)))
        waiting = after
        if any(after.values()):
            revised = made.random.choice(steps).period if made.random.random() < 0.5 else made.month(index)
            steps.append(Step(dict(after), revised))
            waiting = defaultdict(list)
        if skipped and made.random.random() < 0.3:
            steps.append(Step({}, skipped.pop()))
    return steps
