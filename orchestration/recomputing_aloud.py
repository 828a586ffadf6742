"""Makes a run again for the command line: the gate warms up beside it, and each finding is a line."""

from collections.abc import Callable

from expectations.judge_process import JudgeProcess
from interface.paths import Home
from interface.settings import Settings


def recompute_aloud(home: Home, run_id: str, *, settings: Settings, from_raw: bool, say: Callable[[str], None]) -> bool:
    """Make a run again and say how it fares; True where it is the same.

    Raises:
        CannotRun: there is no such run, or what it stands on is damaged.
    """
    with JudgeProcess() as judge_process:
        from orchestration.recomputing import recompute  # imports dbt's neighbours while the gate warms up
        from orchestration.telling_recomputed import recomputed_lines

        found = recompute(home, run_id, settings=settings, judge_process=judge_process, from_raw=from_raw)
    for line in recomputed_lines(found):
        say(line)
    return found.is_same
