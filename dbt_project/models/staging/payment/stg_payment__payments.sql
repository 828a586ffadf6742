-- Grain: one row per payment voucher.
select
    voucher_no,
    contract_no,
    amount,
    paid_on,
    settle_no,
    payee,
    file_sha256,
    row_number,
    stored_at

from {{ source('landing', 'payment') }}
