-- Grain: one row per contract that this run settles: in service in its month, or with anything due.
with due as (

    select
        contract_no,
        amount as gross_amt,
        0 as assess_deduct_amt,
        0 as penalty_amt
    from {{ ref('int_lines_due') }}

    union all

    select
        contract_no,
        0 as gross_amt,
        applied_amt as assess_deduct_amt,
        0 as penalty_amt
    from {{ ref('int_assessment_deductions') }}
    where applied_amt <> 0

    union all

    select
        contract_no,
        0 as gross_amt,
        0 as assess_deduct_amt,
        applied_amt as penalty_amt
    from {{ ref('int_incident_deductions') }}
    where applied_amt <> 0

    union all

    select
        contracts.contract_no,
        0 as gross_amt,
        0 as assess_deduct_amt,
        0 as penalty_amt
    from {{ ref('stg_rules__contracts') }} as contracts
    inner join {{ ref('stg_run__parameters') }} as parameters
        on
            {{ month_of('contracts.service_from') }} <= parameters.settlement_period
            and {{ month_of('contracts.service_to') }} >= parameters.settlement_period

)

select
    contract_no,
    cast(sum(gross_amt) as decimal(18, 2)) as gross_amt,
    cast(sum(assess_deduct_amt) as decimal(18, 2)) as assess_deduct_amt,
    cast(sum(penalty_amt) as decimal(18, 2)) as penalty_amt

from due

group by contract_no
