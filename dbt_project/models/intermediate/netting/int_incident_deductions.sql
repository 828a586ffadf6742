-- Grain: one row per contract, clause and breach event that occurred by this run's month.
-- An event is deducted once. What the cap cuts off an event is dropped; an event of which the cap
-- left nothing is not deducted yet, and the next run takes it up again.
-- The cap is a share of the run's gross and is used up in the order in which the events occurred.
with events as (

    select
        events.contract_no,
        events.clause_no,
        clauses.kind,
        'EVENT:' || events.event_no as basis,
        events.occurred_on,
        case when coalesce(events.liable, true) then clauses.amount_per_incident else 0 end
            as computed_amt,
        clauses.cap_ratio

    from {{ ref('stg_work__breach_events') }} as events
    inner join {{ ref('stg_rules__deduction_clauses') }} as clauses
        on
            events.contract_no = clauses.contract_no
            and events.clause_no = clauses.clause_no
            and clauses.amount_per_incident is not null
    inner join {{ ref('stg_rules__contracts') }} as contracts
        on events.contract_no = contracts.contract_no and contracts.settlement_kind = 'MONTHLY'
    inner join {{ ref('stg_run__parameters') }} as parameters
        on strftime(events.occurred_on, '%Y-%m') <= parameters.settlement_period

),

booked as (

    select
        contract_no,
        clause_no,
        basis,
        sum(applied_amt) as applied_amt,
        count(*) as booked_count
    from {{ ref('stg_booked__deductions') }}
    group by contract_no, clause_no, basis

),

gross as (

    select
        contract_no,
        sum(amount) as gross_amt
    from {{ ref('int_lines_due') }}
    group by contract_no

),

capped as (

    select
        events.contract_no,
        events.clause_no,
        events.kind,
        events.basis,
        cast(events.computed_amt as decimal(18, 2)) as computed_amt,
        booked.applied_amt as booked_amt,
        case
            when booked.booked_count is not null
                then least(events.computed_amt, booked.applied_amt)
            when events.cap_ratio is null then events.computed_amt
            else greatest(
                least(
                    events.computed_amt,
                    {{ share_yuan('coalesce(gross.gross_amt, 0)', 'events.cap_ratio') }}
                    - coalesce(
                        sum(case when booked.booked_count is null then events.computed_amt end)
                            over (
                                partition by events.contract_no, events.clause_no
                                order by events.occurred_on, events.basis
                                rows between unbounded preceding and 1 preceding
                            ),
                        0
                    )
                ),
                0
            )
        end as capped_amt

    from events
    left join booked
        on
            events.contract_no = booked.contract_no
            and events.clause_no = booked.clause_no
            and events.basis = booked.basis
    left join gross
        on events.contract_no = gross.contract_no

)

select
    contract_no,
    clause_no,
    kind,
    basis,
    computed_amt,
    cast(capped_amt as decimal(18, 2)) as capped_amt,
    cast(capped_amt - coalesce(booked_amt, 0) as decimal(18, 2)) as applied_amt

from capped
