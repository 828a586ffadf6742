-- Grain: one row per booked run.
select
    run_id,
    run_type,
    period as settlement_period,
    length(period) = 4 as is_annual,
    as_of,
    position

from {{ source('booked', 'run') }}
