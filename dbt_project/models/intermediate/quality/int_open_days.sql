-- Grain: one row per contract, item and day on which an order for it is open, of this run's month
-- (is_new) and of each of the twelve months before that has deliveries of the item.
-- The first and the last day of an order may rest, and what lies after what the run knows is open.
with spans as (

    select distinct
        orders.contract_no,
        orders.item_code,
        parameters.settlement_period,
        greatest(
            {{ days_after(business_day('orders.start_time'), '1') }},
            orders.service_from,
            {{ first_day(months_before('parameters.settlement_period', 12)) }}
        ) as first_day,
        least(
            {{ days_after(business_day('orders.end_time'), '-1') }},
            orders.service_to,
            {{ days_after(first_day(months_before('parameters.settlement_period', -1)), '-1') }},
            parameters.known_on
        ) as final_day

    from {{ ref('int_work_orders_itemised') }} as orders
    inner join {{ ref('stg_run__parameters') }} as parameters on not parameters.is_annual

),

days_spanned as (

    select distinct
        contract_no,
        item_code,
        settlement_period,
        {{ each_day('first_day', 'final_day') }} as moment
    from spans
    where first_day <= final_day

),

days_open as (

    select
        contract_no,
        item_code,
        settlement_period,
        cast(moment as date) as day,
        {{ month_of('moment') }} as service_period
    from days_spanned

),

months_known as (

    select distinct
        contract_no,
        item_code,
        service_period
    from {{ ref('int_profiles_known') }}

)

select
    days_open.contract_no,
    days_open.item_code,
    days_open.service_period,
    days_open.day,
    days_open.service_period = days_open.settlement_period as is_new,
    coalesce(calendar.is_working, {{ is_weekday('days_open.day') }}) as is_working,
    profiles.delivery_count,
    profiles.quantity

from days_open
left join months_known
    on
        days_open.contract_no = months_known.contract_no
        and days_open.item_code = months_known.item_code
        and days_open.service_period = months_known.service_period
-- Null on a day without deliveries.
left join {{ ref('int_profiles_known') }} as profiles
    on
        days_open.contract_no = profiles.contract_no
        and days_open.item_code = profiles.item_code
        and days_open.service_period = profiles.service_period
        and profiles.facet = 'DAY'
        and day(days_open.day) = profiles.position
left join {{ ref('stg_run__calendar_days') }} as calendar on days_open.day = calendar.day

where
    months_known.service_period is not null
    or days_open.service_period = days_open.settlement_period
