-- Grain: one row per event under a clause.
select
    contract_no,
    clause_no,
    event_no,
    occurred_on,
    liable,
    file_sha256,
    row_number,
    stored_at

from {{ source('landing', 'breach_event') }}
