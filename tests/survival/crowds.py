"""Commands at the same time on one home: one writes after the other, none fails, nothing is booked twice."""

import shutil
from decimal import Decimal
from pathlib import Path
from tempfile import mkdtemp

import pyarrow.parquet as pq

from dashboards.access import SYSTEM
from dashboards.editions import open_edition
from interface.paths import Home
from tests.integration.conftest import a_delivery, write_tables
from tests.survival.commands import command
from tests.survival.killed import copied, differing
from tests.survival.pictures import damages, leftovers
from tests.survival.stages import APRIL, MAY, Stage
from tests.survival.warm import Ended, Warm


def settle_at_once(warm: Warm, stage: Stage, folder: Path, *, count: int) -> list[str]:
    """So many settles of one period: one books, the others find nothing new, and the home is as after one."""
    root = copied(stage, folder)
    ended = _at_once(warm, root, [stage.arguments] * count)
    told = sorted("nothing new" in each.out for each in ended)
    wrong = [] if told == [False] + [True] * (count - 1) else [f"{told.count(False)} of {count} booked"]
    return [*wrong, *_failed(ended), *differing(warm, stage, root)]


def mix(warm: Warm, stage: Stage, folder: Path) -> list[str]:
    """Eight commands of every kind, at once on one home and in a row on another: the same is booked in sum."""
    may = write_tables(
        Path(mkdtemp(dir=folder)) / "may",
        delivery=[
            a_delivery("D7", delivered_at="2020-05-02T10:00:00+08:00"),
            a_delivery("D8", delivered_at="2020-04-12T10:00:00+08:00", quantity="777"),
        ],
    )
    (april,) = [each for each in folder.iterdir() if each.name == "april"]
    settle_no = stage.after.statements[0]
    commands = [
        ("ingest", "--inputs", str(may)),
        ("settle", "--period", MAY),
        ("settle", "--period", APRIL),
        ("evaluate",),
        stage.arguments,
        ("statement", "step", "review", settle_no, "--by", "甲"),
        ("ingest", "--inputs", str(april)),
        ("settle", "--period", MAY),
    ]
    crowded, calm = copied(stage, folder), copied(stage, folder)
    ended = _at_once(warm, crowded, commands)
    for each in commands:
        warm.run(command, calm, each)
    wrong = _failed(ended)
    for root in (crowded, calm):
        wrong += _failed([warm.run(command, root, ("settle", "--period", MAY))])
        wrong += [f"verify: {each}" for each in warm.ask(damages, root)]
        wrong += [f"left over: {each}" for each in warm.ask(leftovers, root)]
    sums = [warm.ask(booked_in_sum, root) for root in (crowded, calm)]
    if sums[0] != sums[1]:
        wrong.append(f"booked in sum: {sums[0]} at once, {sums[1]} in a row")
    for root in (crowded, calm):
        shutil.rmtree(root.parent)
    return wrong


def booked_in_sum(root: Path) -> dict[tuple[str, str], Decimal]:
    """Yuan by work order and service month over all runs, and those of each statement's approval as they stand."""
    found: dict[tuple[str, str], Decimal] = {}
    for manifest in open_edition(Home(root), SYSTEM).settlements:
        for row in pq.read_table(manifest.folder / "settlement_line.parquet").to_pylist():
            place = (row["work_order_no"], row["service_period"])
            found[place] = found.get(place, Decimal(0)) + row["amount"]
    return found


def _at_once(warm: Warm, root: Path, commands: list[tuple[str, ...]]) -> list[Ended]:
    return [warm.end(started) for started in [warm.start(command, root, each) for each in commands]]


def _failed(ended: list[Ended]) -> list[str]:
    return [f"a command ended with {each.code}: {each.err.strip()[-300:]}" for each in ended if each.code]
