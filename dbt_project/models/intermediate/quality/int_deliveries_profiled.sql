-- Grain: one row per contract, item, facet and position of the month that a monthly run settles.
-- Facets: days of the month, hours of the day, and what agrees with another but for its number.
with deliverables as (

    -- What agrees in work order, moment and quantity is one row here.
    select
        work_orders.contract_no,
        work_orders.item_code,
        deliveries.service_period,
        {{ day_of_month('deliveries.first_delivered_at') }} as day_of_month,
        {{ hour_of_day('deliveries.first_delivered_at') }} as hour_of_day,
        count(*) as delivery_count,
        sum(deliveries.converted_qty) as quantity,
        max(deliveries.converted_qty) as largest_qty

    from {{ ref('int_deliveries_ranked') }} as deliveries
    inner join {{ ref('int_work_orders_itemised') }} as work_orders
        on deliveries.work_order_no = work_orders.work_order_no
    inner join {{ ref('stg_run__parameters') }} as parameters
        on
            not parameters.is_annual
            and deliveries.service_period = parameters.settlement_period

    where deliveries.is_latest

    group by
        work_orders.contract_no,
        work_orders.item_code,
        deliveries.service_period,
        deliveries.work_order_no,
        deliveries.first_delivered_at,
        deliveries.converted_qty

),

faceted as (

    select
        'DAY' as facet,
        day_of_month as position,
        *
    from deliverables

    union all

    select
        'HOUR' as facet,
        hour_of_day as position,
        *
    from deliverables

    union all

    select
        'TWIN' as facet,
        0 as position,
        *
    from deliverables
    where delivery_count > 1

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
