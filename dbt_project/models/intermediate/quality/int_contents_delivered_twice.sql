-- Grain: one row per work order, content, quantity and moment that was delivered under more than
-- one name, in a month that no run has settled yet.
with new_months as (

    select distinct
        received.work_order_no,
        {{ month_number_of('received.service_period') }} as service_month
    from {{ ref('int_work_months_received') }} as received
    inner join {{ ref('int_work_orders_itemised') }} as work_orders
        on received.work_order_no = work_orders.work_order_no
    inner join {{ ref('int_months_reckoned') }} as months
        on
            received.service_period = months.service_period
            and work_orders.contract_no = months.contract_no
            and not months.is_booked

),

likely_of_months as (

    select
        likely.work_order_no,
        likely.deliverable_key,
        likely.content_hash,
        likely.quantity,
        likely.delivered_at,
        coalesce(redelivered.first_delivered_at, likely.delivered_at) as first_delivered_at
    from {{ ref('int_deliveries_likely_twice') }} as likely
    -- Null where the deliverable was delivered once.
    left join {{ ref('int_deliveries_redelivered') }} as redelivered
        on
            likely.stored_at = redelivered.stored_at
            and likely.row_number = redelivered.row_number
    where
        likely.content_hash is not null
        and likely.quantity > 0

)

select
    likely.work_order_no,
    likely.content_hash,
    likely.quantity,
    likely.delivered_at,
    min(likely.deliverable_key) as first_deliverable_key,
    max(likely.deliverable_key) as last_deliverable_key

from likely_of_months as likely
inner join new_months as months
    on
        likely.work_order_no = months.work_order_no
        and {{ business_month_number('likely.first_delivered_at') }} = months.service_month

group by
    likely.work_order_no,
    likely.content_hash,
    likely.quantity,
    likely.delivered_at

having count(distinct likely.deliverable_key) > 1
