"""Built, judged by a check that blocks, published: the steps of every run as assets, whatever it settles or scores."""

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import dagster as dg
from dagster import DagsterRunStatus

from dashboards.access import SYSTEM
from dashboards.editions import open_edition
from expectations.gate import Passed, Refused
from interface.ledger import read_entries, writing
from interface.paths import Home
from interface.settings import Settings
from orchestration.assets.metadata import (
    edition_metadata,
    findings_table,
    rows_received,
    seconds_per_step,
    warning_count,
)
from orchestration.evaluation import Evaluated
from orchestration.preparing import Prepared
from orchestration.resources import CRASHES, WRITER, OpenRuns, Places, said_once
from orchestration.settlement import Outcome

# A check with partitions is a preview in 1.13.27; without them Dagster does not know which month a verdict is about.
warnings.filterwarnings("ignore", "Specifying a partitions_def on an AssetCheckSpec", dg.PreviewWarning)

_BACKFILL = "dagster/backfill"
_PARTITION = "dagster/partition"


@dataclass(frozen=True)
class Kind:
    """What goes through the steps, and how.

    Attributes:
        built: Name of the asset that is built.
        built_description: What it is, as the UI shows it.
        edition: Name of the asset that is published.
        edition_description: What it is, as the UI shows it.
        group: Where the UI puts both.
        partitions: One per run; None where there is always but one.
        deps: What is built from, in Dagster's words.
        prepare: Builds the run of a partition (None where there are none), as the home's writer.
        conclude: Publishes what passed or keeps what was refused, as the home's writer.
    """

    built: str
    built_description: str
    edition: str
    edition_description: str
    group: str
    partitions: dg.PartitionsDefinition | None
    deps: Sequence[Any]
    prepare: Callable[[Home, Settings, str | None], Prepared]
    conclude: Callable[[Home, Prepared, Passed | Refused], Outcome | Evaluated]


@dataclass(frozen=True)
class Steps:
    """The assets of a kind, and the check that stands between them."""

    built: dg.AssetsDefinition
    gate: dg.AssetChecksDefinition
    edition: dg.AssetsDefinition


def steps_of(kind: Kind) -> Steps:
    """The steps of a kind as assets; one Dagster run takes them together."""
    built = _built(kind)
    return Steps(built, _gate(kind, built), _edition(kind))


def _built(kind: Kind) -> dg.AssetsDefinition:
    @dg.asset(
        name=kind.built,
        description=kind.built_description,
        deps=kind.deps,
        partitions_def=kind.partitions,
        group_name=kind.group,
        kinds={"dbt", "duckdb"},
        pool=WRITER,
        retry_policy=CRASHES,
        io_manager_key="open_runs",
    )
    def build(context: dg.AssetExecutionContext, places: Places) -> dg.MaterializeResult[Prepared]:
        _stop_after_a_failed_one(context)
        partition = context.partition_key if context.has_partition_key else None
        with said_once(), writing(places.home):
            prepared = kind.prepare(places.home, places.settings, partition)
        return dg.MaterializeResult(
            value=prepared,
            metadata={
                "run_id": prepared.bench.run_id,
                "run_type": prepared.request.run_type,
                "inputs_hash": prepared.bench.inputs_hash,
                **rows_received(places.home),
                **seconds_per_step(prepared.seconds),
            },
        )

    return build


def _gate(kind: Kind, built: dg.AssetsDefinition) -> dg.AssetChecksDefinition:
    @dg.asset_check(
        name="gate",
        asset=built,
        description="Every rule that a run must keep; one that blocks refuses the run, and the refusal is kept.",
        partitions_def=kind.partitions,
        blocking=True,
        pool=WRITER,
        retry_policy=CRASHES,
    )
    def gate(prepared: Prepared, places: Places, open_runs: dg.ResourceParam[OpenRuns]) -> dg.AssetCheckResult:
        began = perf_counter()
        with said_once():
            judgement = open_runs.judge(prepared, read_entries(places.home))
            prepared.seconds["gate"] = perf_counter() - began
            metadata = {
                "findings": findings_table(judgement.findings),
                "warnings": warning_count(judgement.findings),
                **seconds_per_step(prepared.seconds),
            }
            if isinstance(judgement, Refused):
                with writing(places.home):
                    outcome = kind.conclude(places.home, prepared, judgement)
                metadata["report"] = dg.MetadataValue.path(f"{outcome.folder}/report.md")
        return dg.AssetCheckResult(
            passed=not isinstance(judgement, Refused), severity=dg.AssetCheckSeverity.ERROR, metadata=metadata
        )

    return gate


def _edition(kind: Kind) -> dg.AssetsDefinition:
    @dg.asset(
        name=kind.edition,
        description=kind.edition_description,
        ins={"prepared": dg.AssetIn(key=kind.built)},
        partitions_def=kind.partitions,
        group_name=kind.group,
        kinds={"parquet"},
        pool=WRITER,
        retry_policy=CRASHES,
    )
    def publish(prepared: Prepared, places: Places, open_runs: dg.ResourceParam[OpenRuns]) -> dg.MaterializeResult:
        with said_once(), writing(places.home):
            outcome = kind.conclude(places.home, prepared, open_runs.proof(prepared))
            current = open_edition(places.home, SYSTEM).current
        return dg.MaterializeResult(metadata=edition_metadata(places.home, prepared, outcome, current))

    return publish


def _stop_after_a_failed_one(context: dg.AssetExecutionContext) -> None:
    """A backfill goes in order and ends at the first partition that was refused or failed.

    Dagster itself goes on once the month before is built, whatever the gate then says of it.
    """
    backfill = context.run.tags.get(_BACKFILL)
    if backfill is None or not context.has_partition_key:
        return
    runs = context.instance.get_runs(dg.RunsFilter(tags={_BACKFILL: backfill}, job_name=context.run.job_name))
    newest = {run.tags.get(_PARTITION): run.status for run in reversed(runs)}
    failed = [
        partition
        for partition, status in newest.items()
        if partition and partition < context.partition_key and status == DagsterRunStatus.FAILURE
    ]
    if failed:
        raise dg.Failure(
            f"{min(failed)[:7]} was refused or failed in this backfill, so {context.partition_key[:7]} is not settled: "
            "mend it, then backfill from there.",
            allow_retries=False,
        )
