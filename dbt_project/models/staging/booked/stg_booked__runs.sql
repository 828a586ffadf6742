-- Grain: one row per booked run.
select
    run_id,
    run_type,
    period as settlement_period,
    as_of,
    position

from {{ source('booked', 'run') }}
