-- Grain: one row per run and work order.
-- How things stand after the run: the steps taken, and the one that the order waits for. Work that
-- waits to be metered comes before money that waits to be paid; a statement without a payable is
-- not waited for.
with settled as (

    select
        statements.work_order_no,
        {{ at_highest('statements.settlement_period', 'statements.position') }}
            as settlement_period,
        {{ at_highest('statements.settle_no', 'statements.position') }} as settle_no,
        cast(sum(statements.booked_amt) as decimal(18, 2)) as booked_amt,
        max(payments.paid_on) as paid_on,
        min(statements.closes_on) filter (where statements.is_accrued) as accrued_since,
        min(statements.closes_on) filter (where payments.payment_status <> 'PAID') as unpaid_since

    from {{ ref('int_work_order_statements') }} as statements
    -- Null where the statement has no payable.
    left join {{ ref('statement_payment') }} as payments
        on statements.settle_no = payments.settle_no

    group by statements.work_order_no

)

select
    parameters.run_id,
    progressed.contract_no,
    progressed.order_no,
    progressed.work_order_no,
    progressed.item_code,
    progressed.item_name,
    progressed.provider,
    progressed.start_time,
    progressed.end_time,
    progressed.first_delivered_at,
    progressed.last_delivered_at,
    coalesce(progressed.delivery_count, 0) as delivery_count,
    coalesce(progressed.replaced_count, 0) as replaced_count,
    progressed.accepted_at,
    progressed.verified_on,
    settled.settlement_period,
    settled.booked_amt,
    settled.settle_no,
    case
        when settled.accrued_since is null and settled.unpaid_since is null then settled.paid_on
    end as paid_on,
    progressed.is_late,
    case
        when progressed.waiting_for is not null then progressed.waiting_for
        when settled.accrued_since is not null then 'ANNUAL_SETTLEMENT'
        when settled.unpaid_since is not null then 'PAYMENT'
    end as waiting_for,
    case
        when progressed.waiting_for is not null then progressed.waiting_since
        else coalesce(settled.accrued_since, settled.unpaid_since)
    end as waiting_since

from {{ ref('int_work_orders_progressed') }} as progressed
cross join {{ ref('stg_run__parameters') }} as parameters
-- Null where nothing of the order is booked.
left join settled
    on progressed.work_order_no = settled.work_order_no
