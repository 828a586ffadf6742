-- Grain: one row per progress of an indicator of a subject up to a month.
select
    scheme_no,
    subject_code,
    ind_code,
    month,
    value,
    forecast,
    cause_funds,
    cause_rules,
    cause_staff,
    cause_hardware,
    cause_other,
    explanation,
    likelihood,
    note,
    file_sha256,
    row_number,
    stored_at

from {{ source('landing', 'monitor_row') }}
