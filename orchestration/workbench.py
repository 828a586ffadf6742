"""The throw-away DuckDB file of one run: what is known, what is booked, and what was asked for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pyarrow as pa

from dashboards.access import SYSTEM
from dashboards.editions import Edition
from dashboards.queried import no_rows
from ingest.known import Known, open_known
from ingest.received import received_files
from interface.errors import CannotRun
from interface.files import sha256_of_text
from interface.parquet import arrow_schema
from interface.paths import Home
from interface.periods import Month, Period, Year, print_moment
from interface.settings import Settings
from interface.tables import INPUTS, PUBLISHED
from interface.tables.published import EVALUATION
from orchestration.requests import Request, last_known_day
from orchestration.workbench_rules import (
    lay_out_calendar,
    lay_out_defaults,
    lay_out_scoring_rules,
    lay_out_units,
)

_NEEDED = ("catalogue_version", "service_item", "contract", "work_order")
_WORK = ("delivery", "metering_claim", "metering_verification")
_BOOKED = (
    *("settlement_line", "settlement", "deduction", "claim_review", "ledger_entry"),
    # How things stood after the newest run: what a repeated run is held against.
    *("statement_payment", "budget_execution"),
    # What a month's deliveries are compared with.
    "delivery_profile",
    # What need not be summed from deliveries again.
    "delivery_sum",
)


@dataclass(frozen=True)
class Workbench:
    """A database that is ready for dbt, with the identity that its content gives the run.

    ``files`` names the landed files that it was laid out from, by input table.
    """

    database: Path
    run_id: str
    inputs_hash: str
    files: Mapping[str, tuple[Path, ...]] = field(default_factory=dict)


def lay_out(folder: Path, home: Home, request: Request, *, settings: Settings, anew: bool = False) -> Workbench:
    """Fill a new DuckDB file with everything that the models read.

    ``anew`` decides every row's fate again and has every delivery summed again, whatever earlier runs published.

    Raises:
        CannotRun: a table that every run needs was never received, or no contract covers the period.
    """
    database = folder / "run.duckdb"
    with _opened(database, settings) as connection:
        connection.execute("set TimeZone = 'Asia/Shanghai'")
        known = open_known(connection, home, as_of=request.as_of, anew=anew)
        _refuse_missing_tables(known, home, request)
        _refuse_a_period_without_contract(connection, request.period)
        _lay_out_booked(connection, request.edition)
        if isinstance(request.period, Year):
            _refuse_a_year_without_months(connection, request.period)
        run_id = _run_id(request, known.inputs_hash)
        _lay_out_request(connection, request, run_id, is_summed_anew=anew)
    return Workbench(database, run_id, known.inputs_hash, known.files)


def lay_out_evaluation(
    folder: Path, home: Home, request: Request, *, settings: Settings, anew: bool = False
) -> Workbench:
    """Fill a new DuckDB file with everything that the models of an evaluation read; ``anew`` as in ``lay_out``.

    Raises:
        CannotRun: no framework, no facts of one, or not the one asked for was ever received.
    """
    database = folder / "run.duckdb"
    with _opened(database, settings) as connection:
        connection.execute("set TimeZone = 'Asia/Shanghai'")
        known = open_known(connection, home, as_of=request.as_of, anew=anew)
        _refuse_nothing_to_score(connection, home, request)
        _lay_out_booked(connection, request.edition)
        run_id = _run_id(request, known.inputs_hash)
        _lay_out_request(connection, request, run_id, is_summed_anew=anew)
    return Workbench(database, run_id, known.inputs_hash, known.files)


def _opened(database: Path, settings: Settings) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str(database), config={"threads": settings.threads, "memory_limit": settings.memory})


def _run_id(request: Request, inputs_hash: str) -> str:
    """The same request over the same facts and the same bookings has the same id on any machine.

    After a rollback they would give the id of a run that was taken back, whose folder and whose lines in the ledger
    stay as they are: the rollback is part of what the run stands on (decision 0015).
    """
    prior = request.edition.current.run.run_id if request.edition else ""
    asked = request.scheme_no if request.run_type == EVALUATION else str(request.period)
    text = "\x1f".join((request.run_type, asked or "", inputs_hash, prior, *filter(None, [request.rollback])))
    return f"R{str(request.period).replace('-', '')}-{request.run_type}-{sha256_of_text(text)[:12]}"


def _refuse_missing_tables(known: Known, home: Home, request: Request) -> None:
    missing = [name for name in _NEEDED if name not in known.tables_given]
    if not missing and not known.tables_given.intersection(_WORK):
        missing = ["delivery"]
    if not missing:
        return
    table = INPUTS[missing[0]]
    refused = [
        each for each in received_files(home, as_of=request.as_of) if each.table_name == table.name and each.refusal
    ]
    if refused:
        raise CannotRun(
            f"Nothing to settle: table {table.name} ({table.label}) is missing, its file {refused[-1].file_name} was "
            f"refused: {refused[-1].refusal}"
        )
    raise CannotRun(
        f"Nothing to settle: table {table.name} ({table.label}) was never received in {home.root} before "
        f"{print_moment(request.as_of)}: put {table.name}.csv into a folder and run `hengliang ingest --inputs DIR`."
    )


_SCHEMES = """
    select distinct scheme_no
    from (select scheme_no from landing.score_sheet union all select scheme_no from landing.perf_indicator)
    order by scheme_no
