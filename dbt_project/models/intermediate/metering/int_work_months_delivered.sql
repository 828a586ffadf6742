-- Grain: one row per work order and service month with deliveries.
select
    work_order_no,
    service_period,
    {{ exact_quantity('sum(converted_qty) filter (where is_latest)') }} as delivered_qty,
    max(first_stored_at) as newest_first_stored_at,
    max(stored_at) as newest_stored_at

from {{ ref('int_deliveries_ranked') }}

group by work_order_no, service_period
