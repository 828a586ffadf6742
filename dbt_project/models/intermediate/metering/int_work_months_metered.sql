-- Grain: one row per work order and service month in which something was delivered, claimed or
-- verified.
-- billed_qty is what may be paid by the contract's metering basis; pending_qty waits, and is not
-- zero work.
with months as (

    select
        work_order_no,
        service_period
    from {{ ref('int_work_months_delivered') }}
    union
    select
        work_order_no,
        service_period
    from {{ ref('int_work_months_claimed') }}
    union
    select
        work_order_no,
        service_period
    from {{ ref('int_work_months_verified') }}

),

gathered as (

    select
        months.work_order_no,
        months.service_period,
        work_orders.metering_basis,
        delivered.delivered_qty,
        claimed.claimed_qty,
        accepted.accepted_qty,
        verified.verified_qty,
        delivered.newest_first_stored_at,
        delivered.newest_stored_at,
        verified.first_stored_at as verification_first_stored_at

    from months
    inner join {{ ref('int_work_orders_itemised') }} as work_orders
        on months.work_order_no = work_orders.work_order_no
    left join {{ ref('int_work_months_delivered') }} as delivered
        on
            months.work_order_no = delivered.work_order_no
            and months.service_period = delivered.service_period
    left join {{ ref('int_work_months_claimed') }} as claimed
        on
            months.work_order_no = claimed.work_order_no
            and months.service_period = claimed.service_period
    left join {{ ref('int_work_months_accepted') }} as accepted
        on
            months.work_order_no = accepted.work_order_no
            and months.service_period = accepted.service_period
    left join {{ ref('int_work_months_verified') }} as verified
        on
            months.work_order_no = verified.work_order_no
            and months.service_period = verified.service_period

)

select
    work_order_no,
    service_period,
    metering_basis,
    delivered_qty,
    claimed_qty,
    accepted_qty,
    verified_qty,
    case
        when metering_basis = 'DELIVERED' then delivered_qty
        when metering_basis = 'ACCEPTED' then accepted_qty
        -- least() passes over nulls: without this condition a claim alone would be billed.
        when
            metering_basis = 'VERIFIED' and verified_qty is not null
            then least(verified_qty, claimed_qty)
    end as billed_qty,
    case
        when metering_basis = 'ACCEPTED' and accepted_qty is null then delivered_qty
        when
            metering_basis = 'VERIFIED' and verified_qty is null
            then coalesce(claimed_qty, delivered_qty)
    end as pending_qty,
    case
        when metering_basis = 'ACCEPTED' and accepted_qty is null then 'ACCEPTANCE'
        when metering_basis = 'VERIFIED' and verified_qty is null then 'VERIFICATION'
    end as waiting_for,
    newest_first_stored_at,
    newest_stored_at,
    verification_first_stored_at

from gathered
