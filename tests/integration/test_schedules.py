"""Runs are asked for on their working day of Asia/Shanghai, each once, for what is over by then."""

from datetime import datetime
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from ingest.landing import ingest_folder
from interface.errors import CannotRun
from interface.paths import Home
from interface.periods import SHANGHAI, Month, Year
from orchestration import schedules
from orchestration.contract_years import last_months
from orchestration.definitions import defs
from tests.integration.conftest import a_contract, write_tables

MONTHLY = "settle_the_month_before_on_working_day_5"
ANNUAL = "settle_the_years_that_are_over_on_working_day_6"
EVALUATION = "evaluate_on_working_day_4"


def asked_for(schedule: str, day: str) -> list[str | None]:
    """Partitions that a schedule asks for at 06:00 of a day."""
    tick = datetime.fromisoformat(f"{day}T06:00:00").replace(tzinfo=SHANGHAI)
    with dg.DagsterInstance.ephemeral() as instance:
        context = dg.build_schedule_context(
            instance, scheduled_execution_time=tick, repository_def=defs.get_repository_def()
        )
        requests = defs.resolve_schedule_def(schedule).evaluate_tick(context).run_requests
    return [request.partition_key for request in requests or []]


def a_home_with(folder: Path, **contracts: tuple[str, str]) -> Home:
    """A home that knows contracts, each by its first and last day of service."""
    facts = a_contract()
    (form,) = facts["contract"]
    rows = [
        form | {"contract_no": number, "service_from": first, "service_to": last}
        for number, (first, last) in contracts.items()
    ]
    home = Home(folder / "home")
    ingest_folder(home, write_tables(folder / "inputs", **facts | {"contract": rows}))
    return home


@pytest.mark.parametrize(
    ("day", "partitions"),
    [
        pytest.param("2020-06-04", [], id="the-day-before"),
        pytest.param("2020-06-05", ["2020-05-01"], id="the-fifth-working-day"),
        pytest.param("2020-06-08", [], id="the-working-day-after"),
        pytest.param("2020-10-13", [], id="national-day-moves-it"),
        pytest.param("2020-10-14", ["2020-09-01"], id="to-the-14th"),
        # 1 January off, 2 and 3 a weekend; 4 to 8.
        pytest.param("2021-01-08", ["2020-12-01"], id="january-settles-december"),
        # 4 January 2026 is a Sunday that is worked.
        pytest.param("2026-01-08", ["2025-12-01"], id="a-make-up-day-counts"),
        # 1, 2 and 3 March 2020 are a Sunday and two working days.
        pytest.param("2020-03-06", ["2020-02-01"], id="a-february-of-29-days"),
    ],
)
def test_the_draft_of_a_month_comes_on_the_fifth_working_day_after_it(day: str, partitions: list[str]) -> None:
    assert asked_for(MONTHLY, day) == partitions


@pytest.mark.parametrize(("day", "count"), [("2020-06-03", 0), ("2020-06-04", 1), ("2020-06-05", 0)])
def test_the_evaluation_comes_before_the_draft_that_takes_its_scores(day: str, count: int) -> None:
    assert asked_for(EVALUATION, day) == [None] * count


@pytest.mark.parametrize(
    ("contracts", "last"),
    [
        pytest.param({"H": ("2020-01-01", "2021-12-31")}, {"2020": "2020-12", "2021": "2021-12"}, id="1-january"),
        pytest.param({"H": ("2020-05-08", "2021-05-07")}, {"2020": "2021-05"}, id="within-a-month"),
        # The second contract year starts on 28 February 2021, as there is no 29th.
        pytest.param({"H": ("2020-02-29", "2022-02-27")}, {"2020": "2021-02", "2021": "2022-02"}, id="29-february"),
        pytest.param({"H": ("2020-12-31", "2021-12-30")}, {"2020": "2021-12"}, id="31-december"),
        pytest.param({"H": ("2020-03-01", "2020-08-31")}, {"2020": "2020-08"}, id="cut-short"),
        # 8 to 20 May 2021 belong to May, which is the first contract year's.
        pytest.param({"H": ("2020-05-08", "2021-05-20")}, {"2020": "2021-05"}, id="a-year-without-a-month-of-its-own"),
        pytest.param(
            {"H": ("2020-01-01", "2020-12-31"), "I": ("2020-07-01", "2021-06-30")}, {"2020": "2021-06"}, id="the-later"
        ),
    ],
)
def test_a_year_is_over_with_the_last_contract_year_that_starts_in_it(
    tmp_path: Path, contracts: dict[str, tuple[str, str]], last: dict[str, str]
) -> None:
    home = a_home_with(tmp_path, **contracts)

    assert last_months(home) == {Year.parse(year): Month.parse(month) for year, month in last.items()}


@pytest.mark.parametrize(
    ("day", "partitions"),
    [
        pytest.param("2020-12-08", [], id="the-year-still-runs"),
        pytest.param("2021-01-08", [], id="working-day-5-settles-its-last-month-first"),
        pytest.param("2021-01-11", ["2020"], id="working-day-6-of-the-next-january"),
        pytest.param("2021-02-08", [], id="once-only"),
    ],
)
def test_the_annual_run_comes_the_working_day_after_its_last_months_draft(
    day: str, partitions: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """1 January 2021 is off, 2 and 3 a weekend: 4 to 8 are five working days, the 11th is the sixth."""
    monkeypatch.setattr(schedules, "last_months", lambda home: {Year(2020): Month(2020, 12)})
    monkeypatch.setattr(schedules, "_periods_settled", lambda home: {"2020-11", "2020-12"})

    assert asked_for(ANNUAL, day) == partitions


def test_a_year_whose_last_month_is_not_settled_waits_and_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    alerts: list[Any] = []
    monkeypatch.setattr(schedules, "last_months", lambda home: {Year(2020): Month(2020, 12)})
    monkeypatch.setattr(schedules, "_periods_settled", lambda home: {"2020-11"})
    monkeypatch.setattr(schedules, "send_alert", lambda settings, alert: alerts.append(alert) or [])

    with pytest.raises(Exception, match="settle_the_years") as failure:
        asked_for(ANNUAL, "2021-01-11")

    assert str(failure.value.__cause__).startswith("2020-12 is the last month of contract years that started in 2020")
    assert [(alert.kind, alert.period) for alert in alerts] == [("FAILED", "2020-12")]


def test_in_a_year_whose_working_days_are_not_known_nothing_runs_and_it_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    alerts: list[Any] = []
    monkeypatch.setattr(schedules, "send_alert", lambda settings, alert: alerts.append(alert) or [])

    for day in ("2027-01-05", "2027-01-06"):
        with pytest.raises(Exception, match="settle_the_month") as failure:
            asked_for(MONTHLY, day)
        assert isinstance(failure.value.__cause__, CannotRun)

    assert [(alert.kind, "days of 2027" in alert.sentence) for alert in alerts] == [("FAILED", True)]


def test_every_schedule_keeps_the_clock_of_shanghai_and_waits_to_be_switched_on() -> None:
    found = {name: defs.resolve_schedule_def(name) for name in (MONTHLY, ANNUAL, EVALUATION)}

    assert {name: schedule.cron_schedule for name, schedule in found.items()} == {
        MONTHLY: "0 6 5-20 * *",
        ANNUAL: "0 6 6-20 * *",
        EVALUATION: "0 6 4-20 * *",
    }
    assert {schedule.execution_timezone for schedule in found.values()} == {"Asia/Shanghai"}
    assert {schedule.default_status for schedule in found.values()} == {dg.DefaultScheduleStatus.STOPPED}
