"""Settles months in their order and says how each one went; stops at the first that is refused."""

from collections.abc import Callable
from time import perf_counter
from typing import TYPE_CHECKING

from expectations.judge_process import JudgeProcess
from expectations.publishing import describe
from interface.errors import CannotRun, Stopped
from interface.paths import Home
from interface.periods import Month, months_between, parse_moment
from interface.settings import Settings
from orchestration.printing import settle_lines, warning_count, warning_lines

if TYPE_CHECKING:
    from orchestration.settlement import Outcome


def settle_months(
    home: Home,
    settings: Settings,
    *,
    first: str,
    last: str,
    as_of: str | None,
    run_type: str | None,
    ingest_first: Callable[[], bool] | None,
    say: Callable[[str], None],
) -> None:
    """Ingest where asked, then settle every month from first to last.

    Raises:
        CannotRun: the request does not fit; nothing of that month was done.
        Stopped: the gate refused a month; earlier months stay booked, the last edition stays current.
    """
    months = months_between(Month.parse(first), Month.parse(last))
    if not months:
        raise CannotRun(f"--through {last} lies before --period {first}: give a later month.")
    moment = parse_moment(as_of) if as_of else None
    if ingest_first is None and not home.ledger.exists():
        raise CannotRun(f"{home.root} is no home: nothing was ever received there; check --home, or give --inputs DIR.")
    with JudgeProcess() as judge_process:
        file_refused = ingest_first() if ingest_first else False
        began = perf_counter()
        from orchestration.settlement import settle  # imports dbt's neighbours while the gate warms up

        for month in months:
            outcome = settle(
                home,
                month,
                settings=settings,
                judge_process=judge_process,
                run_type=run_type,
                as_of=moment,
            )
            if outcome.verdict == "REFUSED":
                raise Stopped(_refusal(outcome))
            warnings = warning_lines(outcome) if len(months) == 1 else warning_count(outcome)
            for line in (*settle_lines(outcome), *warnings):
                say(line)
        if len(months) > 1:
            say(f"{len(months)} months in {perf_counter() - began:.1f} s")
    if file_refused:
        raise Stopped("At least one file was refused (see above); the others landed and were settled.")


def _refusal(outcome: "Outcome") -> str:
    head = f"{outcome.period} {outcome.run_type}: the gate refused the run; nothing was published."
    blocking = [each for each in outcome.findings if each.severity == "BLOCK" and not each.success]
    report = f"The last edition stays current. Report: {outcome.folder}/report.md"
    return "\n".join([head, *map(describe, blocking), report])
