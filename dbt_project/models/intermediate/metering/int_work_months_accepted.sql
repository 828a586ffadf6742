-- Grain: one row per work order and service month with deliveries that an acceptance concerns.
-- A work order's own acceptance goes before its service order's, one of the month before one of all
-- months, and among equals the newest counts. A quantity is that of one work order's month: where
-- an acceptance gives one and covers several, is_ambiguous is true and the gate refuses the run.
with concerned as (

    select
        delivered.work_order_no,
        delivered.service_period,
        delivered.delivered_qty,
        acceptances.accept_no,
        acceptances.result,
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

),

decisive as (

    select
        *,
        count(*) over (partition by accept_no) as covered_count

    from concerned

    where preference = 1

)

select
    work_order_no,
    service_period,
    accept_no,
    result,
    case when result = 'PASS' then {{ exact_quantity('coalesce(accepted_qty, delivered_qty)') }} end
        as accepted_qty,
    delivered_qty,
    coalesce(result = 'PASS' and accepted_qty is not null and covered_count > 1, false)
        as is_ambiguous

from decisive
