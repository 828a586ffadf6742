"""One evaluation run: prepare and build, judge, publish; the scoring is dbt's."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import partial
from pathlib import Path

import duckdb

from dashboards.editions import Edition
from expectations.gate import Finding, Passed, Refused
from expectations.judge_process import JudgeProcess
from expectations.overrides import overridden
from expectations.publishing import record_refusal
from interface.ledger import read_entries, writing
from interface.paths import Home
from interface.settings import Settings
from interface.sql import literal
from interface.tables.published import EVALUATION, EVALUATION_TABLES
from orchestration.building import build_evaluation
from orchestration.preparing import Prepared, prepare_run, timed
from orchestration.requests import resolve_evaluation
from orchestration.settlement import publish_once, run_facts
from orchestration.workbench import lay_out_evaluation


@dataclass(frozen=True)
class Score:
    """What a run makes of one subject of a framework; ``total_score`` is None where nothing was assessed."""

    scheme_no: str
    subject_code: str
    total_score: Decimal | None
    total_weight: Decimal
    grade: str | None
    not_assessed_count: int
    defect_count: int


@dataclass(frozen=True)
class Evaluated:
    """How an evaluation ended: ``verdict`` is PUBLISHED, REFUSED or NOTHING_NEW; ``folder`` explains a refusal.

    ``document_defects`` counts those of documents' own figures, which are no subject's.
    """

    verdict: str
    run_id: str
    scores: tuple[Score, ...] = ()
    document_defects: int = 0
    findings: tuple[Finding, ...] = ()
    folder: Path | None = None
    seconds: dict[str, float] = field(default_factory=dict)


def evaluate(
    home: Home,
    *,
    settings: Settings,
    judge_process: JudgeProcess,
    scheme_no: str | None = None,
    as_of: datetime | None = None,
) -> Evaluated:
    """Score every subject of every framework, or of one, to an edition or a refusal, as the home's only writer.

    An evaluation that finds what is published already publishes nothing.

    Raises:
        CannotRun: there is nothing to score, or the moment does not fit what is booked.
    """
    with writing(home):
        prepared = prepare_evaluation(home, settings=settings, scheme_no=scheme_no, as_of=as_of)
        try:
            with timed("gate", prepared.seconds):
                judgement = judge_process.judge(prepared.bench.database, kind=EVALUATION)
            return conclude_evaluation(home, prepared, judgement)
        finally:
            prepared.folder.remove()


def prepare_evaluation(
    home: Home, *, settings: Settings, scheme_no: str | None = None, as_of: datetime | None = None
) -> Prepared:
    """Lay out what is known and published in a DuckDB file of its own and build every model of an evaluation in it.

    Call it as the home's writer; the caller removes the folder.
    """
    return prepare_run(
        home,
        EVALUATION.lower(),
        resolve=lambda: resolve_evaluation(home, scheme_no=scheme_no, as_of=as_of, prepared_by=settings.person),
        lay_out=lay_out_evaluation,
        build=partial(build_evaluation, settings=settings),
        settings=settings,
    )


def conclude_evaluation(home: Home, prepared: Prepared, judgement: Passed | Refused) -> Evaluated:
    """Publish what passed, keep what was refused; what is published already is not published again.

    A rule that two people overrode for this run does not hold it back. Call it as the home's writer.
    """
    bench, request = prepared.bench, prepared.request
    judgement = overridden(judgement, read_entries(home), run_id=bench.run_id)
    facts = run_facts(request, bench, started_at=prepared.started_at)
    ended = partial(Evaluated, run_id=bench.run_id, findings=judgement.findings, seconds=prepared.seconds)
    if isinstance(judgement, Refused):
        return ended(verdict="REFUSED", folder=record_refusal(judgement, home=home, facts=facts))
    scores, defects = _read_scores(bench.database)
    if request.edition and not _has_news(bench.database, request.edition, request.scheme_no):
        return ended(verdict="NOTHING_NEW", scores=scores, document_defects=defects)
    with timed("publish", prepared.seconds):
        publish_once(judgement, home=home, facts=facts)
    return ended(verdict="PUBLISHED", scores=scores, document_defects=defects)


_SCORES = """
    select scheme_no, subject_code, total_score, total_weight, grade, not_assessed_count, defect_count
    from marts.score_summary
    order by scheme_no, subject_code
"""


_OF_DOCUMENTS = "select count(*) from marts.score_finding where severity = 'DEFECT' and subject_code is null"


def _read_scores(database: Path) -> tuple[tuple[Score, ...], int]:
    with duckdb.connect(str(database), read_only=True) as connection:
        scores = tuple(Score(*row) for row in connection.execute(_SCORES).fetchall())
        (defects,) = connection.execute(_OF_DOCUMENTS).fetchall()[0]
    return scores, defects


def _has_news(database: Path, edition: Edition, scheme_no: str | None) -> bool:
    """Whether any table of the run differs from what is published, runs' own ids aside."""
    with duckdb.connect(str(database), read_only=True) as connection:
        for table in EVALUATION_TABLES:
            published = edition.table(table.name)
            connection.register("published", published)
            among = "" if scheme_no is None else f"where scheme_no = {literal(scheme_no)}"
            columns = ", ".join(f'"{name}"' for name in table.names if name != "run_id")
            new, old = (f"select {columns} from {each} {among}" for each in (f"marts.{table.name}", "published"))
            differing = connection.execute(
                f"select exists (({new}) except all ({old})) or exists (({old}) except all ({new}))"
            ).fetchone()
            connection.unregister("published")
            if differing and differing[0]:
                return True
    return False
