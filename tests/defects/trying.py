"""Plants each kind by itself in a month that is clean without it, settles clean months, and keeps the tally."""

from copy import deepcopy
from pathlib import Path

from expectations.judge_process import JudgeProcess
from tests.defects import (
    kinds_in_accounts,
    kinds_in_lines,
    kinds_in_statements,
    kinds_of_files,
    kinds_of_money,
    kinds_of_rules,
    kinds_of_steps,
    kinds_of_work,
)
from tests.defects.bench import Bench, Seen, as_files
from tests.defects.kinds import Intake, Kind, Wanted
from tests.defects.made_work import World
from tests.defects.tally import Tally

INCOMING = {
    "work": kinds_of_work.KINDS,
    "rules": kinds_of_rules.KINDS,
    "steps": kinds_of_steps.KINDS,
    "money": kinds_of_money.KINDS,
    "files": kinds_of_files.KINDS,
}
BUILT = {
    "lines": kinds_in_lines.KINDS,
    "statements": kinds_in_statements.KINDS,
    "accounts": kinds_in_accounts.KINDS,
}
MONTHS_PER_WORLD = 5


def try_kinds(
    folder: Path, judge_process: JudgeProcess, *, seed: int, wanted: Wanted, tally: Tally, history: int = 3
) -> None:
    """Plant each wanted kind, in what comes in or is built, in a month of a world that has everything.

    So many clean months go before it; kinds that break with a history, and most of those in builds, need all three.
    """
    incoming, in_builds = (
        [(place, kind) for place, kinds in kinds_of.items() for kind in kinds if wanted.has(place, kind)]
        for kinds_of in (INCOMING, BUILT)
    )
    if not incoming and not in_builds:
        return
    world, bench = World(seed, 5, full=True), Bench(folder / "kinds", judge_process)
    for number in range(history):
        _settle_clean(bench, world, number, tally)
    statements = bench.statements()
    facts = world.facts(history, statements)
    clean = try_intake(bench, Intake(world, history, facts, statements))
    tally.note_clean(f"{world.month(history)} before anything is planted", clean)
    for place, kind in incoming:
        intake = deepcopy(Intake(world, history, facts, statements))
        kind.plant(intake)
        tally.note_kind(place, kind, try_intake(bench, intake, kind).beyond(clean))
    if in_builds:
        _try_builds(bench, Intake(world, history, facts, statements), in_builds, tally)


def try_intake(bench: Bench, intake: Intake, kind: Kind | None = None) -> Seen:
    """Receive it in a copy of the home, and judge the month without publishing it.

    What only has to be set aside is not judged: that is known as soon as it is received.
    """
    with bench.copy() as aside:
        codes = aside.receive(intake.files())
        if kind and kind.verdict == "ASIDE":
            return Seen(codes=codes)
        found = aside.judge_month(intake.world.month(intake.index), run_type=kind.run_type if kind else None)
        return Seen(found.blocks, found.warns, codes)


def _try_builds(bench: Bench, intake: Intake, kinds: list[tuple[str, Kind]], tally: Tally) -> None:
    """The month with one work order's verification still to come is built once; each kind spoils a copy of its file."""
    late = intake.rows("metering_verification", work_order_no="W-H2-I1-1")
    intake.drop("metering_verification", late)
    with bench.copy() as aside:
        aside.receive(intake.files())
        with aside.built(intake.world.month(intake.index)) as prepared:
            clean = aside.judge(prepared.bench.database)
            for place, kind in kinds:
                found = aside.judge_spoilt(prepared.bench.database, kind.plant)
                tally.note_kind(place, kind, found.beyond(clean))


def try_clean_months(folder: Path, judge_process: JudgeProcess, *, seed: int, count: int, tally: Tally) -> None:
    """Settle and publish so many months of as many worlds as it takes, one after another."""
    for start in range(0, count, MONTHS_PER_WORLD):
        number = seed * 1000 + start // MONTHS_PER_WORLD
        world = World(number, MONTHS_PER_WORLD)
        bench = Bench(folder / f"world-{number}", judge_process)
        for index in range(min(MONTHS_PER_WORLD, count - start)):
            if not _settle_clean(bench, world, index, tally):
                break


def _settle_clean(bench: Bench, world: World, index: int, tally: Tally) -> bool:
    """Settle and publish a clean month; whether the gate let it pass."""
    codes = bench.receive(as_files(world.facts(index, bench.statements())))
    found = bench.settle(world.month(index))
    tally.note_clean(f"{world.month(index)} of {world.described}", Seen(found.blocks, found.warns, codes))
    return not found.blocks
