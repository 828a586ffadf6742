-- Grain: one row per work order and service month with work that an acceptance concerns.
-- A work order's own acceptance goes before its service order's, one of the month before one of all
-- months, and among equals the newest counts. A quantity is that of one work order's month: where
-- an acceptance gives one and covers several, is_ambiguous is true and the gate refuses the run.
with numbers as (

    -- Either level by itself: a join on one or the other would compare every month with every
    -- acceptance.
    select
        work_order_no,
        service_period,
        delivered_qty,
        'WORK_ORDER' as level,
        work_order_no as ref_no
    from {{ ref('int_work_months_gathered') }}
    union all
    select
        work_order_no,
        service_period,
        delivered_qty,
        'SERVICE_ORDER' as level,
        order_no as ref_no
    from {{ ref('int_work_months_gathered') }}

),

concerned as (

    select
        numbers.work_order_no,
        numbers.service_period,
        numbers.delivered_qty,
        acceptances.accept_no,
        acceptances.result,
        acceptances.accepted_qty,
        min(case when acceptances.result = 'PASS' then acceptances.accepted_at end) over (
            partition by numbers.work_order_no, numbers.service_period
        ) as first_passed_at,
        row_number() over (
            partition by numbers.work_order_no, numbers.service_period
            order by
                acceptances.level = 'WORK_ORDER' desc,
                acceptances.period is not null desc,
                acceptances.accepted_at desc,
                acceptances.accept_no desc
        ) as preference

    from numbers
    inner join {{ ref('stg_work__acceptances') }} as acceptances
        on
            numbers.level = acceptances.level
            and numbers.ref_no = acceptances.ref_no
            and (acceptances.period is null or numbers.service_period = acceptances.period)

),

decisive as (

    select
        *,
        -- What was only claimed or verified takes no part in a quantity of what was delivered.
        count(delivered_qty) over (partition by accept_no) as covered_count

    from concerned

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
