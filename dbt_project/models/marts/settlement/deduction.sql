-- Grain: one row per settlement, clause and basis.
-- A deduction that gives way to another clause is listed by the run in which that clause deducts.
with yielding as (

    select
        yielding.contract_no,
        yielding.clause_no,
        yielding.basis

    from {{ ref('int_deductions_due') }} as yielding
    inner join {{ ref('int_deductions_due') }} as preceding
        on
            yielding.contract_no = preceding.contract_no
            and yielding.gives_way_to = preceding.clause_no
            and preceding.applied_amt <> 0

)

select distinct
    {{ settle_no('parameters', 'deductions.contract_no') }} as settle_no,
    parameters.run_id,
    deductions.contract_no,
    deductions.clause_no,
    deductions.kind,
    deductions.basis,
    deductions.computed_amt,
    deductions.capped_amt,
    deductions.applied_amt,
    deductions.gives_way_to,
    deductions.evaluation_run_id

from {{ ref('int_deductions_due') }} as deductions
cross join {{ ref('stg_run__parameters') }} as parameters
-- Null where the deduction gives way to none that deducts in this run.
left join yielding
    on
        deductions.contract_no = yielding.contract_no
        and deductions.clause_no = yielding.clause_no
        and deductions.basis = yielding.basis

where deductions.applied_amt <> 0 or yielding.basis is not null
