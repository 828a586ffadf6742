"""Settles many months in order through Dagster, in one process: each is a run that its UI shows, with one tag."""

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from time import perf_counter

import dagster as dg

from expectations.judge_process import JudgeProcess
from interface.errors import CannotRun, Stopped
from interface.paths import Home
from interface.periods import SHANGHAI, Month, Period, Year, months_between
from orchestration.assets.runs import MONTHS, YEARS
from orchestration.dagster_instance import prepare_instance
from orchestration.definitions import defs
from orchestration.resources import one_warm_gate
from orchestration.run_events import failures, refusals, was_interrupted

TAG = "hengliang/backfill"
"""The tag that all runs of one backfill share; its value is the moment at which it began."""

# What Dagster would print of each step; the same lies in the run's events.
_QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


def backfill(home: Home, periods: Sequence[Period], *, say: Callable[[str], None]) -> None:
    """Settle each period by the job that the UI would run, months before years; a line for each.

    What is settled already and has no news is passed over with a line. However it ends, running it again goes on.

    Raises:
        CannotRun: a period could not be settled; those before it are.
        Stopped: the gate refused a period; those before it are settled, the last edition stays current.
    """
    if not home.ledger.exists():
        raise CannotRun(f"{home.root} is no home: nothing was ever received there; check --home.")
    os.environ["HENGLIANG_HOME"] = str(home.root)  # the assets read it, as they do in Dagster's own processes
    tags = {TAG: f"{datetime.now(SHANGHAI):%Y-%m-%dT%H:%M:%S}", "dagster/max_retries": "0"}
    began = perf_counter()
    folder = prepare_instance(home)
    with (
        JudgeProcess() as judge_process,
        one_warm_gate(judge_process),
        dg.DagsterInstance.from_config(str(folder)) as instance,
        noticing_interrupts() as was_asked_to_end,
    ):
        for number, period in enumerate(periods):
            since = perf_counter()
            result = _job(period).execute_in_process(
                instance=instance,
                partition_key=str(period) if isinstance(period, Year) else f"{period}-01",
                run_config=_QUIET,
                tags=tags,
                raise_on_error=False,
            )
            is_to_end = was_asked_to_end()
            if not result.success:
                if is_to_end:
                    raise KeyboardInterrupt
                _stop(result, period, how_to_go_on(periods[number:]))
            say(f"{_line(result, period)} · {perf_counter() - since:.1f} s")
            if is_to_end:
                raise KeyboardInterrupt
    say(f"{len(periods)} periods in {perf_counter() - began:.1f} s; in the UI of Dagster by the tag {TAG}={tags[TAG]}")


@contextmanager
def noticing_interrupts() -> Iterator[Callable[[], bool]]:
    """Tell whether Ctrl+C was pressed since last asked; only in the main thread.

    Dagster puts handlers of its own in the place of Python's and lets fall what comes between two steps.
    """
    seen, noted = os.pipe()
    os.set_blocking(seen, False)
    os.set_blocking(noted, False)
    before = signal.set_wakeup_fd(noted, warn_on_full_buffer=False)

    def was_interrupted_meanwhile() -> bool:
        try:
            return signal.SIGINT in os.read(seen, 4096)
        except BlockingIOError:
            return False

    try:
        yield was_interrupted_meanwhile
    finally:
        signal.set_wakeup_fd(before)
        os.close(seen)
        os.close(noted)


def periods_of(first: Month, last: Month, year: Year | None) -> list[Period]:
    """The months from first to last, then the year; CannotRun where they are none or Dagster has no partition."""
    periods: list[Period] = [*months_between(first, last), *([year] if year else [])]
    if last < first:
        raise CannotRun(f"--through {last} lies before --period {first}: give a later month.")
    for period in periods:
        partitions, key = (YEARS, str(period)) if isinstance(period, Year) else (MONTHS, f"{period}-01")
        if not partitions.has_partition_key(key):
            known = partitions.get_partition_keys()
            raise CannotRun(
                f"{period} cannot be settled through Dagster, which knows what is over since {known[0]}: end the "
                f"backfill with {known[-1][:7]} or earlier, or run `hengliang settle`."
            )
    return periods


def how_to_go_on(left: Sequence[Period]) -> str:
    """The command that settles what is left."""
    months = [period for period in left if isinstance(period, Month)]
    years = [f" --year {period}" for period in left if isinstance(period, Year)]
    if not months:
        return f"hengliang settle{''.join(years)}"
    return f"hengliang backfill --period {months[0]} --through {months[-1]}{''.join(years)}"


def _job(period: Period) -> dg.JobDefinition:
    return defs.resolve_job_def("settle_year" if isinstance(period, Year) else "settle_month")


def _line(result: dg.ExecuteInProcessResult, period: Period) -> str:
    name = "annual_edition" if isinstance(period, Year) else "edition"
    (event,) = result.asset_materializations_for_node(name)
    told = {key: value.value for key, value in event.metadata.items()}
    if told["verdict"] == "NOTHING_NEW":
        return f"{period} NOTHING_NEW: nothing new was learned since the last run; nothing is booked"
    warned = f" · {told['warnings']} warnings" if told["warnings"] else ""
    return f"{period} {told['verdict']}: {told['lines']:,} lines · payable {told['payable_amt']} yuan{warned}"


def _stop(result: dg.ExecuteInProcessResult, period: Period, go_on: str) -> None:
    if was_interrupted(result.all_events):
        raise KeyboardInterrupt
    mended = f"Once that is mended, go on with `{go_on}`."
    if refused := refusals(result.get_asset_check_evaluations()):
        raise Stopped(f"{period}: the gate refused the run; nothing of it was published.\n{refused}\n{mended}")
    raise CannotRun(f"{period} was not settled: {failures(result.all_events)}\n{mended}")
