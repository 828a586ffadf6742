-- Grain: one row per run, work order, service period and step that the work waits for.
select
    parameters.run_id,
    work_orders.contract_no,
    pending.work_order_no,
    pending.service_period,
    {{ published_quantity('pending.quantity') }} as quantity,
    work_orders.unit_code,
    pending.indicative_amount,
    pending.waiting_for

from {{ ref('int_work_months_pending') }} as pending
inner join {{ ref('int_work_orders_itemised') }} as work_orders
    on pending.work_order_no = work_orders.work_order_no
cross join {{ ref('stg_run__parameters') }} as parameters
