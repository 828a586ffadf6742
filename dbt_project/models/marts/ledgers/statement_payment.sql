-- Grain: one row per run and statement with a payable, of this run and of those before.
-- Interest runs on each part from the due date until it was paid, and on the rest until the run's
-- day of knowledge; the parts are summed exactly and rounded once.
with parameters as (

    select * from {{ ref('stg_run__parameters') }}

),

parts_paid as (

    select
        dues.settle_no,
        allocated.amount,
        allocated.purpose,
        allocated.paid_on,
        case
            when dues.due_on is not null
                then
                    {{ exact_interest(
                        'allocated.amount',
                        'greatest(' ~ days_between('dues.due_on', 'allocated.paid_on') ~ ', 0)',
                        'dues.late_rate_per_day'
                    ) }}
        end as interest_amt

    from {{ ref('int_statements_due') }} as dues
    inner join {{ ref('int_payments_allocated') }} as allocated
        on dues.settle_no = allocated.settle_no

),

statements_paid as (

    select
        settle_no,
        sum(amount) as paid_amt,
        sum(amount) filter (where purpose = 'STATEMENT') as taken_amt,
        sum(interest_amt) filter (where purpose = 'STATEMENT') as interest_amt,
        max(paid_on) filter (where purpose = 'STATEMENT') as last_paid_on

    from parts_paid

    group by settle_no

),

dues_held_against_payments as (

    select
        dues.settle_no,
        dues.contract_no,
        dues.settlement_period,
        dues.late_rate_per_day,
        dues.payable_amt,
        dues.due_on,
        coalesce(paid.paid_amt, 0) as paid_amt,
        dues.payable_amt - coalesce(paid.taken_amt, 0) as unpaid_amt,
        coalesce(paid.interest_amt, 0) as paid_interest_amt,
        case when paid.taken_amt = dues.payable_amt then paid.last_paid_on end as paid_on,
        case
            when dues.due_on is not null
                then greatest({{ days_between('dues.due_on', 'parameters.known_on') }}, 0)
        end as days_open,
        parameters.run_id

    from {{ ref('int_statements_due') }} as dues
    cross join parameters
    -- Null where nothing of the statement was paid.
    left join statements_paid as paid
        on dues.settle_no = paid.settle_no

)

select
    run_id,
    settle_no,
    contract_no,
    settlement_period,
    payable_amt,
    due_on,
    cast(paid_amt as decimal(18, 2)) as paid_amt,
    cast(unpaid_amt as decimal(18, 2)) as unpaid_amt,
    paid_on,
    case
        when due_on is null then null
        when paid_on is null then days_open
        else greatest({{ days_between('due_on', 'paid_on') }}, 0)
    end as late_days,
    {{ round_yuan(
        'paid_interest_amt + ' ~ exact_interest('unpaid_amt', 'days_open', 'late_rate_per_day')
    ) }} as late_interest_amt,
    case
        when paid_on is not null then 'PAID'
        when days_open > 0 then 'OVERDUE'
        else 'DUE'
    end as payment_status

from dues_held_against_payments
