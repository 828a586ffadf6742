-- Grain: one row per contract, item, facet and position of the month that a monthly run settles.
-- Facets: days of the month, hours of the day, and what agrees with another but for its number.
-- Only receipts that brought deliveries of the month are read.
with received as (

    select distinct
        received.work_order_no,
        received.stored_at
    from {{ ref('int_work_months_received') }} as received
    inner join {{ ref('stg_run__parameters') }} as parameters
        on
            not parameters.is_annual
            and received.service_period = parameters.settlement_period

),

deliveries as (

    select
        deliveries.contract_no,
        deliveries.item_code,
        parameters.settlement_period as service_period,
        deliveries.work_order_no,
        deliveries.first_delivered_at,
        deliveries.quantity,
        deliveries.factor

    from {{ ref('int_deliveries_ranked') }} as deliveries
    inner join {{ ref('stg_run__parameters') }} as parameters
        on
            not parameters.is_annual
            and deliveries.service_month = {{ month_number_of('parameters.settlement_period') }}

    where
        deliveries.is_latest
        and deliveries.stored_at in (select received.stored_at from received)

),

hours_and_factors as (

    select
        contract_no,
        item_code,
        service_period,
        factor,
        {{ hour_started('first_delivered_at') }} as hour_started,
        count(*) as delivery_count,
        sum(quantity) as quantity,
        max(quantity) as largest_qty

    from deliveries

    group by
        contract_no,
        item_code,
        service_period,
        factor,
        {{ hour_started('first_delivered_at') }}

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

hashed as (

    -- The first of every deliverable of the month is among these, and too many are no harm.
    select {{ hash_of(['work_order_no', 'delivered_at']) }} as moment_hash
    from {{ ref('stg_work__deliveries') }}
    where
        work_order_no in (select received.work_order_no from received)
        and stored_at in (select received.stored_at from received)
        and delivered_at >= (
            select {{ start_of_day(first_day('parameters.settlement_period')) }}
            from {{ ref('stg_run__parameters') }} as parameters
            where not parameters.is_annual
        )

),

hashes_met_again as (

    -- Twins are of one work order and moment, which few deliveries share.
    select moment_hash
    from hashed
    group by moment_hash
    having count(*) > 1

),

likely_twins as (

    select
        contract_no,
        item_code,
        service_period,
        work_order_no,
        first_delivered_at,
        {{ converted_quantity('quantity', 'factor') }} as converted_qty

    from deliveries

    where
        {{ hash_of(['work_order_no', 'first_delivered_at']) }} in (
            select hashes_met_again.moment_hash from hashes_met_again
        )

),

twins as (

    -- What agrees in work order, moment and quantity is one row here.
    select
        contract_no,
        item_code,
        service_period,
        count(*) as delivery_count,
        sum(converted_qty) as quantity,
        max(converted_qty) as largest_qty

    from likely_twins

    group by
        contract_no,
        item_code,
        service_period,
        work_order_no,
        first_delivered_at,
        converted_qty

    having count(*) > 1

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
        largest_qty
    from twins

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
