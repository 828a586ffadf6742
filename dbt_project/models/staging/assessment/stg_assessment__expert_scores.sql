-- Grain: one row per one expert's score of an indicator of a subject.
select
    scheme_no,
    subject_code,
    ind_code,
    expert_no,
    score,
    signed_on,
    file_sha256,
    row_number,
    stored_at

from {{ source('landing', 'expert_score') }}
