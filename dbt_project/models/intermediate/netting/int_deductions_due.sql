-- Grain: one row per contract, clause and basis of a deduction that this run reckons.
-- Two clauses that both deduct on one ground are not both applied: the one with the lowest
-- precedence deducts, the others give way, also in a later run than its own. One ground is a score
-- and an event of its months, two scores of the same months, or one event under two clauses (the
-- same number, or the same kind and day). Where no precedence decides, conflicts_with names the
-- other clause and the gate refuses the run.
with deductions as (

    select
        contract_no,
        clause_no,
        kind,
        precedence,
        basis,
        first_month,
        last_month,
        null as event_no,
        cast(null as date) as occurred_on,
        is_of_a_year,
        evaluation_run_id,
        computed_amt,
        capped_amt
    from {{ ref('int_score_deductions') }}

    union all

    select
        contract_no,
        clause_no,
        kind,
        precedence,
        basis,
        {{ month_of('occurred_on') }} as first_month,
        {{ month_of('occurred_on') }} as last_month,
        event_no,
        occurred_on,
        false as is_of_a_year,
        cast(null as string) as evaluation_run_id,
        computed_amt,
        capped_amt
    from {{ ref('int_incident_deductions') }}

),

on_one_ground as (

    select
        deductions.contract_no,
        deductions.clause_no,
        deductions.basis,
        others.clause_no as other_clause_no,
        others.precedence as other_precedence,
        coalesce(
            others.precedence < deductions.precedence,
            others.precedence is not null and deductions.precedence is null
        ) as gives_way,
        coalesce(others.precedence = deductions.precedence, false)
        or (others.precedence is null and deductions.precedence is null) as is_undecided

    from deductions
    inner join deductions as others
        on
            deductions.contract_no = others.contract_no
            and deductions.clause_no <> others.clause_no
            and deductions.capped_amt > 0
            and others.capped_amt > 0
            and deductions.first_month <= others.last_month
            and deductions.last_month >= others.first_month
            and (
                deductions.event_no is null
                or others.event_no is null
                or deductions.event_no = others.event_no
                or (
                    deductions.kind = others.kind
                    and deductions.occurred_on = others.occurred_on
                )
            )

),

decided as (

    select
        contract_no,
        clause_no,
        basis,
        {{ at_lowest(
            'other_clause_no', ['other_precedence', 'other_clause_no'], only='gives_way'
        ) }} as gives_way_to,
        min(other_clause_no) filter (where is_undecided) as conflicts_with

    from on_one_ground

    group by contract_no, clause_no, basis

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
    deductions.contract_no,
    deductions.clause_no,
    deductions.kind,
    deductions.basis,
    deductions.last_month,
    deductions.is_of_a_year,
    deductions.computed_amt,
    deductions.capped_amt,
    cast(coalesce(booked.applied_amt, 0) as decimal(18, 2)) as booked_amt,
    cast(
        case when decided.gives_way_to is null then deductions.capped_amt else 0 end
        - coalesce(booked.applied_amt, 0)
        as decimal(18, 2)
    ) as applied_amt,
    decided.gives_way_to,
    -- A clause that gives way to a third is in no conflict.
    case when decided.gives_way_to is null then decided.conflicts_with end as conflicts_with,
    deductions.evaluation_run_id

from deductions
-- Null where no other clause deducts on the same ground.
left join decided
    on
        deductions.contract_no = decided.contract_no
        and deductions.clause_no = decided.clause_no
        and deductions.basis = decided.basis
left join booked
    on
        deductions.contract_no = booked.contract_no
        and deductions.clause_no = booked.clause_no
        and deductions.basis = booked.basis
