"""Months, years and evaluations go the same three steps in Dagster, and a crash within a step is taken up again."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from dashboards.access import SYSTEM
from dashboards.editions import open_edition
from expectations import publishing
from expectations.judge_process import JudgeProcess
from interface.files import write_whole
from interface.ledger import read_entries
from orchestration.assets.steps import _stop_after_a_failed_one
from orchestration.definitions import defs
from orchestration.resources import one_warm_gate
from orchestration.verify import verify
from tests.integration.conftest import Desk, a_contract, a_delivery


@pytest.fixture
def run(
    desk: Desk, judge_process: JudgeProcess, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., dg.ExecuteInProcessResult]]:
    """Run a job on the desk's home."""
    monkeypatch.setenv("HENGLIANG_HOME", str(desk.home.root))

    def run_job(name: str, partition: str | None = None) -> dg.ExecuteInProcessResult:
        with dg.DagsterInstance.ephemeral() as instance:
            job = defs.resolve_job_def(name)
            return job.execute_in_process(instance=instance, partition_key=partition, raise_on_error=False)

    with one_warm_gate(judge_process):
        yield run_job


def told(result: dg.ExecuteInProcessResult, asset: str) -> dict[str, Any]:
    (event,) = result.asset_materializations_for_node(asset)
    return {name: value.value for name, value in event.metadata.items()}


def retried(result: dg.ExecuteInProcessResult) -> list[str]:
    return [event.step_key for event in result.all_events if event.is_step_up_for_retry]


def test_a_month_its_year_and_an_evaluation_are_published_one_after_the_other(
    desk: Desk, run: Callable[..., dg.ExecuteInProcessResult], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The month's first attempt to publish dies between the ledger's line and the pointer: the second takes it up."""
    desk.receive(
        **a_contract(service_from="2020-05-01", service_to="2020-05-31", settlement_kind="ANNUAL"),
        delivery=[a_delivery("D1", delivered_at="2020-05-15T10:00:00+08:00")],
        score_sheet=[
            {"scheme_no": "S", "subject_code": "P", "level1": level, "weight": "50", "score": score}
            for level, score in (("产出", "45"), ("效益", "40"))
        ],
    )
    deaths = [OSError(5, "Input/output error")]

    def die_once_before_the_pointer_moves(path: Path, content: bytes) -> None:
        if path == desk.home.pointer and deaths:
            raise deaths.pop()
        write_whole(path, content)

    monkeypatch.setattr(publishing, "write_whole", die_once_before_the_pointer_moves)

    month, year, evaluation = run("settle_month", "2020-05-01"), run("settle_year", "2020"), run("evaluate")

    assert (month.success, year.success, evaluation.success) == (True, True, True)
    assert (retried(month), retried(year), retried(evaluation)) == (["edition"], [], [])
    # 10,000 条 are 1 万条 at 120 yuan; the month accrues, the year pays.
    assert [told(month, "edition")[name] for name in ("verdict", "lines", "gross_amt", "payable_amt")] == [
        *("PUBLISHED", 1, "120.00", "0.00")
    ]
    assert [told(year, "annual_edition")[name] for name in ("verdict", "lines", "payable_amt")] == [
        *("PUBLISHED", 0, "120.00")
    ]
    assert [record.data for record in told(evaluation, "evaluation")["scores"].records] == [
        {
            "scheme_no": "S",
            "subject_code": "P",
            "total_score": "85.000",
            "total_weight": "100.000",
            "grade": "良",
            "not_assessed": 0,
            "defects": 0,
        }
    ]
    chain = open_edition(desk.home, SYSTEM).chain
    assert [(each.run.run_type, each.run.period) for each in chain[:2]] == [("INITIAL", "2020-05"), ("ANNUAL", "2020")]
    assert [told(*which)["run_id"] for which in ((month, "edition"), (year, "annual_edition"))] == [
        each.run.run_id for each in chain[:2]
    ]
    assert told(evaluation, "evaluation")["run_id"] == chain[2].run.run_id
    published = [entry.content["run_id"] for entry in read_entries(desk.home) if entry.kind == "published"]
    assert published == [each.run.run_id for each in chain]
    assert verify(desk.home)[1] == []
    assert list(desk.home.work.iterdir()) == []


@pytest.mark.parametrize(
    ("month_before", "tags", "stops"),
    [
        pytest.param(dg.DagsterRunStatus.FAILURE, {"dagster/backfill": "b"}, True, id="refused-in-this-backfill"),
        pytest.param(dg.DagsterRunStatus.SUCCESS, {"dagster/backfill": "b"}, False, id="settled-in-this-backfill"),
        pytest.param(dg.DagsterRunStatus.FAILURE, {"dagster/backfill": "c"}, False, id="refused-in-another-one"),
        pytest.param(dg.DagsterRunStatus.FAILURE, {}, False, id="launched-by-hand"),
    ],
)
def test_a_backfill_of_the_ui_stops_at_the_first_month_that_is_refused(
    month_before: dg.DagsterRunStatus, tags: dict[str, str], stops: bool
) -> None:
    partitions = dg.MonthlyPartitionsDefinition("2020-01-01")
    stopped: list[str] = []

    @dg.asset(partitions_def=partitions)
    def built(context: dg.AssetExecutionContext) -> None:
        try:
            _stop_after_a_failed_one(context)
        except dg.Failure as failure:
            stopped.append(failure.description)

    job = dg.Definitions([built], jobs=[dg.define_asset_job("months", [built])]).resolve_job_def("months")
    with dg.DagsterInstance.ephemeral() as instance:
        earlier = {"dagster/backfill": "b", "dagster/partition": "2020-04-01"}
        instance.create_run_for_job(job, tags=earlier, status=month_before)

        job.execute_in_process(instance=instance, partition_key="2020-05-01", tags=tags)

    sentence = (
        "2020-04 was refused or failed in this backfill, so 2020-05 is not settled: mend it, then backfill from there."
    )
    assert stopped == ([sentence] if stops else [])
