"""``python -m tests.differential SEEDS MONTHS [FIRST_SEED]``: settles months of many seeds and prints what differs."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from expectations.judge_process import JudgeProcess
from tests.differential.comparing import disagreements
from tests.integration.conftest import Desk


def main(seeds: int, months: int, first_seed: int = 0) -> int:
    """Compare so many seeds; the exit code is 1 where any figure differs."""
    differing = 0
    with JudgeProcess() as judge_process:
        for seed in range(first_seed, first_seed + seeds):
            began = perf_counter()
            with TemporaryDirectory(prefix="hengliang-differential-") as folder:
                found = disagreements(Desk(Path(folder), judge_process), seed=seed, months=months)
            differing += bool(found)
            head = f"seed {seed}, {months} months, {perf_counter() - began:.1f} s: {len(found)} differences"
            _say(head, *found[:20])
    _say(f"{seeds - differing} of {seeds} seeds agree to the fen")
    return 1 if differing else 0


def _say(*lines: str) -> None:
    sys.stdout.write("\n".join((*lines, "")))
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
