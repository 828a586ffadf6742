"""Everything that Dagster knows of this project; `hengliang dev` opens it."""

import dagster as dg

from orchestration.assets.monthly_settlement import built_month, edition, gate
from orchestration.assets.receiving import received
from orchestration.resources import OpenMonths, Places
from orchestration.schedules import receive, settle_month, settle_the_month_before_on_the_5th

defs = dg.Definitions(
    assets=[received, built_month, edition],
    asset_checks=[gate],
    jobs=[receive, settle_month],
    schedules=[settle_the_month_before_on_the_5th],
    resources={"places": Places(), "open_months": OpenMonths()},
    # One process per run: a built month is handed on in memory, and dbt and the gate are imported once.
    executor=dg.in_process_executor,
)
