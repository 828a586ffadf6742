-- Grain: one row per what was found about an indicator of a subject; the newest as_of_date counts.
select
    scheme_no,
    subject_code,
    ind_code,
    actual_value,
    score,
    status,
    as_of_date,
    reason,
    evidence_no,
    improvement,
    judge,
    reviewer,
    file_sha256,
    row_number,
    stored_at

from {{ source('landing', 'indicator_result') }}
