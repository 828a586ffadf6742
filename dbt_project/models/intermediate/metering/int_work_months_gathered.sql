-- Grain: one row per work order and service month in which something was delivered, claimed or
-- verified.
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

)

select
    months.work_order_no,
    months.service_period,
    work_orders.order_no,
    work_orders.contract_no,
    work_orders.metering_basis,
    delivered.delivered_qty,
    claimed.claimed_qty,
    verified.verified_qty,
    delivered.newest_first_stored_at,
    delivered.newest_stored_at,
    verified.first_stored_at as verification_first_stored_at

from months
inner join {{ ref('int_work_orders_itemised') }} as work_orders
    on months.work_order_no = work_orders.work_order_no
-- Null where nothing of the kind is known of the month.
left join {{ ref('int_work_months_delivered') }} as delivered
    on
        months.work_order_no = delivered.work_order_no
        and months.service_period = delivered.service_period
left join {{ ref('int_work_months_claimed') }} as claimed
    on
        months.work_order_no = claimed.work_order_no
        and months.service_period = claimed.service_period
left join {{ ref('int_work_months_verified') }} as verified
    on
        months.work_order_no = verified.work_order_no
        and months.service_period = verified.service_period
