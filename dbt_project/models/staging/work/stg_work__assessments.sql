-- Grain: one row per score of a contract for a month, a quarter or a year.
select
    contract_no,
    period,
    score,
    party_code,
    assessed_on,
    file_sha256,
    row_number,
    stored_at

from {{ source('landing', 'assessment') }}
