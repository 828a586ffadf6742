"""One evaluation run: prepare and build, judge, publish; the scoring is dbt's."""

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import duckdb

from dashboards.editions import Edition
from expectations.gate import Finding, Refused
from expectations.judge_process import JudgeProcess
from expectations.overrides import overridden
from expectations.publishing import publish, record_refusal, restore_pointer
from interface.ledger import read_entries, writing
from interface.paths import Home
from interface.settings import Settings
from interface.tables.published import EVALUATION, EVALUATION_TABLES
from orchestration.requests import resolve_evaluation
from orchestration.settlement import run_facts
from orchestration.transform import EVALUATION as EVALUATION_MODELS
from orchestration.transform import build
from orchestration.work_folders import open_work_folder
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
        started_at = datetime.now(UTC)
        restore_pointer(home)
        request = resolve_evaluation(home, scheme_no=scheme_no, as_of=as_of, prepared_by=settings.person)
        folder = open_work_folder(home, EVALUATION.lower())
        try:
            bench = lay_out_evaluation(folder.path, home, request, threads=settings.threads)
            build(bench.database, threads=settings.threads, memory=settings.memory, models=EVALUATION_MODELS)
            judged = judge_process.judge(bench.database, kind=EVALUATION)
            judgement = overridden(judged, read_entries(home), run_id=bench.run_id)
            facts = run_facts(request, bench, started_at=started_at)
            if isinstance(judgement, Refused):
                refused = record_refusal(judgement, home=home, facts=facts)
                return Evaluated("REFUSED", bench.run_id, findings=judgement.findings, folder=refused)
            scores, defects = _read_scores(bench.database)
            if request.edition and not _has_news(bench.database, request.edition, scheme_no):
                return Evaluated("NOTHING_NEW", bench.run_id, scores, defects, judgement.findings)
            publish(judgement, home=home, facts=facts)
            return Evaluated("PUBLISHED", bench.run_id, scores, defects, judgement.findings)
        finally:
            folder.remove()


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
            among = "" if scheme_no is None else f"where scheme_no = '{scheme_no.replace(chr(39), chr(39) * 2)}'"
            columns = ", ".join(f'"{name}"' for name in table.names if name != "run_id")
            new, old = (f"select {columns} from {each} {among}" for each in (f"marts.{table.name}", "published"))
            differing = connection.execute(
                f"select exists (({new}) except all ({old})) or exists (({old}) except all ({new}))"
            ).fetchone()
            connection.unregister("published")
            if differing and differing[0]:
                return True
    return False
