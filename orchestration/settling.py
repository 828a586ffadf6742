"""Settles months in their order, or a year, and says how each one went; stops at the first that is refused."""

from collections.abc import Callable, Sequence
from time import perf_counter
from typing import TYPE_CHECKING

from expectations.gate import Finding
from expectations.judge_process import JudgeProcess
from expectations.overrides import overridable
from expectations.publishing import describe
from interface.errors import CannotRun, Stopped
from interface.paths import Home
from interface.periods import Month, Period, Year, months_between, parse_moment
from interface.settings import Settings
from orchestration.printing import settle_lines, warning_count, warning_lines

if TYPE_CHECKING:
    from orchestration.settlement import Outcome


def settle_months(
    home: Home,
    settings: Settings,
    *,
    periods: Sequence[Period],
    as_of: str | None,
    run_type: str | None,
    ingest_first: Callable[[], bool] | None,
    say: Callable[[str], None],
) -> None:
    """Ingest where asked, then settle every period in its order.

    Raises:
        CannotRun: the request does not fit; nothing of that period was done.
        Stopped: the gate refused a period; earlier months stay booked, the last edition stays current.
    """
    moment = parse_moment(as_of) if as_of else None
    if ingest_first is None and not home.ledger.exists():
        raise CannotRun(f"{home.root} is no home: nothing was ever received there; check --home, or give --inputs DIR.")
    with JudgeProcess() as judge_process:
        file_refused = ingest_first() if ingest_first else False
        began = perf_counter()
        from orchestration.settlement import settle  # imports dbt's neighbours while the gate warms up

        for period in periods:
            outcome = settle(
                home,
                period,
                settings=settings,
                judge_process=judge_process,
                run_type=run_type,
                as_of=moment,
            )
            if outcome.verdict == "REFUSED":
                raise Stopped(_refusal(outcome))
            warnings = warning_lines(outcome) if len(periods) == 1 else warning_count(outcome)
            for line in (*settle_lines(outcome), *warnings):
                say(line)
        if len(periods) > 1:
            say(f"{len(periods)} months in {perf_counter() - began:.1f} s")
    if file_refused:
        raise Stopped("At least one file was refused (see above); the others landed and were settled.")


def periods_asked(*, period: str | None, through: str | None, year: str | None) -> Sequence[Period]:
    """The months from ``period`` to ``through``, or the one year.

    Raises:
        CannotRun: neither or both are given, or one cannot be read.
    """
    if (period is None) == (year is None):
        raise CannotRun("Give --period YYYY-MM for a month, or --year YYYY for the annual run.")
    if year is not None:
        if through is not None:
            raise CannotRun("--through goes with --period: an annual run settles one year.")
        return [Year.parse(year)]
    first, last = Month.parse(period or ""), Month.parse(through or period or "")
    months = months_between(first, last)
    if not months:
        raise CannotRun(f"--through {last} lies before --period {first}: give a later month.")
    return months


def _refusal(outcome: "Outcome") -> str:
    head = f"{outcome.period} {outcome.run_type}: the gate refused the run; nothing was published."
    blocking = [each for each in outcome.findings if each.blocks]
    report = f"The last edition stays current. Report: {outcome.folder}/report.md"
    return "\n".join([head, *map(describe, blocking), *how_to_override(outcome.run_id, blocking), report])


def how_to_override(run_id: str, blocking: Sequence[Finding]) -> list[str]:
    """What two people may do about a refusal, in one line; nothing where any of the rules cannot be overridden."""
    if not {each.expectation for each in blocking} <= overridable():
        return []
    return [
        f"Where two people decide to let it pass: `hengliang gate override {run_id} {blocking[0].expectation} "
        "--reason TEXT --by NAME`, and another `hengliang gate agree`."
    ]