"""
_FIGURES = "select exists (from landing.stated_fact)"


def _refuse_nothing_to_score(connection: duckdb.DuckDBPyConnection, home: Home, request: Request) -> None:
    schemes = [row[0] for row in connection.execute(_SCHEMES).fetchall()]
    has_figures = connection.execute(_FIGURES).fetchone() == (True,)
    if not schemes and not has_figures:
        raise CannotRun(
            "Nothing to score: no row of score_sheet (指标得分表), perf_indicator (绩效指标) or stated_fact "
            f"(报告所载数据) landed in {home.root} before {print_moment(request.as_of)}: put one of them into a folder "
            "and run `hengliang ingest --inputs DIR`."
        )
    if request.scheme_no is not None and request.scheme_no not in schemes:
        raise CannotRun(f"Framework {request.scheme_no!r} was never received: choose one of {', '.join(schemes)}.")


_MONTHS_OF_SERVICE = """
    select
        (
            select min(month) from (
                select strftime(service_from, '%Y-%m') as month from landing.contract
                union all
                select min(period) from landing.metering_claim
                union all
                select min(period) from landing.metering_verification
            )
        ),
        (select max(strftime(service_to, '%Y-%m')) from landing.contract)
"""
# Work that was accepted although it lies before its contract's service is settled in its month.
_FIRST_DELIVERY = "select strftime(min(delivered_at) at time zone 'Asia/Shanghai', '%Y-%m') from landing.delivery"


def _refuse_a_period_without_contract(connection: duckdb.DuckDBPyConnection, period: Period) -> None:
    """Three years after the last month of service are left for what is learned late and for retentions."""
    first, last = connection.execute(_MONTHS_OF_SERVICE).fetchall()[0]
    if last is None:
        raise CannotRun(
            "No contract landed: mend the contract's rows in quarantine and send them again; where two rows contradict "
            "each other, have two people withdraw one (`hengliang quarantine waive`)."
        )
    if isinstance(period, Year) or Month.parse(first) <= period <= Month.parse(last).plus(36):
        return
    # All deliveries are read for the earliest only where the answer hangs on it.
    (delivered,) = connection.execute(_FIRST_DELIVERY).fetchall()[0]
    first = min(first, delivered or first)
    if not Month.parse(first) <= period <= Month.parse(last).plus(36):
        raise CannotRun(f"No contract is in service in {period}: contracts run from {first} to {last}.")


_YEARS_BEGUN = """
    with anniversaries as (
        select service_to, service_from + to_years(cast(count as integer)) as starts_on, service_from
        from landing.contract
        cross join unnest(range(0, date_sub('year', service_from, service_to) + 1)) as counted (count)
    )
    select distinct strftime(starts_on, '%Y') as year from anniversaries where starts_on <= service_to order by year
