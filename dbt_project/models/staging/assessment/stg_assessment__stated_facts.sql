-- Grain: one row per figure that a document states at a place.
select
    document,
    place,
    measure,
    value,
    unit,
    subject,
    as_of_date,
    period_from,
    period_to,
    role,
    scheme_no,
    ind_code,
    direction,
    part_of,
    part,
    file_sha256,
    row_number,
    stored_at

from {{ source('landing', 'stated_fact') }}
