-- Grain: one row per version of an indicator framework; the highest version counts.
select
    scheme_no,
    version,
    object_kind,
    stage,
    rule_profile,
    grade_scale,
    evidence_from,
    evidence_to,
    scheme_name,
    total_score,
    evaluator,
    contract_no,
    assessed_period,
    pro_code,
    compared_scheme_no,
    file_sha256,
    row_number,
    stored_at

from {{ source('landing', 'perf_scheme') }}
