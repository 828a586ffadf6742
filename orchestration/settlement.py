"""One settlement run in three steps: prepare and build, judge, conclude; the arithmetic is dbt's."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import partial
from pathlib import Path

import duckdb

from dashboards.access import SYSTEM
from dashboards.editions import NothingPublished, open_edition
from expectations.gate import Finding, Passed, Refused
from expectations.judge_process import JudgeProcess
from expectations.overrides import overridden
from expectations.publishing import RunFacts, publish, record_refusal, restore_pointer
from interface.ledger import read_entries, writing
from interface.paths import Home
from interface.periods import Period
from interface.settings import Settings
from orchestration.building import build_settlement
from orchestration.preparing import Prepared, prepare_run, timed
from orchestration.requests import Request, resolve
from orchestration.transform import project_fingerprint
from orchestration.workbench import Workbench, lay_out

VERSION = "0.1.0"


@dataclass(frozen=True)
class Statement:
    """What a run makes of one contract, in yuan."""

    contract_no: str
    gross_amt: Decimal
    payable_amt: Decimal


@dataclass(frozen=True)
class Outcome:
    """How a run ended.

    ``verdict`` is PUBLISHED, REFUSED, NOTHING_NEW or INDICATIVE. ``folder`` is where a refusal is explained.
    ``gross_amt`` and ``payable_amt`` are the sums over its statements, in yuan.
    """

    verdict: str
    run_id: str
    run_type: str
    period: Period
    line_count: int = 0
    gross_amt: Decimal = Decimal(0)
    payable_amt: Decimal = Decimal(0)
    statements: tuple[Statement, ...] = ()
    findings: tuple[Finding, ...] = ()
    folder: Path | None = None
    seconds: dict[str, float] = field(default_factory=dict)


def settle(
    home: Home,
    period: Period,
    *,
    settings: Settings,
    judge_process: JudgeProcess,
    run_type: str | None = None,
    as_of: datetime | None = None,
    say: Callable[[str], None] = lambda text: None,
) -> Outcome:
    """Settle one month, or the contract years of a year, to an edition or a refusal, as the home's only writer.

    Args:
        home: Where everything lies.
        period: The service month; earlier months that were booked before are reckoned again. Or the year whose
            contract years are settled, with the months that are booked for them.
        settings: Threads and memory of the engine, and who starts the run.
        judge_process: The gate, already warming up.
        run_type: INDICATIVE books nothing; None means INITIAL, REVISION where the month is booked, or ANNUAL.
        as_of: Only what was learned before it counts; None means everything known now.
        say: Takes one short line per step.

    Raises:
        CannotRun: the request does not fit what is known or booked.
    """
    with writing(home):
        say(f"{period}: metering and pricing …")
        prepared = prepare(home, period, settings=settings, run_type=run_type, as_of=as_of)
        try:
            say(f"{period}: judging …")
            with timed("gate", prepared.seconds):
                judgement = judge_process.judge(prepared.bench.database)
            return conclude(home, prepared, judgement)
        finally:
            prepared.folder.remove()


def prepare(
    home: Home, period: Period, *, settings: Settings, run_type: str | None = None, as_of: datetime | None = None
) -> Prepared:
    """Lay out what is known and booked in a DuckDB file of its own and build every model in it.

    Call it as the home's writer; the caller removes the folder.
    """
    return prepare_run(
        home,
        str(period),
        resolve=lambda: resolve(home, period, run_type=run_type, as_of=as_of, prepared_by=settings.person),
        lay_out=lay_out,
        build=partial(build_settlement, home=home, settings=settings),
        settings=settings,
    )


def conclude(home: Home, prepared: Prepared, judgement: Passed | Refused) -> Outcome:
    """Publish what passed, keep what was refused; a repetition that changes nothing, and an indication, book nothing.

    A rule that two people overrode for this run does not hold it back. Call it as the home's writer.
    """
    bench, request = prepared.bench, prepared.request
    judgement = overridden(judgement, read_entries(home), run_id=bench.run_id)
    facts = run_facts(request, bench, started_at=prepared.started_at)
    ended = partial(
        Outcome,
        run_id=bench.run_id,
        run_type=request.run_type,
        period=request.period,
        findings=judgement.findings,
        seconds=prepared.seconds,
    )
    if isinstance(judgement, Refused):
        return ended(verdict="REFUSED", folder=record_refusal(judgement, home=home, facts=facts))
    result, changes_else = _read_result(bench.database)
    if (
        request.run_type in ("REVISION", "ANNUAL")
        and request.is_repeated
        and not result.line_count
        and not changes_else
    ):
        return ended(verdict="NOTHING_NEW")
    ended = partial(ended, **vars(result))
    if request.run_type == "INDICATIVE":
        return ended(verdict="INDICATIVE")
    with timed("publish", prepared.seconds):
        publish_once(judgement, home=home, facts=facts)
    return ended(verdict="PUBLISHED")


def publish_once(passed: Passed, *, home: Home, facts: RunFacts) -> None:
    """Publish, unless an attempt of this very run came as far as the ledger's line before it died."""
    restore_pointer(home)
    try:
        is_published = open_edition(home, SYSTEM).current.run.run_id == facts.run_id
    except NothingPublished:
        is_published = False
    if not is_published:
        publish(passed, home=home, facts=facts)


