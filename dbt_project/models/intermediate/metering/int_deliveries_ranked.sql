-- Grain: one row per landed delivery.
-- What was delivered once is the first and the latest of its kind. A view: nothing as large as the
-- deliveries themselves is written down. Each receipt has a moment of its own, so stored_at and
-- row_number tell rows apart, in a tenth of the time that the hash of their file would take.
{{ config(materialized='fresh_view') }}

select
    deliveries.delivery_no,
    deliveries.work_order_no,
    deliveries.deliverable_key,
    work_orders.contract_no,
    work_orders.item_code,
    {{ business_month_number('coalesce(redelivered.first_delivered_at, deliveries.delivered_at)') }}
        as service_month,
    coalesce(redelivered.is_latest, true) as is_latest,
    coalesce(deliveries.delivered_at > work_orders.end_time, false) as is_late,
    deliveries.quantity,
    deliveries.unit,
    factors.factor,
    deliveries.delivered_at,
    coalesce(redelivered.first_delivered_at, deliveries.delivered_at) as first_delivered_at,
    coalesce(redelivered.first_stored_at, deliveries.stored_at) as first_stored_at,
    deliveries.stored_at,
    deliveries.content_hash,
    deliveries.file_sha256,
    deliveries.row_number

from {{ ref('stg_work__deliveries') }} as deliveries
inner join {{ ref('int_work_orders_itemised') }} as work_orders
    on deliveries.work_order_no = work_orders.work_order_no
left join {{ ref('int_unit_factors') }} as factors
    on
        deliveries.work_order_no = factors.work_order_no
        and deliveries.unit = factors.unit
left join {{ ref('int_deliveries_redelivered') }} as redelivered
    on
        deliveries.stored_at = redelivered.stored_at
        and deliveries.row_number = redelivered.row_number
