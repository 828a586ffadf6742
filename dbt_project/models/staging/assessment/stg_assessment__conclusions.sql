-- Grain: one row per conclusion of an evaluation of a subject, and how it was followed up.
select
    eval_no,
    scheme_no,
    subject_code,
    conclusion,
    supported_content,
    unsupported_content,
    concluded_on,
    feedback_on,
    reply,
    adopted,
    rectified_on,
    public_on,
    file_sha256,
    row_number,
    stored_at

from {{ source('landing', 'evaluation_result') }}
