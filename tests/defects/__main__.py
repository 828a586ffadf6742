"""``python -m tests.defects [SEED] [KINDS] [MONTHS]``: plants defects one at a time, settles clean months, counts."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from expectations.judge_process import JudgeProcess
from tests.defects.kinds import Wanted
from tests.defects.tally import Tally
from tests.defects.trying import try_clean_months, try_kinds
from tests.defects.trying_scores import try_scores


def main(seed: int = 1, kinds: str = "all", months: int = 60) -> int:
    """Try the kinds (``all``, or names or parts of names between commas) and so many clean months.

    The exit code is 0 where every blocking kind was caught and no clean month was complained of.
    """
    began = perf_counter()
    tally = Tally(say=_say)
    with JudgeProcess() as judge_process, TemporaryDirectory(prefix="hengliang-defects-") as folder:
        try_kinds(Path(folder), judge_process, seed=seed, wanted=Wanted(kinds), tally=tally)
        try_scores(Path(folder), judge_process, wanted=Wanted(kinds), tally=tally)
        try_clean_months(Path(folder), judge_process, seed=seed, count=months, tally=tally)
    _say(*tally.summary(), f"{perf_counter() - began:.0f} s")
    return 0 if tally.is_met else 1


def _say(*lines: str) -> None:
    sys.stdout.write("\n".join((*lines, "")))
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(*(convert(text) for convert, text in zip((int, str, int), sys.argv[1:], strict=False))))
