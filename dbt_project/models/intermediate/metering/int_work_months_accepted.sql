-- Grain: one row per work order and service month with work that an acceptance concerns.
-- A work order's own acceptance goes before its service order's, one of the month before one of all
-- months, and among equals the newest counts. A quantity is that of one work order's month: where
-- an acceptance gives one and covers several, is_ambiguous is true and the gate refuses the run.
with concerned as (

    -- Either level by itself: one join on both would compare every month with every acceptance.
    select
        gathered.work_order_no,
        gathered.service_period,
        gathered.delivered_qty,
        acceptances.level,
        acceptances.period,
        acceptances.accept_no,
        acceptances.result,
        acceptances.accepted_qty,
        acceptances.accepted_at

    from {{ ref('int_work_months_gathered') }} as gathered
    inner join {{ ref('stg_work__acceptances') }} as acceptances
        on
            acceptances.level = 'WORK_ORDER'
            and gathered.work_order_no = acceptances.ref_no
            and (acceptances.period is null or gathered.service_period = acceptances.period)

    union all

    select
        gathered.work_order_no,
        gathered.service_period,
        gathered.delivered_qty,
        acceptances.level,
        acceptances.period,
        acceptances.accept_no,
        acceptances.result,
        acceptances.accepted_qty,
        acceptances.accepted_at

    from {{ ref('int_work_months_gathered') }} as gathered
    inner join {{ ref('stg_work__acceptances') }} as acceptances
        on
            acceptances.level = 'SERVICE_ORDER'
            and gathered.order_no = acceptances.ref_no
            and (acceptances.period is null or gathered.service_period = acceptances.period)

),

preferred as (

    select
        work_order_no,
        service_period,
        delivered_qty,
        accept_no,
        result,
        accepted_qty,
        min(case when result = 'PASS' then accepted_at end) over (
            partition by work_order_no, service_period
        ) as first_passed_at,
        row_number() over (
            partition by work_order_no, service_period
            order by
                level = 'WORK_ORDER' desc,
                period is not null desc,
                accepted_at desc,
                accept_no desc
        ) as preference

    from concerned

),

decisive as (

    select
        *,
        -- What was only claimed or verified takes no part in a quantity of what was delivered.
        count(delivered_qty) over (partition by accept_no) as covered_count

    from preferred

    where preference = 1

)

select
    work_order_no,
    service_period,
    accept_no,
    result,
    first_passed_at,
    case
        when result = 'PASS' and delivered_qty is not null
            then {{ exact_quantity('coalesce(accepted_qty, delivered_qty)') }}
    end as accepted_qty,
    delivered_qty,
    coalesce(
        result = 'PASS'
        and accepted_qty is not null
        and delivered_qty is not null
        and covered_count > 1,
        false
    ) as is_ambiguous

from decisive
