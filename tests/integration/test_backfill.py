"""Many months in one command: Dagster runs in order, the editions of `settle`, and an end where one is refused."""

import fcntl
import os
import shutil
import signal
from contextlib import nullcontext
from pathlib import Path

import dagster as dg
import pytest

from dashboards.access import SYSTEM
from dashboards.editions import open_edition
from expectations.judge_process import JudgeProcess
from interface.errors import CannotRun, Stopped
from interface.paths import Home
from interface.periods import Month, Period, Year, months_between
from interface.settings import read_settings
from orchestration import backfill as module
from orchestration.assets import runs
from orchestration.backfill import TAG, backfill, how_to_go_on, noticing_interrupts, periods_of
from orchestration.dagster_instance import prepare_instance
from orchestration.definitions import defs
from orchestration.settlement import settle
from tests.integration.conftest import Desk, a_contract, a_delivery, an_item

MARCH, MAY = Month(2020, 3), Month(2020, 5)


@pytest.fixture(autouse=True)
def _in_this_process(desk: Desk, judge_process: JudgeProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HENGLIANG_HOME", str(desk.home.root))
    monkeypatch.setattr(module, "JudgeProcess", lambda: nullcontext(judge_process))


def go(home: Home, periods: list[Period]) -> list[str]:
    """What a backfill says, without the seconds."""
    said: list[str] = []
    backfill(home, periods, say=said.append)
    return [line.rsplit(" · ", 1)[0] for line in said[:-1]]


def runs_of(home: Home) -> list[dg.DagsterRun]:
    with dg.DagsterInstance.from_config(str(home.dagster)) as instance:
        return list(reversed(instance.get_runs()))


def test_three_months_in_order_are_the_same_editions_as_settle_makes(
    desk: Desk, judge_process: JudgeProcess, tmp_path: Path
) -> None:
    days = ["2020-03-15", "2020-04-15", "2020-05-15"]
    desk.receive(
        **a_contract(),
        delivery=[a_delivery(f"D{day}", delivered_at=f"{day}T10:00:00+08:00", quantity="15000") for day in days],
    )
    equal = Home(tmp_path / "equal")
    shutil.copytree(desk.home.root, equal.root)
    for month in months_between(MARCH, MAY):
        settle(equal, month, settings=read_settings({}), judge_process=judge_process)

    said = go(desk.home, [*months_between(MARCH, MAY)])
    again = go(desk.home, [MAY])

    # 1.5 万条 at 120 yuan each month.
    assert [" · ".join(line.split(" · ")[:2]) for line in said] == [
        f"2020-0{month} PUBLISHED: 1 lines · payable 180.00 yuan" for month in (3, 4, 5)
    ]
    assert again == ["2020-05 NOTHING_NEW: nothing new was learned since the last run; nothing is booked"]
    hashes, of_settle = (
        [(each.run.run_id, each.run.outputs_hash) for each in open_edition(home, SYSTEM).chain]
        for home in (desk.home, equal)
    )
    assert hashes == of_settle
    in_dagster = runs_of(desk.home)
    assert [run.tags["dagster/partition"] for run in in_dagster] == [
        *("2020-03-01", "2020-04-01", "2020-05-01", "2020-05-01")
    ]
    assert len({run.tags[TAG] for run in in_dagster[:3]}) == 1
    assert {run.status for run in in_dagster} == {dg.DagsterRunStatus.SUCCESS}
    assert list(desk.home.work.iterdir()) == []
    assert list((desk.home.dagster / "alive").iterdir()) == []


def test_the_first_refused_month_stops_it_and_it_says_how_to_go_on(desk: Desk) -> None:
    items = [an_item("I1", unit_code="万条", unit_price="120"), an_item("I2", unit_price="")]
    desk.receive(
        **a_contract() | {"service_item": items},
        delivery=[
            a_delivery("D1", delivered_at="2020-03-15T10:00:00+08:00"),
            a_delivery("D2", delivered_at="2020-04-15T10:00:00+08:00", work_order_no="W2", unit="个", quantity="3"),
        ],
    )
    said: list[str] = []

    with pytest.raises(Stopped) as stop:
        backfill(desk.home, [*months_between(MARCH, MAY), Year(2020)], say=said.append)

    assert said == []
    lines = str(stop.value).splitlines()
    assert lines[0] == "2020-03: the gate refused the run; nothing of it was published."
    assert "int_work_months_priced.exactly_one_price_applies: 1" in str(stop.value)
    assert lines[-1] == (
        "Once that is mended, go on with `hengliang backfill --period 2020-03 --through 2020-05 --year 2020`."
    )
    assert [run.status.value for run in runs_of(desk.home)] == ["FAILURE"]
    assert not desk.home.pointer.exists()


def test_what_cannot_run_is_said_in_its_sentence(desk: Desk) -> None:
    desk.receive(party=[{"party_code": "P1", "party_name": "甲"}])

    with pytest.raises(CannotRun, match=r"2020-03 was not settled: Nothing to settle: table catalogue_version"):
        backfill(desk.home, [MARCH], say=lambda line: None)


def test_ctrl_c_within_a_month_ends_it_as_everywhere(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.receive(party=[{"party_code": "P1", "party_name": "甲"}])
    monkeypatch.setattr(runs, "prepare", lambda *_, **__: signal.raise_signal(signal.SIGINT))

    with pytest.raises(KeyboardInterrupt):
        backfill(desk.home, [MARCH], say=lambda line: None)

    assert [run.status.value for run in runs_of(desk.home)] == ["FAILURE"]
    assert list((desk.home.dagster / "alive").iterdir()) == []


def test_a_folder_that_is_no_home_is_named(desk: Desk) -> None:
    with pytest.raises(CannotRun, match="is no home"):
        backfill(desk.home, [MARCH], say=lambda line: None)


def test_months_come_before_the_year() -> None:
    assert periods_of(MARCH, MAY, Year(2020)) == [Month(2020, 3), Month(2020, 4), MAY, Year(2020)]


@pytest.mark.parametrize(
    ("first", "last", "year", "sentence"),
    [
        pytest.param(MAY, MARCH, None, "--through 2020-03 lies before --period 2020-05", id="backwards"),
        pytest.param(Month(2009, 12), MARCH, None, "2009-12 cannot be settled through Dagster", id="before-all"),
        pytest.param(MARCH, MARCH, Year(9999), "9999 cannot be settled through Dagster", id="not-over"),
    ],
)
def test_a_range_that_cannot_be_is_refused(first: Month, last: Month, year: Year | None, sentence: str) -> None:
    with pytest.raises(CannotRun, match=sentence):
        periods_of(first, last, year)


def test_only_the_year_is_left() -> None:
    assert how_to_go_on([Year(2020)]) == "hengliang settle --year 2020"


def test_a_run_whose_process_died_is_marked_as_failed_and_one_that_lives_is_not(desk: Desk) -> None:
    prepare_instance(desk.home)
    job = defs.resolve_job_def("settle_month")
    with dg.DagsterInstance.from_config(str(desk.home.dagster)) as instance:
        started = dg.DagsterRunStatus.STARTED
        dead, living = (instance.create_run_for_job(job, status=started).run_id for _ in range(2))
    signs = desk.home.dagster / "alive"
    signs.mkdir()
    (signs / dead).touch()
    with (signs / living).open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)

        prepare_instance(desk.home)

    assert {run.run_id: run.status.value for run in runs_of(desk.home)} == {dead: "FAILURE", living: "STARTED"}
    assert [path.name for path in signs.iterdir()] == [living]


def test_an_interrupt_that_another_handler_lets_fall_is_noticed_once() -> None:
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        with noticing_interrupts() as was_asked_to_end:
            assert not was_asked_to_end()
            os.kill(os.getpid(), signal.SIGINT)
            assert was_asked_to_end()
            assert not was_asked_to_end()
    finally:
        signal.signal(signal.SIGINT, before)
