-- Grain: one row per work order and service month that the run books, changes or keeps waiting.
-- Months booked before and unchanged keep what their last run published; months that no run has
-- taken are in pending_metering until a run takes them.
with taken as (

    select
        work_order_no,
        service_period,
        'PENDING' as fate
    from {{ ref('int_work_months_pending') }}
    where waiting_for not in ('PERIOD_OPEN', 'PRICE')

    union

    select
        metered.work_order_no,
        metered.service_period,
        'COUNTED' as fate
    from {{ ref('int_work_months_metered') }} as metered
    inner join {{ ref('int_months_reckoned') }} as months
        on
            metered.contract_no = months.contract_no
            and metered.service_period = months.service_period
    left join {{ ref('int_lines_due') }} as due
        on
            metered.work_order_no = due.work_order_no
            and metered.service_period = due.service_period
    where
        metered.billed_qty is not null
        and (not months.is_booked or due.work_order_no is not null)

    union

    -- Deliveries that moved to an earlier month leave a month of work behind that has none.
    select
        due.work_order_no,
        due.service_period,
        'COUNTED' as fate
    from {{ ref('int_lines_due') }} as due
    left join {{ ref('int_work_months_pending') }} as pending
        on
            due.work_order_no = pending.work_order_no
            and due.service_period = pending.service_period
    -- What was accepted when it was booked and is not any more is taken back and waits again.
    where pending.work_order_no is null

)

select
    taken.work_order_no,
    taken.service_period,
    taken.fate,
    metered.metering_basis

from taken
inner join {{ ref('int_work_months_metered') }} as metered
    on
        taken.work_order_no = metered.work_order_no
        and taken.service_period = metered.service_period
