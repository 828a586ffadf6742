-- Grain: one row per work order.
-- How far its work is before it is settled. Of several months that wait, the earliest is told: what
-- waits longest. What nobody delivered, claimed or verified waits for its delivery once its order
-- has begun.
with months as (

    select
        gathered.work_order_no,
        gathered.service_period,
        deliveries.delivery_count,
        deliveries.replaced_count,
        deliveries.first_delivered_at,
        deliveries.last_delivered_at,
        deliveries.late_count > 0 as is_late,
        case when accepted.result = 'PASS' then accepted.first_passed_at end as accepted_at,
        verified.verified_on,
        pending.waiting_for,
        -- greatest() passes over nulls: a step that was not taken or has no day takes no part.
        case
            when pending.waiting_for = 'ACCEPTANCE'
                then {{ business_day('deliveries.last_delivered_at') }}
            when pending.waiting_for = 'VERIFICATION'
                then
                    greatest(
                        {{ business_day('deliveries.last_delivered_at') }},
                        {{ business_day('accepted.first_passed_at') }}
                    )
            else
                greatest(
                    {{ business_day('deliveries.last_delivered_at') }},
                    {{ business_day('accepted.first_passed_at') }},
                    verified.verified_on
                )
        end as waiting_since

    from {{ ref('int_work_months_gathered') }} as gathered
    -- Null where nothing of the kind is known of the month, or where it waits for nothing.
    left join {{ ref('int_work_months_delivered') }} as deliveries
        on
            gathered.work_order_no = deliveries.work_order_no
            and gathered.service_period = deliveries.service_period
    left join {{ ref('int_work_months_accepted') }} as accepted
        on
            gathered.work_order_no = accepted.work_order_no
            and gathered.service_period = accepted.service_period
    left join {{ ref('int_work_months_verified') }} as verified
        on
            gathered.work_order_no = verified.work_order_no
            and gathered.service_period = verified.service_period
    left join {{ ref('int_work_months_pending') }} as pending
        on
            gathered.work_order_no = pending.work_order_no
            and gathered.service_period = pending.service_period

),

months_rolled_up as (

    select
        work_order_no,
        cast(sum(delivery_count) as bigint) as delivery_count,
        cast(sum(replaced_count) as bigint) as replaced_count,
        min(first_delivered_at) as first_delivered_at,
        max(last_delivered_at) as last_delivered_at,
        coalesce(bool_or(is_late), false) as is_late,
        max(accepted_at) as accepted_at,
        max(verified_on) as verified_on,
        min(service_period) filter (where waiting_for is not null) as waiting_period,
        {{ at_lowest('waiting_for', 'service_period') }} as waiting_for

    from months

    group by work_order_no

)

select
    work_orders.work_order_no,
    work_orders.contract_no,
    work_orders.order_no,
    work_orders.item_code,
    work_orders.item_name,
    work_orders.provider,
    work_orders.start_time,
    work_orders.end_time,
    rolled_up.first_delivered_at,
    rolled_up.last_delivered_at,
    rolled_up.delivery_count,
    rolled_up.replaced_count,
    rolled_up.accepted_at,
    rolled_up.verified_on,
    case
        when rolled_up.work_order_no is not null then rolled_up.is_late
        else coalesce({{ business_day('work_orders.end_time') }} < parameters.known_on, false)
    end as is_late,
    case
        when rolled_up.work_order_no is not null then rolled_up.waiting_for
        when
            coalesce({{ business_day('work_orders.start_time') }} <= parameters.known_on, true)
            then 'DELIVERY'
    end as waiting_for,
    case
        when rolled_up.work_order_no is not null then months.waiting_since
        when {{ business_day('work_orders.start_time') }} <= parameters.known_on
            then {{ business_day('work_orders.start_time') }}
    end as waiting_since

from {{ ref('int_work_orders_itemised') }} as work_orders
cross join {{ ref('stg_run__parameters') }} as parameters
-- Null where nothing was delivered, claimed or verified.
left join months_rolled_up as rolled_up
    on work_orders.work_order_no = rolled_up.work_order_no
-- Null where no month waits.
left join months
    on
        work_orders.work_order_no = months.work_order_no
        and rolled_up.waiting_period = months.service_period
