-- Grain: one row per settlement, clause and basis.
with deductions as (

    select
        contract_no,
        clause_no,
        kind,
        basis,
        computed_amt,
        capped_amt,
        applied_amt
    from {{ ref('int_assessment_deductions') }}

    union all

    select
        contract_no,
        clause_no,
        kind,
        basis,
        computed_amt,
        capped_amt,
        applied_amt
    from {{ ref('int_incident_deductions') }}

)

select
    {{ settle_no('parameters', 'deductions.contract_no') }} as settle_no,
    parameters.run_id,
    deductions.contract_no,
    deductions.clause_no,
    deductions.kind,
    deductions.basis,
    deductions.computed_amt,
    deductions.capped_amt,
    deductions.applied_amt

from deductions
cross join {{ ref('stg_run__parameters') }} as parameters

where deductions.applied_amt <> 0
