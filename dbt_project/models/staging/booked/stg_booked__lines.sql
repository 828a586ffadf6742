-- Grain: one row per booked settlement line.
select
    line_id,
    run_id,
    settlement_period,
    service_period,
    contract_no,
    order_no,
    work_order_no,
    item_code,
    item_name,
    provider,
    unit_code,
    delivered_qty,
    accepted_qty,
    verified_qty,
    billed_qty,
    unit_price,
    catalogue_version,
    amount

from {{ source('booked', 'settlement_line') }}
