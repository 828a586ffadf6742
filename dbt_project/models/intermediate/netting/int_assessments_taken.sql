-- Grain: one row per contract and assessed period whose newest score this run takes.
-- A month's run takes the scores of months and quarters that end by its month, of contracts that
-- are paid monthly. The annual run takes those that end within the contract year, and the year's
-- own, whose months are those of the contract year.
with assessments_ranked as (

    select
        assessments.contract_no,
        assessments.period as assessed_period,
        assessments.score,
        assessments.evaluation_run_id,
        row_number() over (
            partition by assessments.contract_no, assessments.period
            order by
                assessments.assessed_on desc nulls last,
                -- A total order for what the gate refuses anyway: two scores of one day.
                assessments.evaluation_run_id asc nulls last,
                assessments.score asc,
                assessments.party_code asc nulls last
        ) as rank_from_latest

    from {{ ref('int_scores_known') }} as assessments

),

assessments_dated as (

    select
        assessments.contract_no,
        assessments.assessed_period,
        length(assessments.assessed_period) = 4 as is_of_a_year,
        coalesce(years.first_month, {{ period_first_month('assessments.assessed_period') }})
            as first_month,
        coalesce(years.last_month, {{ period_last_month('assessments.assessed_period') }})
            as last_month,
        assessments.score,
        assessments.evaluation_run_id

    from assessments_ranked as assessments
    -- Null where the score is of a month or a quarter.
    left join {{ ref('int_contract_years') }} as years
        on
            assessments.contract_no = years.contract_no
            and assessments.assessed_period = years.year

    where assessments.rank_from_latest = 1

)

select
    assessments.contract_no,
    assessments.assessed_period,
    assessments.first_month,
    assessments.last_month,
    assessments.is_of_a_year,
    assessments.score,
    assessments.evaluation_run_id,
    case
        when parameters.is_annual
            then assessments.is_of_a_year or contracts.settlement_kind = 'ANNUAL'
        else assessments.last_month = parameters.settlement_period
    end as is_of_this_run

from assessments_dated as assessments
cross join {{ ref('stg_run__parameters') }} as parameters
inner join {{ ref('stg_rules__contracts') }} as contracts
    on assessments.contract_no = contracts.contract_no
inner join {{ ref('int_closing_days') }} as closing
    on assessments.contract_no = closing.contract_no and closing.is_paid_now
left join {{ ref('int_contract_years') }} as settled_years
    on
        assessments.contract_no = settled_years.contract_no
        and parameters.settlement_period = settled_years.year

where
    assessments.last_month <= closing.last_month
    and case
        when parameters.is_annual then assessments.last_month >= settled_years.first_month
        else not assessments.is_of_a_year
    end
