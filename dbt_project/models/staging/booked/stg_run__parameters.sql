-- Grain: one row per run, this one.
select
    run_id,
    run_type,
    settlement_period,
    is_annual,
    known_on,
    scheme_asked,
    is_summed_anew

from {{ source('this_run', 'parameters') }}
