-- Grain: one row per prepayment.
select
    contract_no,
    paid_on,
    amount,
    guarantee_no,
    file_sha256,
    row_number,
    stored_at

from {{ source('landing', 'prepayment') }}
