"""``python -m tests.differential SEEDS MONTHS [FIRST_SEED]``: settles months of many seeds and prints what differs."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from expectations.judge_process import JudgeProcess
from tests.differential.accounts import booked_in_sum, misfits
from tests.differential.comparing import disagreements
from tests.differential.months import known_at_once, make_every_month
from tests.differential.packings import PACKINGS, ThreadedDesk, as_made, published_differences, settle_months
from tests.integration.conftest import Desk


def main(seeds: int, months: int, first_seed: int = 0) -> int:
    """Compare so many seeds; the exit code is 1 where any figure differs."""
    differing = 0
    with JudgeProcess() as judge_process:
        for seed in range(first_seed, first_seed + seeds):
            began = perf_counter()
            with TemporaryDirectory(prefix="hengliang-differential-") as folder:
                desk = Desk(Path(folder), judge_process)
                found = disagreements(desk, seed=seed, months=months) or misfits(desk)
                found = found or _differences_by_handing_over(Path(folder), judge_process, seed=seed, months=months)
            differing += bool(found)
            head = f"seed {seed}, {months} months, {perf_counter() - began:.1f} s: {len(found)} differences"
            _say(head, *found[:20])
    _say(f"{seeds - differing} of {seeds} seeds agree to the fen, however their facts were handed over")
    return 1 if differing else 0


def _differences_by_handing_over(folder: Path, judge_process: JudgeProcess, *, seed: int, months: int) -> list[str]:
    """What differs where the seed's facts come in one other packing, to other threads, or all before the first run."""
    steps = make_every_month(seed, months)
    desks = []
    for name in ("as made", "packed", "knowing"):
        (folder / name).mkdir()
        desks.append(ThreadedDesk(folder / name, judge_process))
    as_they_come, packed, knowing = desks
    packed.threads = 4
    settle_months(as_they_come, steps, packing=as_made)
    settle_months(packed, steps, packing=PACKINGS[seed % len(PACKINGS)], seed=seed)
    settle_months(knowing, known_at_once(steps), packing=as_made)
    found = published_differences(as_they_come, packed) + misfits(as_they_come) + misfits(knowing)
    in_pieces, at_once = booked_in_sum(as_they_come), booked_in_sum(knowing)
    return found + [
        f"{key}: {in_pieces.get(key)} booked piece by piece, {at_once.get(key)} at once"
        for key in sorted({*in_pieces, *at_once}, key=str)
        if in_pieces.get(key) != at_once.get(key)
    ]


def _say(*lines: str) -> None:
    sys.stdout.write("\n".join((*lines, "")))
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
