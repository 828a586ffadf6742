-- Grain: one row per contract, assessment clause and assessed period.
-- The base is all that is booked for the service months of the period, this run included, so a
-- score that comes late, a changed score and a changed base are all deducted as the difference to
-- what earlier runs took.
with lines as (

    select
        contract_no,
        service_period,
        amount
    from {{ ref('stg_booked__lines') }}
    union all
    select
        contract_no,
        service_period,
        amount
    from {{ ref('int_lines_due') }}

),

assessed as (

    select
        assessments.contract_no,
        assessments.assessed_period,
        assessments.last_month,
        assessments.score,
        clauses.clause_no,
        clauses.kind,
        clauses.performance_ratio,
        clauses.amount_per_point,
        case clauses.points
            when 'WHOLE' then floor(greatest(clauses.full_score - assessments.score, 0))
            when 'STARTED' then ceil(greatest(clauses.full_score - assessments.score, 0))
            when 'PRORATED' then greatest(clauses.full_score - assessments.score, 0)
        end as shortfall_points,
        coalesce(sum(lines.amount), 0) as base_amount

    from {{ ref('int_assessments_latest') }} as assessments
    inner join {{ ref('stg_rules__deduction_clauses') }} as clauses
        on assessments.contract_no = clauses.contract_no and clauses.kind = 'ASSESSMENT'
    inner join {{ ref('stg_rules__contracts') }} as contracts
        on assessments.contract_no = contracts.contract_no and contracts.settlement_kind = 'MONTHLY'
    -- No line: nothing was worth anything in the period, and the base is 0.
    left join lines
        on
            assessments.contract_no = lines.contract_no
            and lines.service_period between assessments.first_month and assessments.last_month

    group by all

),

computed as (

    select
        contract_no,
        assessed_period,
        last_month,
        score,
        clause_no,
        kind,
        'SCORE:' || assessed_period as basis,
        greatest({{ share_yuan('base_amount', 'performance_ratio') }}, 0) as performance_part_amt,
        {{ points_worth('shortfall_points', 'amount_per_point') }} as computed_amt

    from assessed

),

booked as (

    select
        contract_no,
        clause_no,
        basis,
        sum(applied_amt) as applied_amt
    from {{ ref('stg_booked__deductions') }}
    group by contract_no, clause_no, basis

)

select
    computed.contract_no,
    computed.clause_no,
    computed.kind,
    computed.basis,
    computed.last_month,
    computed.score,
    computed.performance_part_amt,
    computed.computed_amt,
    least(computed.computed_amt, computed.performance_part_amt) as capped_amt,
    cast(
        least(computed.computed_amt, computed.performance_part_amt)
        - coalesce(booked.applied_amt, 0)
        as decimal(18, 2)
    ) as applied_amt

from computed
left join booked
    on
        computed.contract_no = booked.contract_no
        and computed.clause_no = booked.clause_no
        and computed.basis = booked.basis
