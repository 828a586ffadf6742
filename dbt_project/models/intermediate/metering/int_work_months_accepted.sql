-- Grain: one row per work order and service month with deliveries that an acceptance concerns.
-- A work order's own acceptance goes before its service order's, one of the month before one of all
-- months, and among equals the newest counts.
with concerned as (

    select
        delivered.work_order_no,
        delivered.service_period,
        delivered.delivered_qty,
        acceptances.result,
        acceptances.period,
        acceptances.accepted_qty,
        row_number() over (
            partition by delivered.work_order_no, delivered.service_period
            order by
                acceptances.level = 'WORK_ORDER' desc,
                acceptances.period is not null desc,
                acceptances.accepted_at desc,
                acceptances.accept_no desc
        ) as preference

    from {{ ref('int_work_months_delivered') }} as delivered
    inner join {{ ref('stg_work__work_orders') }} as work_orders
        on delivered.work_order_no = work_orders.work_order_no
    inner join {{ ref('stg_work__acceptances') }} as acceptances
        on
            (
                (
                    acceptances.level = 'WORK_ORDER'
                    and work_orders.work_order_no = acceptances.ref_no
                )
                or (
                    acceptances.level = 'SERVICE_ORDER'
                    and work_orders.order_no = acceptances.ref_no
                )
            )
            and (acceptances.period is null or delivered.service_period = acceptances.period)

)

select
    work_order_no,
    service_period,
    result,
    case
        when result = 'PASS' and accepted_qty is not null and period is not null
            then {{ exact_quantity('accepted_qty') }}
        when result = 'PASS' then delivered_qty
    end as accepted_qty

from concerned

where preference = 1
