"""Everything that Dagster knows of this project; `hengliang dev` opens it."""

import dagster as dg

from orchestration.assets.receiving import received
from orchestration.assets.runs import EVALUATION, MONTH, YEAR
from orchestration.resources import OpenRuns, Places
from orchestration.schedules import SCHEDULES, evaluate, receive, settle_month, settle_year
from orchestration.sensors import receive_from_the_inbox, tell_that_a_file_was_refused, tell_that_a_run_failed

_STEPS = (MONTH, YEAR, EVALUATION)

defs = dg.Definitions(
    assets=[received, *(asset for steps in _STEPS for asset in (steps.built, steps.edition))],
    asset_checks=[steps.gate for steps in _STEPS],
    jobs=[receive, settle_month, settle_year, evaluate],
    schedules=SCHEDULES,
    sensors=[receive_from_the_inbox, tell_that_a_run_failed, tell_that_a_file_was_refused],
    resources={"places": Places(), "open_runs": OpenRuns()},
    # One process per run: what is built is handed on in memory, and dbt and the gate are imported once.
    executor=dg.in_process_executor,
)
