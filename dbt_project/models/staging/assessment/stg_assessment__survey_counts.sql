-- Grain: one row per answers of one group to the questions behind an indicator.
select
    scheme_no,
    ind_code,
    group_name,
    very_satisfied,
    fairly_satisfied,
    neutral,
    fairly_dissatisfied,
    very_dissatisfied,
    subject_code,
    n_sent,
    n_valid,
    file_sha256,
    row_number,
    stored_at

from {{ source('landing', 'survey_count') }}
