"""What runs together and when: the jobs, and the month's settlement by the clock of Asia/Shanghai."""

import dagster as dg

from orchestration.assets.monthly_settlement import built_month, edition
from orchestration.assets.receiving import received

# Only a run whose process died is tried again, and then from the start: what it built died with it.
_AFTER_A_DEAD_PROCESS = {"dagster/max_retries": "1", "dagster/retry_strategy": "ALL_STEPS"}

receive = dg.define_asset_job(
    "receive", selection=dg.AssetSelection.assets(received), description="Land a folder of input tables."
)

settle_month = dg.define_asset_job(
    "settle_month",
    selection=dg.AssetSelection.assets(built_month, edition),
    tags=_AFTER_A_DEAD_PROCESS,
    description="Build a month, judge it, and publish it where it passed.",
)

# The 5th stands for itself: no calendar of working days moves it yet. Off until somebody switches it on.
settle_the_month_before_on_the_5th = dg.build_schedule_from_partitioned_job(
    settle_month,
    name="settle_the_month_before_on_the_5th",
    description="At 06:00 in Asia/Shanghai on the 5th of each month, settle the month before.",
    day_of_month=5,
    hour_of_day=6,
    default_status=dg.DefaultScheduleStatus.STOPPED,
)