def run_facts(request: Request, bench: Workbench, *, started_at: datetime) -> RunFacts:
    """What identifies a run that was laid out, and the runs that it stands on."""
    chain = request.edition.chain if request.edition else ()
    return RunFacts(
        run_id=bench.run_id,
        run_type=request.run_type,
        period=str(request.period),
        as_of=request.as_of,
        code_version=f"{VERSION}+{project_fingerprint()[:12]}",
        inputs_hash=bench.inputs_hash,
        started_at=started_at,
        chain=tuple((manifest.run.run_id, manifest.manifest_hash) for manifest in chain),
        scheme_no=request.scheme_no,
        prepared_by=request.prepared_by,
    )


_CHANGED_SINCE = """
    select
        (select count(*) from marts.deduction)
        + (select count(*) from marts.claim_review)
        + (select count(*) from marts.settlement where gross_amt <> 0 or payable_amt <> 0)
        + (
            -- Days late and interest grow by themselves: that is nothing new.
            select count(*) from (
                select settle_no, due_on, paid_amt, paid_on from marts.statement_payment
                except
                select settle_no, due_on, paid_amt, paid_on from booked.statement_payment
            )
        )
        + (
            -- exe_rate follows from the amounts, and what an earlier version published has none.
            select count(*) from (
                select * exclude (run_id, exe_rate) from marts.budget_execution
                except
                select * exclude (run_id, exe_rate) from booked.budget_execution
            )
        )
"""


@dataclass(frozen=True)
class _Result:
    line_count: int
    gross_amt: Decimal
    payable_amt: Decimal
    statements: tuple[Statement, ...]


def _read_result(database: Path) -> tuple[_Result, int]:
    """The run's lines and statements with their sums, and how much else it changes."""
    with duckdb.connect(str(database), read_only=True) as connection:
        (line_count,) = connection.execute("select count(*) from marts.settlement_line").fetchall()[0]
        (changes_else,) = connection.execute(_CHANGED_SINCE).fetchall()[0]
        gross_amt, payable_amt = connection.execute(
            "select coalesce(sum(gross_amt), 0), coalesce(sum(payable_amt), 0) from marts.settlement"
        ).fetchall()[0]
        rows = connection.execute(
            "select contract_no, gross_amt, payable_amt from marts.settlement order by contract_no"
        ).fetchall()
    return _Result(line_count, gross_amt, payable_amt, tuple(Statement(*row) for row in rows)), changes_else
