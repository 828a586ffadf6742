-- Grain: one row per work order, moment of the first delivery and converted quantity in which
-- several deliverables agree, in the month that a monthly run settles.
-- Not part of the profile's own statement: of what one statement reads twice the engine keeps a
-- copy, and of deliveries that is more than its memory.
with latest as (

    select
        likely.work_order_no,
        coalesce(redelivered.first_delivered_at, likely.delivered_at) as first_delivered_at,
        likely.quantity,
        likely.unit
    from {{ ref('int_deliveries_likely_twice') }} as likely
    -- Null where the deliverable was delivered once.
    left join {{ ref('int_deliveries_redelivered') }} as redelivered
        on
            likely.stored_at = redelivered.stored_at
            and likely.row_number = redelivered.row_number
    where coalesce(redelivered.is_latest, true)

),

converted as (

    select
        work_orders.contract_no,
        work_orders.item_code,
        parameters.settlement_period as service_period,
        latest.work_order_no,
        latest.first_delivered_at,
        {{ converted_quantity('latest.quantity', 'factors.factor') }} as converted_qty

    from latest
    inner join {{ ref('int_work_orders_itemised') }} as work_orders
        on latest.work_order_no = work_orders.work_order_no
    inner join {{ ref('stg_run__parameters') }} as parameters
        on
            not parameters.is_annual
            and {{ business_month_number('latest.first_delivered_at') }}
            = {{ month_number_of('parameters.settlement_period') }}
    -- Null where the unit cannot be converted.
    left join {{ ref('int_unit_factors') }} as factors
        on
            latest.work_order_no = factors.work_order_no
            and latest.unit = factors.unit

)

select
    contract_no,
    item_code,
    service_period,
    work_order_no,
    first_delivered_at,
    converted_qty,
    count(*) as delivery_count,
    sum(converted_qty) as quantity

from converted

group by
    contract_no,
    item_code,
    service_period,
    work_order_no,
    first_delivered_at,
    converted_qty

having count(*) > 1
