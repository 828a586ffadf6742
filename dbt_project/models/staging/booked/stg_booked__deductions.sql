-- Grain: one row per booked deduction: settlement, clause and basis.
select
    settle_no,
    run_id,
    contract_no,
    clause_no,
    kind,
    basis,
    applied_amt

from {{ source('booked', 'deduction') }}
