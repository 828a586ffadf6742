-- Grain: one row per landed delivery.
-- A later delivery of the same deliverable replaces the earlier ones; its quantity counts in the
-- month of the first. Later is delivered_at, then version, then delivery_no: a total order, so that
-- no tie decides.
with deliveries as (

    select
        deliveries.delivery_no,
        deliveries.work_order_no,
        deliveries.deliverable_key,
        deliveries.delivered_at,
        deliveries.quantity,
        deliveries.unit,
        factors.factor,
        work_orders.end_time,
        deliveries.file_sha256,
        deliveries.row_number,
        deliveries.stored_at,
        row_number() over (
            partition by deliveries.work_order_no, deliveries.deliverable_key
            order by
                deliveries.delivered_at desc,
                deliveries.version desc nulls last,
                deliveries.delivery_no desc
        ) as rank_from_latest,
        min(deliveries.delivered_at) over (
            partition by deliveries.work_order_no, deliveries.deliverable_key
        ) as first_delivered_at,
        min(deliveries.stored_at) over (
            partition by deliveries.work_order_no, deliveries.deliverable_key
        ) as first_stored_at

    from {{ ref('stg_work__deliveries') }} as deliveries
    inner join {{ ref('int_work_orders_itemised') }} as work_orders
        on deliveries.work_order_no = work_orders.work_order_no
    left join {{ ref('int_unit_factors') }} as factors
        on
            deliveries.work_order_no = factors.work_order_no
            and deliveries.unit = factors.unit

)

select
    delivery_no,
    work_order_no,
    deliverable_key,
    {{ business_month('first_delivered_at') }} as service_period,
    rank_from_latest = 1 as is_latest,
    coalesce(delivered_at > end_time, false) as is_late,
    quantity,
    unit,
    {{ converted_quantity('quantity', 'factor') }} as converted_qty,
    delivered_at,
    first_delivered_at,
    first_stored_at,
    stored_at,
    file_sha256,
    row_number

from deliveries
