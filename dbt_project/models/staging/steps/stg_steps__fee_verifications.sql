-- Grain: one row per fee of an order as verified by the business manager.
select
    fee_no,
    order_no,
    period,
    gross_amt,
    verified_by,
    verified_on,
    file_sha256,
    row_number,
    stored_at

from {{ source('landing', 'fee_verification') }}
