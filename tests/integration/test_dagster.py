"""Dagster runs the same steps as the command line: what passed the gate is published, and nothing else ever is."""

from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

import dagster as dg
import pytest

from dashboards.access import SYSTEM
from dashboards.editions import open_edition, open_judgements
from interface.paths import Home
from interface.periods import Month
from interface.settings import Settings
from orchestration import resources
from orchestration.assets import runs
from orchestration.assets.receiving import received
from orchestration.assets.runs import MONTH
from orchestration.definitions import defs
from orchestration.preparing import Prepared
from orchestration.requests import Request
from orchestration.resources import OpenRuns, Places
from orchestration.work_folders import open_work_folder
from orchestration.workbench import Workbench
from tests.integration.conftest import Desk, a_contract, a_delivery, an_item

MAY = "2020-05-01"


@pytest.fixture
def home_of(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The desk, whose home is the one that Dagster's runs find in the environment."""
    monkeypatch.setenv("HENGLIANG_HOME", str(desk.home.root))
    return desk


@dataclass(frozen=True)
class Ended:
    """How a run ended: per asset its metadata, the check's verdict, attempts tried again, sentences of failures."""

    success: bool
    metadata: dict[str, dict[str, Any]]
    checks: dict[str, dg.AssetCheckEvaluation]
    retried: list[str]
    failures: dict[str, str | None]


def ended(result: dg.ExecuteInProcessResult) -> Ended:
    events = result.all_events
    return Ended(
        success=result.success,
        metadata={
            event.asset_key.to_user_string(): {
                name: value.value for name, value in event.materialization.metadata.items()
            }
            for event in result.get_asset_materialization_events()
        },
        checks={each.check_name: each for each in result.get_asset_check_evaluations()},
        retried=[event.step_key for event in events if event.is_step_up_for_retry],
        failures={
            event.step_key: event.step_failure_data.user_failure_data
            and event.step_failure_data.user_failure_data.description
            for event in events
            if event.is_step_failure
        },
    )


def settle_may() -> Ended:
    job = defs.resolve_job_def("settle_month")
    with dg.DagsterInstance.ephemeral() as instance:
        return ended(job.execute_in_process(instance=instance, partition_key=MAY, raise_on_error=False))


def materialize(*assets: dg.AssetsDefinition, **options: Any) -> Ended:
    leaning_on = {"places": Places(), "open_runs": OpenRuns()}
    with dg.DagsterInstance.ephemeral() as instance:
        return ended(dg.materialize(assets, resources=leaning_on, instance=instance, raise_on_error=False, **options))


def rows_of(table: dg.TableMetadataValue) -> list[dict[str, object]]:
    return [record.data for record in table.records]


def test_the_definitions_load() -> None:
    dg.Definitions.validate_loadable(defs)


def test_a_month_that_passes_is_published_to_the_fen(home_of: Desk) -> None:
    home_of.receive(
        **a_contract(),
        delivery=[
            a_delivery("D1", delivered_at="2020-05-01T00:00:00+08:00", quantity="10000"),
            a_delivery("D2", delivered_at="2020-05-31T23:59:59+08:00", quantity="5000"),
            a_delivery("D3", delivered_at="2020-05-15T10:00:00+08:00", quantity="3", unit="个", work_order_no="W2"),
        ],
    )

    run = settle_may()

    # W1: 1.5 万条 x 120 = 180.00. W2: 3 个 x 12.345 = 37.035, half away from zero 37.04.
    assert run.success
    assert run.checks["gate"].passed
    assert rows_of(run.metadata["edition"]["statements"]) == [
        {"contract_no": "H1", "gross_amt": "217.04", "payable_amt": "217.04"}
    ]
    current = open_edition(home_of.home, SYSTEM).current
    assert (run.metadata["edition"]["verdict"], run.metadata["edition"]["lines"]) == ("PUBLISHED", 2)
    assert run.metadata["built_month"]["run_id"] == run.metadata["edition"]["run_id"] == current.run.run_id
    assert run.metadata["edition"]["current_run_id"] == current.run.run_id
    assert run.metadata["edition"]["manifest_hash"] == current.manifest_hash
    assert {"landing_seconds", "dbt_seconds", "gate_seconds", "publish_seconds"} <= run.metadata["edition"].keys()
    # 1 version, 2 items, 2 parties, 1 contract, 2 orders, 3 deliveries.
    assert (run.metadata["built_month"]["rows_read"], run.metadata["built_month"]["rows_landed"]) == (11, 11)
    assert (run.metadata["edition"]["gross_amt"], run.metadata["edition"]["payable_amt"]) == ("217.04", "217.04")
    assert run.metadata["edition"]["inputs_hash"] == current.run.inputs_hash
    assert run.metadata["edition"]["outputs_hash"] == current.run.outputs_hash
    assert run.metadata["edition"]["edition"] == str(home_of.home.published / current.run.run_id)
    warned = [row for row in rows_of(run.checks["gate"].metadata["findings"].value) if row["severity"] == "WARN"]
    assert run.metadata["edition"]["warnings"] == len(warned) == run.checks["gate"].metadata["warnings"].value
    assert list(home_of.home.work.iterdir()) == []


def test_a_month_without_a_price_is_refused_and_no_edition_is_made(home_of: Desk) -> None:
    facts = a_contract() | {"service_item": [an_item("I1", unit_code="万条", unit_price="")]}
    home_of.receive(**facts, delivery=[a_delivery("D1", delivered_at="2020-05-15T10:00:00+08:00")])

    run = settle_may()

    assert not run.success
    assert list(run.metadata) == ["built_month"]
    assert (run.checks["gate"].passed, run.checks["gate"].blocking) == (False, True)
    findings = rows_of(run.checks["gate"].metadata["findings"].value)
    blocking = [row for row in findings if row["severity"] == "BLOCK"]
    assert ("int_work_months_priced.exactly_one_price_applies", 1) in [(row["rule"], row["count"]) for row in blocking]
    assert all(row["message_zh"] and row["message_en"] and row["sample"] for row in blocking)
    assert run.retried == []
    assert not home_of.home.pointer.exists()
    assert [manifest.run.period for manifest in open_judgements(home_of.home, SYSTEM).refused] == ["2020-05"]
    assert Path(run.checks["gate"].metadata["report"].value).is_file()
    assert list(home_of.home.work.iterdir()) == []


class BrokenGate:
    """A gate whose process dies while it judges; it takes no time to warm up."""

    def judge(self, _: Path) -> None:
        raise BrokenProcessPool

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass


@pytest.fixture
def broken_gate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resources, "JudgeProcess", BrokenGate)


