-- Grain: one row per what a report states about a node of its score table, or about the whole.
select
    scheme_no,
    subject_code,
    node,
    stated_score,
    stated_rate,
    stated_grade,
    stated_met_count,
    stated_unmet_count,
    file_sha256,
    row_number,
    stored_at

from {{ source('landing', 'stated_result') }}
