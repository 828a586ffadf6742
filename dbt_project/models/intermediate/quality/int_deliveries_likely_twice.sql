-- Grain: one row per landed delivery that may be what another is: its own moment, or that of its
-- deliverable's first delivery, is one that its work order seems to meet again. Of receipts that
-- brought deliveries of the month that a monthly run settles.
-- Written down nowhere: where a log knows no hours, these are all its rows.
{{ config(materialized='ephemeral') }}

with received as (

    select distinct received.stored_at
    from {{ ref('int_work_months_received') }} as received
    inner join {{ ref('stg_run__parameters') }} as parameters
        on
            not parameters.is_annual
            and received.service_period = parameters.settlement_period

),

latest_of_first_met_again as (

    select
        stored_at,
        row_number
    from {{ ref('int_deliveries_redelivered') }}
    where
        is_latest
        and {{ hash_of(['work_order_no', 'first_delivered_at']) }} in (
            select met_again.moment_hash from {{ ref('int_moments_met_again') }} as met_again
        )

)

select
    deliveries.work_order_no,
    deliveries.deliverable_key,
    deliveries.delivered_at,
    deliveries.quantity,
    deliveries.unit,
    deliveries.content_hash,
    deliveries.stored_at,
    deliveries.row_number

from {{ ref('stg_work__deliveries') }} as deliveries
-- Null for most: delivered once, or first at a moment of their own.
left join latest_of_first_met_again as latest
    on
        deliveries.stored_at = latest.stored_at
        and deliveries.row_number = latest.row_number

where
    deliveries.stored_at in (select received.stored_at from received)
    and (
        latest.row_number is not null
        or {{ hash_of(['deliveries.work_order_no', 'deliveries.delivered_at']) }} in (
            select met_again.moment_hash from {{ ref('int_moments_met_again') }} as met_again
        )
    )
