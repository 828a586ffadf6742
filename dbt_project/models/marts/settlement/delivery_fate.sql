-- Grain: one row per run and landed delivery of a month of work that the run booked, changed or
-- keeps waiting.
-- Months booked before and unchanged keep the rows that their last run published; months that no
-- run has taken are in pending_metering, and their deliveries get a row from the run that takes
-- them.
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
    parameters.run_id,
    deliveries.delivery_no,
    deliveries.work_order_no,
    deliveries.deliverable_key,
    deliveries.service_period,
    deliveries.delivered_at,
    deliveries.quantity,
    deliveries.unit,
    {{ published_quantity(
        "case
            when taken.fate = 'COUNTED' and deliveries.is_latest and metered.metering_basis <> 'VERIFIED'
                then deliveries.converted_qty
            else 0
        end"
    ) }} as counted_qty,
    case
        when taken.fate = 'PENDING' then 'PENDING'
        when not deliveries.is_latest then 'REPLACED'
        when metered.metering_basis = 'VERIFIED' then 'EVIDENCE'
        else 'COUNTED'
    end as fate,
    deliveries.is_late,
    deliveries.file_sha256,
    deliveries.row_number

from {{ ref('int_deliveries_ranked') }} as deliveries
inner join taken
    on
        deliveries.work_order_no = taken.work_order_no
        and deliveries.service_period = taken.service_period
inner join {{ ref('int_work_months_metered') }} as metered
    on
        deliveries.work_order_no = metered.work_order_no
        and deliveries.service_period = metered.service_period
cross join {{ ref('stg_run__parameters') }} as parameters
