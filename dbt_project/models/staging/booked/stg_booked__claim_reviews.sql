-- Grain: one row per booked run and claim line that it reviewed.
select
    run_id,
    claim_no,
    line_no,
    contract_no,
    work_order_no,
    item_code,
    period,
    claimed_qty,
    unit,
    verified_qty,
    billed_qty,
    unit_code,
    claimed_unit_price,
    unit_price,
    claimed_amount,
    computed_amount,
    verdict,
    cut_reason

from {{ source('booked', 'claim_review') }}
