-- Grain: one row per contract, clause and answered breach event that occurred by the end of what
-- this run settles.
-- An event is deducted once. What the cap cuts off an event is dropped; an event of which the cap
-- left nothing is not deducted yet, and the next run takes it up again.
-- The cap is a share of the run's gross and is used up in the order in which the events occurred.
with booked as (

    select
        contract_no,
        clause_no,
        basis,
        sum(applied_amt) as applied_amt
    from {{ ref('stg_booked__deductions') }}
    group by contract_no, clause_no, basis

),

events as (

    select
        events.contract_no,
        events.clause_no,
        clauses.kind,
        clauses.precedence,
        'EVENT:' || events.event_no as basis,
        events.event_no,
        events.occurred_on,
        case when events.liable then clauses.amount_per_incident else 0 end as computed_amt,
        clauses.cap_ratio,
        coalesce(booked.applied_amt > 0, false) as is_booked,
        booked.applied_amt as booked_amt

    from {{ ref('stg_work__breach_events') }} as events
    inner join {{ ref('stg_rules__deduction_clauses') }} as clauses
        on
            events.contract_no = clauses.contract_no
            and events.clause_no = clauses.clause_no
            and clauses.amount_per_incident is not null
    inner join {{ ref('int_closing_days') }} as closing
        on
            events.contract_no = closing.contract_no
            and closing.is_paid_now
            and {{ month_of('events.occurred_on') }} <= closing.last_month
    -- Null where no run deducted the event yet.
    left join booked
        on
            events.contract_no = booked.contract_no
            and events.clause_no = booked.clause_no
            and 'EVENT:' || events.event_no = booked.basis

    where events.liable is not null

)

select
    events.contract_no,
    events.clause_no,
    events.kind,
    events.precedence,
    events.basis,
    events.event_no,
    events.occurred_on,
    cast(events.computed_amt as decimal(18, 2)) as computed_amt,
    cast(
        case
            when events.is_booked then least(events.computed_amt, events.booked_amt)
            when events.cap_ratio is null then events.computed_amt
            else greatest(
                least(
                    events.computed_amt,
                    {{ share_yuan('coalesce(gross.gross_amt, 0)', 'events.cap_ratio') }}
                    - coalesce(
                        sum(case when not events.is_booked then events.computed_amt end)
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
        end as decimal(18, 2)
    ) as capped_amt

from events
-- Null where nothing is settled before deductions.
left join {{ ref('int_gross_amounts') }} as gross
    on events.contract_no = gross.contract_no
