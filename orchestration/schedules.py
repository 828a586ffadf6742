"""What runs together and when: the jobs, and their times by the working days of Asia/Shanghai."""

from collections.abc import Callable, Sequence

import dagster as dg

from dashboards.access import SYSTEM
from dashboards.editions import NothingPublished, open_edition
from interface.errors import CannotRun
from interface.paths import Home
from interface.periods import SHANGHAI, Month
from interface.settings import read_settings
from interface.working_days import read_calendar
from orchestration.alerts import Alert, send_alert
from orchestration.assets.receiving import received
from orchestration.assets.runs import EVALUATION, MONTH, YEAR
from orchestration.assets.steps import Steps
from orchestration.contract_years import last_months
from orchestration.resources import Places

# Only a run whose process died is tried again, and then from the start: what it built died with it.
_AFTER_A_DEAD_PROCESS = {"dagster/max_retries": "1", "dagster/retry_strategy": "ALL_STEPS"}
_LAST_DAY = 20
"""By this day the eighth working day of every month since 2004 had come."""


def _job(name: str, steps: Steps, description: str) -> dg.JobDefinition:
    return dg.define_asset_job(
        name,
        selection=dg.AssetSelection.assets(steps.built, steps.edition),
        tags=_AFTER_A_DEAD_PROCESS,
        description=description,
    )


receive = dg.define_asset_job(
    "receive", selection=dg.AssetSelection.assets(received), description="Land a folder of input tables."
)
settle_month = _job("settle_month", MONTH, "Build a month, judge it, and publish it where it passed.")
settle_year = _job("settle_year", YEAR, "Settle the contract years that start in a year, judge, and publish.")
evaluate = _job("evaluate", EVALUATION, "Score every framework received, judge the scores, and publish them.")


def _on_working_day(
    number: int,
    name: str,
    job: dg.JobDefinition,
    description: str,
    partitions: Callable[[Home, Month], Sequence[str | None]],
) -> dg.ScheduleDefinition:
    """Request runs at 06:00 on one working day of each month; it looks each day, as no cron knows working days.

    ``partitions`` gives what to run, from the home and the month that is over; None where there are no partitions.
    Off until somebody switches it on. Where it cannot say what is due, it tells so as an alert and nothing runs.
    """

    @dg.schedule(
        name=name,
        job=job,
        cron_schedule=f"0 6 {number}-{_LAST_DAY} * *",
        execution_timezone="Asia/Shanghai",
        default_status=dg.DefaultScheduleStatus.STOPPED,
        description=f"At 06:00 in Asia/Shanghai on working day {number} of each month: {description}",
    )
    def look(context: dg.ScheduleEvaluationContext) -> dg.SkipReason | list[dg.RunRequest]:
        today = context.scheduled_execution_time.astimezone(SHANGHAI).date()
        month = Month(today.year, today.month)
        settings = read_settings()
        due = None
        try:
            due = read_calendar(settings.working_days).working_day(number, month)
            keys = partitions(Places().home, month.plus(-1)) if today == due else []
        except CannotRun as reason:
            if due or today.day == number:  # once, and not again on every day that is looked at
                alert = Alert("FAILED", name, str(month.plus(-1)), str(reason), str(settings.home.absolute()))
                for unsent in send_alert(settings.alerts, alert):
                    context.log.warning(unsent)
            raise
        if not keys:
            return dg.SkipReason(f"Working day {number} of {month} is {due}; nothing is due today.")
        return [dg.RunRequest(run_key=f"{name} {key or month}", partition_key=key) for key in keys]

    return look


def _years_over(home: Home, month: Month) -> list[str]:
    """Years that ended with a month; CannotRun where that month is not settled, as the year would lack it."""
    years = [str(year) for year, last_month in last_months(home).items() if last_month == month]
    if years and str(month) not in _periods_settled(home):
        raise CannotRun(
            f"{month} is the last month of contract years that started in {years[0]} and is not settled, so they are "
            f"not settled either: settle it, then run `hengliang settle --year {years[0]}`."
        )
    return years


def _periods_settled(home: Home) -> set[str]:
    try:
        return {manifest.run.period for manifest in open_edition(home, SYSTEM).settlements}
    except NothingPublished:
        return set()


# The scores that a settlement takes are there before it, and the months that a year takes before the year.
SCHEDULES = (
    _on_working_day(4, "evaluate_on_working_day_4", evaluate, "evaluate what is known.", lambda *_: [None]),
    _on_working_day(
        5,
        "settle_the_month_before_on_working_day_5",
        settle_month,
        "settle the month before.",
        lambda _, month: [f"{month}-01"],
    ),
    _on_working_day(
        6,
        "settle_the_years_that_are_over_on_working_day_6",
        settle_year,
        "settle each year of which the last contract year that starts in it ended in the month before.",
        _years_over,
    ),
)
