-- Grain: one row per contract, item, facet and position of the month that a monthly run settles.
-- Facets: days of the month, hours of the day, and what agrees with another but for its number.
-- Only receipts that brought deliveries of the month are read.
with received as (

    select distinct received.stored_at
    from {{ ref('int_work_months_received') }} as received
    inner join {{ ref('stg_run__parameters') }} as parameters
        on
            not parameters.is_annual
            and received.service_period = parameters.settlement_period

),

hours_and_factors as (

    select
        deliveries.contract_no,
        deliveries.item_code,
        parameters.settlement_period as service_period,
        deliveries.factor,
        {{ hour_started('deliveries.first_delivered_at') }} as hour_started,
        count(*) as delivery_count,
        sum(deliveries.quantity) as quantity,
        max(deliveries.quantity) as largest_qty

    from {{ ref('int_deliveries_ranked') }} as deliveries
    inner join {{ ref('stg_run__parameters') }} as parameters
        on
            not parameters.is_annual
            and deliveries.service_month = {{ month_number_of('parameters.settlement_period') }}

    where
        deliveries.is_latest
        and deliveries.stored_at in (select received.stored_at from received)

    group by
        deliveries.contract_no,
        deliveries.item_code,
        parameters.settlement_period,
        deliveries.factor,
        {{ hour_started('deliveries.first_delivered_at') }}

),

hours as (

    select
        contract_no,
        item_code,
        service_period,
        {{ day_of_month('hour_started') }} as day_of_month,
        {{ hour_of_day('hour_started') }} as hour_of_day,
        delivery_count,
        {{ converted_quantity('quantity', 'factor') }} as quantity,
        {{ converted_quantity('largest_qty', 'factor') }} as largest_qty

    from hours_and_factors

),

faceted as (

    select
        contract_no,
        item_code,
        service_period,
        'DAY' as facet,
        day_of_month as position,
        delivery_count,
        quantity,
        largest_qty
    from hours

    union all

    select
        contract_no,
        item_code,
        service_period,
        'HOUR' as facet,
        hour_of_day as position,
        delivery_count,
        quantity,
        largest_qty
    from hours

    union all

    select
        contract_no,
        item_code,
        service_period,
        'TWIN' as facet,
        0 as position,
        delivery_count,
        quantity,
        converted_qty as largest_qty
    from {{ ref('int_twins_delivered') }}

)

select
    contract_no,
    item_code,
    service_period,
    facet,
    cast(position as bigint) as position,
    cast(sum(delivery_count) as bigint) as delivery_count,
    {{ published_quantity('sum(quantity)') }} as quantity,
    {{ published_quantity('max(largest_qty)') }} as largest_qty

from faceted

group by
    contract_no,
    item_code,
    service_period,
    facet,
    position
