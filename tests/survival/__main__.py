"""``python -m tests.survival [NAME=NUMBER ...]``: deaths, crowds, full disks, changed bytes; prints what failed.

Every ``EVERY=1``-th point where a command touches its home, ``KILLS=200`` moments, ``COLD=20`` of them of a
``hengliang`` started as users do, ``CROWDS=1``, ``PUBLISHES=100``, ``LEVELS=12`` of a full disk, ``BYTES=600``,
``MACHINES=1``, ``SEED=1``; 0 leaves a part out.
"""

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import monotonic

from tests.survival.crowds import mix, settle_at_once
from tests.survival.flips import change_everywhere
from tests.survival.full_disk import fill_up, may_mount
from tests.survival.killed import copied, count_touches, die_at
from tests.survival.machines import differing_machines
from tests.survival.moments import die_cold, die_warm, seconds_undisturbed
from tests.survival.readers import read_while_publishing
from tests.survival.stages import Stage, make_stages
from tests.survival.torn import torn_everywhere
from tests.survival.warm import Warm

DEFAULTS = {
    "EVERY": 1,
    "KILLS": 200,
    "COLD": 20,
    "CROWDS": 1,
    "PUBLISHES": 100,
    "LEVELS": 12,
    "BYTES": 600,
    "MACHINES": 1,
    "SEED": 1,
}
_RUNS = ("ingest", "settle", "evaluate", "ingest more", "settle more")
_ON_A_FULL_DISK = ("ingest more", "settle more", "evaluate", "review", "waive", "settle refused")

Trial = Iterator[tuple[str, int, list[str]]]
"""What was tried, how often, and what is wrong."""


class Harness:
    """All trials over the same stages, with the numbers asked for."""

    def __init__(self, warm: Warm, folder: Path, asked: Mapping[str, int]) -> None:
        self.warm, self.folder, self.asked = warm, folder, asked
        self.random = Random(asked["SEED"])
        self.stages: dict[str, Stage] = {each.name: each for each in make_stages(warm, folder)}

    def points(self) -> Trial:
        """Kill every command at its points, without and with a loss of power."""
        for stage in self.stages.values():
            touches = count_touches(self.warm, stage, self.folder)
            first = self.random.randrange(min(self.asked["EVERY"], len(touches)))
            for touch in range(first + 1, len(touches) + 1, self.asked["EVERY"]):
                for power in (None, self.random):
                    wrong = die_at(self.warm, stage, touch, self.folder, power=power)
                    what = "deaths at a point" if power is None else "losses of power at a point"
                    yield f"{what}: {stage.name}", 1, [f"{touch} {touches[touch - 1]}: {each}" for each in wrong]

    def moments(self) -> Trial:
        """Kill at random moments: warm, and as users start it."""
        seconds = {name: seconds_undisturbed(self.warm, self.stages[name], self.folder) for name in _RUNS}
        for number in range(self.asked["KILLS"] - self.asked["COLD"]):
            name = _RUNS[number % len(_RUNS)]
            died, wrong = die_warm(
                self.warm,
                self.stages[name],
                self.folder,
                self.random,
                seconds=seconds[name],
                with_group=number // len(_RUNS) % 2 == 0,
            )
            yield f"{'deaths' if died else 'ends before a death'} at a moment: {name}", 1, wrong
        stages = [self.stages[name] for name in ("settle", "evaluate", "settle more", "ingest more")]
        for number in range(self.asked["COLD"] // len(stages)):
            died, wrong = die_cold(self.warm, stages, self.folder, self.random, seconds=30, with_group=number % 2 == 0)
            yield "deaths of a started hengliang", died, wrong

    def torn(self) -> Trial:
        """Break off the ledger's last line at every byte, for every kind of entry that ends a command."""
        for earlier, name in (("settle", "evaluate"), ("evaluate", "ingest more"), ("waive", "approve")):
            root = copied(self.stages[name], self.folder)
            pointer = self.folder / f"before {earlier}" / "published" / "current.json"
            old = pointer.read_bytes() if pointer.exists() else None
            cuts, wrong = self.warm.ask(torn_everywhere, root, old)
            yield "cuts of the ledger's last line", cuts, wrong

    def crowds(self) -> Trial:
        """Eight at once."""
        yield "settles at once", 8, settle_at_once(self.warm, self.stages["settle more"], self.folder, count=8)
        yield "commands at once", 8, mix(self.warm, self.stages["waive"], self.folder)

    def readers(self) -> Trial:
        """Read while runs are published."""
        counts, wrong = read_while_publishing(
            self.warm, self.stages["settle"], self.folder, publications=self.asked["PUBLISHES"]
        )
        yield "publications", self.asked["PUBLISHES"], wrong
        for name, count in counts.items():
            yield f"readings meanwhile: {name}", count, []

    def full_disks(self) -> Trial:
        """Let commands run into a full disk."""
        if not may_mount(self.folder):
            yield "full disks, left out: no disk in memory may be mounted here", 0, []
            return
        for name in _ON_A_FULL_DISK:
            for left, was_full, wrong in fill_up(
                self.warm, self.stages[name], self.folder, self.random, levels=self.asked["LEVELS"]
            ):
                what = "full disks" if was_full else "disks just large enough"
                yield f"{what}: {name}", 1, [f"{left:,} bytes left: {each}" for each in wrong]

    def changed_bytes(self) -> Trial:
        """Change stored bytes."""
        tried, missed = self.warm.ask(change_everywhere, self.folder / "home", self.asked["BYTES"], self.asked["SEED"])
        for kind, count in tried.items():
            yield f"changes of a stored file: {kind}", count, []
        yield "changes of a stored file: in all", sum(tried.values()), missed

    def machines(self) -> Trial:
        """Give the same inputs to what looks like other machines."""
        folder = self.folder / "machines"
        folder.mkdir()
        compared, wrong = differing_machines(folder)
        yield "files compared between machines", compared, wrong


def main(asked: Mapping[str, int]) -> int:
    """Try all that was asked for; the exit code is 1 where anything is wrong."""
    began = monotonic()
    tried: Counter[str] = Counter()
    failures: list[str] = []
    with TemporaryDirectory(prefix="hengliang-survival-") as name:
        folder = Path(name)
        (scratch := folder / "scratch").mkdir()
        with Warm(scratch) as warm:
            harness = Harness(warm, folder, asked)
            for trial in _chosen(harness, asked):
                for what, count, wrong in trial():
                    tried[what] += count
                    failures += [f"{what}: {each}" for each in wrong]
                    _say(*(f"FAILED {what}: {each}" for each in wrong))
                _say(f"{monotonic() - began:>7,.0f} s {trial.__name__} done, {len(failures)} failures so far")
    _say(*(f"{count:>9,} {what}" for what, count in tried.items()))
    _say(f"seed {asked['SEED']}: {len(failures)} failures")
    return 1 if failures else 0


def _chosen(harness: Harness, asked: Mapping[str, int]) -> Iterator[Callable[[], Trial]]:
    by_name = {
        "CROWDS": harness.crowds,
        "PUBLISHES": harness.readers,
        "BYTES": harness.changed_bytes,
        "LEVELS": harness.full_disks,
        "EVERY": harness.points,
        "MACHINES": harness.machines,
        "KILLS": harness.moments,
    }
    yield harness.torn
    yield from (trial for name, trial in by_name.items() if asked[name])


def _say(*lines: str) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()


if __name__ == "__main__":
    given = dict(each.split("=") for each in sys.argv[1:])
    sys.exit(main(DEFAULTS | {name: int(number) for name, number in given.items()}))
