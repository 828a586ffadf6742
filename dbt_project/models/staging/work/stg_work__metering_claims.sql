-- Grain: one row per claimed line: work order and service month.
select
    claim_no,
    line_no,
    work_order_no,
    period,
    claimed_qty,
    unit,
    unit_price,
    claimed_amount,
    file_sha256,
    row_number,
    stored_at

from {{ source('landing', 'metering_claim') }}
