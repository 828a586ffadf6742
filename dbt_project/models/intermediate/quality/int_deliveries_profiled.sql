-- Grain: one row per contract, item, facet and position of the month that a monthly run settles.
-- Facets: days of the month, hours of the day, and what agrees with another but for its number.
with deliveries as (

    select
        work_orders.contract_no,
        work_orders.item_code,
        deliveries.service_period,
        deliveries.work_order_no,
        deliveries.first_delivered_at,
        {{ converted_quantity('deliveries.quantity', 'deliveries.factor') }} as converted_qty

    from {{ ref('int_deliveries_ranked') }} as deliveries
    inner join {{ ref('int_work_orders_itemised') }} as work_orders
        on deliveries.work_order_no = work_orders.work_order_no
    inner join {{ ref('stg_run__parameters') }} as parameters
        on
            not parameters.is_annual
            and deliveries.service_period = parameters.settlement_period

    where deliveries.is_latest

),

hours as (

    select
        contract_no,
        item_code,
        service_period,
        {{ day_of_month('first_delivered_at') }} as day_of_month,
        {{ hour_of_day('first_delivered_at') }} as hour_of_day,
        count(*) as delivery_count,
        sum(converted_qty) as quantity,
        max(converted_qty) as largest_qty

    from deliveries

    group by
        contract_no,
        item_code,
        service_period,
        {{ day_of_month('first_delivered_at') }},
        {{ hour_of_day('first_delivered_at') }}

),

hashed as (

    select {{ hash_of(['work_order_no', 'first_delivered_at', 'converted_qty']) }} as twin_hash
    from deliveries

),

hashes_met_again as (

    -- 64 bits take little room and miss no twin; what they find too much goes below.
    select twin_hash
    from hashed
    group by twin_hash
    having count(*) > 1

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

    from deliveries

    where
        {{ hash_of(['work_order_no', 'first_delivered_at', 'converted_qty']) }} in (
            select hashes_met_again.twin_hash from hashes_met_again
        )

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
