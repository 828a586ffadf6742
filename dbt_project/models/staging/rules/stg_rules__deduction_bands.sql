-- Grain: one row per band of scores of a clause; it holds scores in [from_score, to_score).
select
    contract_no,
    clause_no,
    seq,
    from_score,
    to_score,
    ratio,
    ratio_per_point,
    coefficient,
    file_sha256,
    row_number,
    stored_at

from {{ source('landing', 'deduction_band') }}
