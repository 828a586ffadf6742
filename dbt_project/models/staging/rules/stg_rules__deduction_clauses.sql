-- Grain: one row per clause of a contract.
select
    contract_no,
    clause_no,
    kind,
    clause_source,
    performance_ratio,
    full_score,
    amount_per_point,
    points,
    amount_per_incident,
    cap_ratio,
    precedence,
    period_kind,
    base,
    file_sha256,
    row_number,
    stored_at

from {{ source('landing', 'deduction_clause') }}
