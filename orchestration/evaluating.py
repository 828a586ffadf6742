"""Evaluates what was received and says how each subject fared; stops where the gate refuses."""

from collections.abc import Callable

from expectations.judge_process import JudgeProcess
from expectations.publishing import describe
from interface.errors import CannotRun, Stopped
from interface.paths import Home
from interface.periods import parse_moment
from interface.settings import Settings
from orchestration.printing import evaluation_lines, warning_lines


def evaluate_schemes(
    home: Home,
    settings: Settings,
    *,
    scheme_no: str | None,
    as_of: str | None,
    ingest_first: Callable[[], bool] | None,
    say: Callable[[str], None],
) -> None:
    """Ingest where asked, then score every framework or the one asked for.

    Raises:
        CannotRun: there is nothing to score, or the request does not fit.
        Stopped: the gate refused the run; the last edition stays current.
    """
    moment = parse_moment(as_of) if as_of else None
    if ingest_first is None and not home.ledger.exists():
        raise CannotRun(f"{home.root} is no home: nothing was ever received there; check --home, or give --inputs DIR.")
    with JudgeProcess() as judge_process:
        file_refused = ingest_first() if ingest_first else False
        from orchestration.evaluation import evaluate  # imports dbt's neighbours while the gate warms up

        evaluated = evaluate(home, settings=settings, judge_process=judge_process, scheme_no=scheme_no, as_of=moment)
    if evaluated.verdict == "REFUSED":
        blocking = [each for each in evaluated.findings if each.blocks]
        raise Stopped(
            "\n".join(
                [
                    "The gate refused the evaluation; nothing was published.",
                    *map(describe, blocking),
                    f"The last edition stays current. Report: {evaluated.folder}/report.md",
                ]
            )
        )
    for line in (*evaluation_lines(evaluated), *warning_lines(evaluated)):
        say(line)
    if file_refused:
        raise Stopped("At least one file was refused (see above); the others landed and were scored.")