@pytest.fixture
def built_at_once(broken_gate: None, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Months are built without dbt, for tests of what surrounds the building; the list gets their work folders."""
    folders: list[Path] = []

    def prepare(home: Home, period: Month, *, settings: Settings) -> Prepared:
        folder = open_work_folder(home, str(period))
        folders.append(folder.path)
        now = datetime.now(UTC)
        bench = Workbench(folder.path / "run.duckdb", run_id="R", inputs_hash="H")
        return Prepared(Request(period, "INITIAL", as_of=now, edition=None), folder, bench, now, {})

    monkeypatch.setattr(runs, "prepare", prepare)
    return folders


def test_a_month_that_was_not_judged_is_not_published(home_of: Desk, built_at_once: list[Path]) -> None:
    run = materialize(MONTH.built, MONTH.edition, partition_key=MAY)

    assert "2020-05 was not judged in this Dagster run, so nothing is published" in run.failures["edition"]
    assert run.retried == []
    assert not home_of.home.pointer.exists()
    assert [folder.exists() for folder in built_at_once] == [False]


def test_a_month_that_another_run_built_is_not_published(home_of: Desk, broken_gate: None) -> None:
    run = materialize(MONTH.built, MONTH.edition, selection=[MONTH.edition], partition_key=MAY)

    assert "2020-05-01 was not built in this Dagster run" in run.failures["edition"]
    assert run.retried == []
    assert not home_of.home.pointer.exists()


def test_a_gate_that_breaks_is_asked_once_more_and_nothing_is_published(
    home_of: Desk, built_at_once: list[Path]
) -> None:
    run = materialize(MONTH.built, MONTH.gate, MONTH.edition, partition_key=MAY)

    assert run.retried == ["built_month_gate"]
    assert list(run.failures) == ["built_month_gate"]
    assert not home_of.home.pointer.exists()
    assert [folder.exists() for folder in built_at_once] == [False]


@pytest.mark.parametrize("crash", [RuntimeError("a crash"), MemoryError("malloc of size 64 failed")], ids=repr)
def test_a_crash_is_tried_once_more(
    home_of: Desk, built_at_once: list[Path], monkeypatch: pytest.MonkeyPatch, crash: Exception
) -> None:
    _crash_at_first(monkeypatch, crash)

    run = materialize(MONTH.built, partition_key=MAY)

    assert (run.success, run.retried) == (True, ["built_month"])


def test_work_too_large_for_the_memory_it_was_given_is_not_tried_again(
    home_of: Desk, built_at_once: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    _crash_at_first(monkeypatch, RuntimeError("Out of Memory Error: failed to allocate data of size 1.0 GiB"))

    run = materialize(MONTH.built, partition_key=MAY)

    assert run.failures["built_month"].startswith("The work needs more memory than HENGLIANG_MEMORY")
    assert run.retried == []


def _crash_at_first(monkeypatch: pytest.MonkeyPatch, crash: Exception) -> None:
    build, crashes = runs.prepare, [crash]

    def crash_once(*given: Any, **named: Any) -> Prepared:
        if crashes:
            raise crashes.pop()
        return build(*given, **named)

    monkeypatch.setattr(runs, "prepare", crash_once)


def test_what_cannot_run_is_said_in_its_sentence_and_not_tried_again(home_of: Desk, broken_gate: None) -> None:
    run = materialize(MONTH.built, partition_key=MAY)

    assert run.failures["built_month"].startswith("Nothing to settle: table catalogue_version")
    assert run.retried == []


def test_a_refused_file_shows_in_the_check_and_the_others_land(home_of: Desk, tmp_path: Path) -> None:
    (tmp_path / "inputs").mkdir()
    (tmp_path / "inputs" / "party.csv").write_text("party_code,party_name\nP1,甲\nP2,\n", "utf-8")
    (tmp_path / "inputs" / "delivery.csv").write_text("delivery_no\nD1\n", "utf-8")

    run = materialize(received, run_config=inputs_from(tmp_path / "inputs"))

    assert run.success
    assert run.metadata["received"] == {
        "files": 2,
        "rows_read": 2,
        "rows_landed": 1,
        "rows_duplicate": 0,
        "rows_quarantined": 1,
    }
    assert (run.checks["every_file_landed"].passed, run.checks["every_file_landed"].blocking) == (False, False)
    assert list(run.checks["every_file_landed"].metadata) == ["delivery.csv"]


def test_a_missing_folder_is_said_in_its_sentence_and_not_tried_again(home_of: Desk, tmp_path: Path) -> None:
    run = materialize(received, run_config=inputs_from(tmp_path / "nowhere"))

    assert str(tmp_path / "nowhere") in run.failures["received"]
    assert run.retried == []


def inputs_from(folder: Path) -> dict[str, Any]:
    return {"ops": {"received": {"config": {"inputs": str(folder)}}}}