"""


def _refuse_a_year_without_months(connection: duckdb.DuckDBPyConnection, year: Year) -> None:
    """An annual run settles what months have booked."""
    begun = [row[0] for row in connection.execute(_YEARS_BEGUN).fetchall()]
    if str(year) not in begun:
        raise CannotRun(f"No contract year starts in {year}: contract years start in {', '.join(begun)}.")
    booked = connection.execute(
        "select count(*) from booked.run where length(period) = 7 and period >= ?", [f"{year}-01"]
    ).fetchone()
    if not booked or not booked[0]:
        raise CannotRun(
            f"No month of a contract year that starts in {year} is booked: settle its months first "
            "(`hengliang settle --period YYYY-MM`)."
        )


def _lay_out_booked(connection: duckdb.DuckDBPyConnection, edition: Edition | None) -> None:
    connection.execute("create schema booked")
    for name in _BOOKED:
        rows = edition.rows_of(name) if edition else no_rows(PUBLISHED[name])
        # Read where they lie: copies of all that was ever published would take longer every month.
        connection.execute(f"create view booked.{name} as {rows}")
    scores = edition.table("score_node") if edition else _nothing("score_node")
    _create(connection, "booked.score_node", scores)
    connection.execute(
        "create table booked.run (run_id varchar, run_type varchar, period varchar, as_of timestamptz, position bigint)"
    )
    for position, manifest in enumerate(edition.settlements if edition else (), start=1):
        run = manifest.run
        connection.execute(
            "insert into booked.run values (?, ?, ?, ?, ?)",
            [run.run_id, run.run_type, run.period, run.as_of, position],
        )
    _lay_out_evaluations(connection, edition)


def _lay_out_evaluations(connection: duckdb.DuckDBPyConnection, edition: Edition | None) -> None:
    """Every run's totals, as settlements take them: the day since which a score stands shows only in older runs."""
    connection.execute("create table booked.evaluation (run_id varchar, evaluated_on date, position bigint)")
    parts = [_nothing("score_summary")]
    if edition:
        for position, manifest in enumerate(edition.evaluations, start=1):
            run = manifest.run
            connection.execute(
                "insert into booked.evaluation values (?, ?, ?)", [run.run_id, last_known_day(run.as_of), position]
            )
            parts.append(Edition(edition.home, SYSTEM, (manifest,), ()).table("score_summary"))
    _create(connection, "booked.score_summary", pa.concat_tables(parts))


def _nothing(name: str) -> pa.Table:
    return arrow_schema(PUBLISHED[name]).empty_table()


def _lay_out_request(
    connection: duckdb.DuckDBPyConnection, request: Request, run_id: str, *, is_summed_anew: bool
) -> None:
    connection.execute("create schema this_run")
    connection.execute(
        "create table this_run.parameters "
        "(run_id varchar, run_type varchar, settlement_period varchar, is_annual boolean, known_on date, "
        "scheme_asked varchar, is_summed_anew boolean)"
    )
    known_on = last_known_day(request.as_of)
    connection.execute(
        "insert into this_run.parameters values (?, ?, ?, ?, ?, ?, ?)",
        [run_id, request.run_type, str(request.period), request.is_annual, known_on, request.scheme_no, is_summed_anew],
    )
    lay_out_units(connection)
    lay_out_defaults(connection)
    lay_out_calendar(connection)
    if request.run_type == EVALUATION:
        lay_out_scoring_rules(connection)


def _create(connection: duckdb.DuckDBPyConnection, relation: str, rows: pa.Table) -> None:
    connection.register("incoming", rows)
    connection.execute(f"create table {relation} as select * from incoming")
    connection.unregister("incoming")
