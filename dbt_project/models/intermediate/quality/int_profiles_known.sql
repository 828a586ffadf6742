-- Grain: one row per contract, item, service month, facet and position.
-- Of this run's month (is_new), and of each of the twelve before as its newest run published it.
with earlier_profiles as (

    select
        profiles.contract_no,
        profiles.item_code,
        profiles.service_period,
        profiles.facet,
        profiles.position,
        profiles.delivery_count,
        profiles.quantity,
        profiles.largest_qty,
        runs.position = max(runs.position) over (
            partition by profiles.contract_no, profiles.item_code, profiles.service_period
        ) as is_of_newest_run

    from {{ ref('stg_booked__delivery_profiles') }} as profiles
    inner join {{ ref('stg_booked__runs') }} as runs on profiles.run_id = runs.run_id
    inner join {{ ref('stg_run__parameters') }} as parameters
        on
            not parameters.is_annual
            and profiles.service_period < parameters.settlement_period
            and profiles.service_period >= {{ months_before('parameters.settlement_period', 12) }}

)

select
    contract_no,
    item_code,
    service_period,
    facet,
    position,
    delivery_count,
    quantity,
    largest_qty,
    false as is_new
from earlier_profiles
where is_of_newest_run

union all

select
    contract_no,
    item_code,
    service_period,
    facet,
    position,
    delivery_count,
    quantity,
    largest_qty,
    true as is_new
from {{ ref('int_deliveries_profiled') }}
