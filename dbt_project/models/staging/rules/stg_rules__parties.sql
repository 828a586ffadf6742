-- Grain: one row per party.
select
    party_code,
    party_name,
    role_code,
    sme_size,
    file_sha256,
    row_number,
    stored_at

from {{ source('landing', 'party') }}
