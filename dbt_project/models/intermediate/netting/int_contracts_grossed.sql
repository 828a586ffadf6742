-- Grain: one row per contract that this run settles.
-- A month's run settles the contracts in service, and those with anything due; the annual run
-- settles the contracts of which a year starts in its year.
with due as (

    select
        contract_no,
        gross_amt,
        0 as assess_deduct_amt,
        0 as penalty_amt
    from {{ ref('int_gross_amounts') }}

    union all

    select
        contract_no,
        0 as gross_amt,
        case when basis like 'SCORE:%' then applied_amt else 0 end as assess_deduct_amt,
        case when basis like 'EVENT:%' then applied_amt else 0 end as penalty_amt
    from {{ ref('int_deductions_due') }}
    where applied_amt <> 0

    union all

    select
        contract_no,
        0 as gross_amt,
        0 as assess_deduct_amt,
        0 as penalty_amt
    from {{ ref('int_retentions') }}
    where released_amt <> 0

    union all

    select
        contracts.contract_no,
        0 as gross_amt,
        0 as assess_deduct_amt,
        0 as penalty_amt
    from {{ ref('stg_rules__contracts') }} as contracts
    inner join {{ ref('stg_run__parameters') }} as parameters
        on
            not parameters.is_annual
            and {{ month_of('contracts.service_from') }} <= parameters.settlement_period
            and {{ month_of('contracts.service_to') }} >= parameters.settlement_period

    union all

    select
        closing.contract_no,
        0 as gross_amt,
        0 as assess_deduct_amt,
        0 as penalty_amt
    from {{ ref('int_closing_days') }} as closing
    inner join {{ ref('stg_run__parameters') }} as parameters
        on parameters.is_annual

)

select
    contract_no,
    cast(sum(gross_amt) as decimal(18, 2)) as gross_amt,
    cast(sum(assess_deduct_amt) as decimal(18, 2)) as assess_deduct_amt,
    cast(sum(penalty_amt) as decimal(18, 2)) as penalty_amt

from due

group by contract_no
