-- Grain: one row per service month that this run reckons: its own, and each earlier one booked
-- before.
-- Earlier months that were never settled are left to their own runs.
with months as (

    select settlement_period as service_period from {{ ref('stg_run__parameters') }}
    union
    select booked.settlement_period as service_period
    from {{ ref('stg_booked__runs') }} as booked
    inner join {{ ref('stg_run__parameters') }} as parameters
        on booked.settlement_period < parameters.settlement_period

)

select
    months.service_period,
    coalesce(bool_or(booked.settlement_period = months.service_period), false) as is_booked,
    max(booked.as_of) as reckoned_as_of,
    arg_max(booked.run_id, booked.position) as reckoned_run_id

from months
-- Null where no run has reckoned the month yet.
left join {{ ref('stg_booked__runs') }} as booked
    on months.service_period <= booked.settlement_period

group by months.service_period
