-- Grain: one row per run, this one.
select
    run_id,
    run_type,
    settlement_period,
    prior_run_id

from {{ source('this_run', 'parameters') }}
