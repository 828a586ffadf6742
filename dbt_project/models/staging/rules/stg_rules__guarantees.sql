-- Grain: one row per guarantee.
select
    guarantee_no,
    contract_no,
    kind,
    bank,
    amount,
    received_on,
    due_return_on,
    returned_on,
    file_sha256,
    row_number,
    stored_at

from {{ source('landing', 'guarantee') }}
