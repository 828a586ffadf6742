-- Grain: one row per contract, clause on scores and assessed period.
-- The base is all that is booked for the service months of the period, this run included, or the
-- contract's total where the clause says so. A score that comes late, a changed score and a changed
-- base are all deducted as the difference to what earlier runs took.
with lines as (

    {{ lines_booked_and_due(ref('stg_booked__lines'), ref('int_lines_due')) }}

),

assessed as (

    select
        assessments.contract_no,
        assessments.assessed_period,
        assessments.first_month,
        assessments.last_month,
        assessments.is_of_this_run,
        assessments.is_of_a_year,
        assessments.score,
        assessments.evaluation_run_id,
        clauses.clause_no,
        clauses.kind,
        clauses.precedence,
        clauses.performance_ratio,
        clauses.amount_per_point,
        clauses.cap_ratio,
        bands.ratio,
        bands.ratio_per_point,
        bands.coefficient,
        case coalesce(clauses.points, 'PRORATED')
            when 'WHOLE' then floor(greatest(clauses.full_score - assessments.score, 0))
            when 'STARTED' then ceil(greatest(clauses.full_score - assessments.score, 0))
            when 'PRORATED' then greatest(clauses.full_score - assessments.score, 0)
        end as shortfall_points,
        clauses.base,
        coalesce(contracts.total_amt, contracts.ceiling_amt) as contract_amount,
        coalesce(sum(lines.amount), 0) as period_amount

    from {{ ref('int_assessments_taken') }} as assessments
    inner join {{ ref('stg_rules__deduction_clauses') }} as clauses
        on
            assessments.contract_no = clauses.contract_no
            and clauses.kind in ('ASSESSMENT', 'SCORE_BAND', 'COEFFICIENT')
            and coalesce(
                clauses.period_kind = case
                    when assessments.is_of_a_year then 'YEAR'
                    when assessments.assessed_period like '%-Q%' then 'QUARTER'
                    else 'MONTH'
                end,
                true
            )
    inner join {{ ref('stg_rules__contracts') }} as contracts
        on assessments.contract_no = contracts.contract_no
    -- Null for clauses without bands; a score that no band holds is for the gate to refuse.
    left join {{ ref('stg_rules__deduction_bands') }} as bands
        on
            clauses.contract_no = bands.contract_no
            and clauses.clause_no = bands.clause_no
            and clauses.kind <> 'ASSESSMENT'
            and assessments.score >= bands.from_score
            and coalesce(assessments.score < bands.to_score, true)
    -- No line: nothing was worth anything in the period, and the base is 0.
    left join lines
        on
            assessments.contract_no = lines.contract_no
            and lines.service_period between assessments.first_month and assessments.last_month

    group by all

),

based as (

    select
        *,
        -- greatest() passes over nulls: a contract without a total must not have the base 0.
        case
            when base = 'CONTRACT' then contract_amount
            else greatest(period_amount, 0)
        end as base_amount

    from assessed

),

computed as (

    select
        *,
        'SCORE:' || assessed_period as basis,
        case kind
            when 'ASSESSMENT' then {{ share_yuan('base_amount', 'performance_ratio') }}
        end as performance_part_amt,
        case
            when kind = 'ASSESSMENT'
                then {{ points_worth('shortfall_points', 'amount_per_point') }}
            when coefficient is not null then {{ share_yuan('base_amount', '1 - coefficient') }}
            when ratio_per_point is not null
                then {{ points_share('base_amount', 'shortfall_points', 'ratio_per_point') }}
            else {{ share_yuan('base_amount', 'ratio') }}
        end as computed_amt,
        case
            when kind = 'ASSESSMENT' then {{ share_yuan('base_amount', 'performance_ratio') }}
            else {{ share_yuan('base_amount', 'cap_ratio') }}
        end as cap_amt

    from based

)

select
    contract_no,
    clause_no,
    kind,
    precedence,
    basis,
    first_month,
    last_month,
    is_of_this_run,
    is_of_a_year,
    score,
    evaluation_run_id,
    performance_part_amt,
    computed_amt,
    -- least() would take a missing computed amount for the cap.
    case when computed_amt is not null then least(computed_amt, cap_amt) end as capped_amt

from computed
