"""A month as assets: built, judged by a check that blocks, published; the same steps as `hengliang settle`."""

import warnings
from time import perf_counter

import dagster as dg

from dashboards.editions import open_edition
from expectations.gate import Refused
from interface.ledger import writing
from interface.periods import Month
from orchestration.assets.metadata import findings_table, seconds_per_step, statements_table
from orchestration.assets.receiving import received
from orchestration.resources import CRASHES, WRITER, OpenMonths, Places, said_once
from orchestration.settlement import Prepared, conclude, prepare

# No end_offset: the newest partition is the last month that is over.
MONTHS = dg.MonthlyPartitionsDefinition(start_date="2020-01-01", timezone="Asia/Shanghai")

# A check with partitions is a preview in 1.13.27; without them Dagster does not know which month a verdict is about.
warnings.filterwarnings("ignore", "Specifying a partitions_def on an AssetCheckSpec", dg.PreviewWarning)


@dg.asset(
    deps=[received],
    partitions_def=MONTHS,
    group_name="settlement",
    kinds={"dbt", "duckdb"},
    pool=WRITER,
    retry_policy=CRASHES,
    io_manager_key="open_months",
)
def built_month(context: dg.AssetExecutionContext, places: Places) -> dg.MaterializeResult[Prepared]:
    """One month metered, priced and netted in a throw-away database, which waits for its judgement."""
    with said_once(), writing(places.home):
        month = prepare(places.home, Month.parse(context.partition_key[:7]), settings=places.settings)
    return dg.MaterializeResult(
        value=month,
        metadata={
            "run_id": month.bench.run_id,
            "run_type": month.request.run_type,
            "inputs_hash": month.bench.inputs_hash,
            **seconds_per_step(month.seconds),
        },
    )


@dg.asset_check(asset=built_month, partitions_def=MONTHS, blocking=True, pool=WRITER, retry_policy=CRASHES)
def gate(built_month: Prepared, places: Places, open_months: dg.ResourceParam[OpenMonths]) -> dg.AssetCheckResult:
    """Every rule that a month must keep; one that blocks refuses the month, and the refusal is kept."""
    began = perf_counter()
    judgement = open_months.judge(built_month)
    built_month.seconds["gate"] = perf_counter() - began
    metadata = {"findings": findings_table(judgement.findings), **seconds_per_step(built_month.seconds)}
    if isinstance(judgement, Refused):
        with said_once(), writing(places.home):
            outcome = conclude(places.home, built_month, judgement)
        metadata["report"] = dg.MetadataValue.path(f"{outcome.folder}/report.md")
    return dg.AssetCheckResult(
        passed=not isinstance(judgement, Refused), severity=dg.AssetCheckSeverity.ERROR, metadata=metadata
    )


@dg.asset(partitions_def=MONTHS, group_name="settlement", kinds={"parquet"}, pool=WRITER, retry_policy=CRASHES)
def edition(built_month: Prepared, places: Places, open_months: dg.ResourceParam[OpenMonths]) -> dg.MaterializeResult:
    """The month's settlement, published; where nothing new was learned, the last edition stays the current one."""
    with said_once(), writing(places.home):
        outcome = conclude(places.home, built_month, open_months.proof(built_month))
        current = open_edition(places.home).current
    return dg.MaterializeResult(
        metadata={
            "verdict": outcome.verdict,
            "run_id": outcome.run_id,
            "lines": outcome.line_count,
            "statements": statements_table(outcome.statements),
            "current_run_id": current.run.run_id,
            "outputs_hash": current.run.outputs_hash,
            "manifest_hash": current.manifest_hash,
            **seconds_per_step(outcome.seconds),
        }
    )
