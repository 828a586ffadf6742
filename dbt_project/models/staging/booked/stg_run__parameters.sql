-- Grain: one row per run, this one.
select
    run_id,
    run_type,
    settlement_period

from {{ source('this_run', 'parameters') }}
