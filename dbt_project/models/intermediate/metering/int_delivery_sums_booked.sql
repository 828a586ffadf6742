-- Grain: one row per work order, service month, unit and receipt, as the newest run that published
-- sums of the receipt has it.
with ranked as (

    select
        *,
        rank() over (partition by stored_at order by position desc) as rank_from_newest
    from {{ ref('stg_booked__delivery_sums') }}

)

select
    work_order_no,
    service_period,
    unit,
    stored_at,
    factor,
    quantity,
    newest_first_stored_at,
    delivery_count,
    first_row_number,
    last_row_number,
    row_number_sum,
    replaced_count,
    late_count,
    first_delivered_at,
    last_delivered_at,
    end_time,
    basis

from ranked

where rank_from_newest = 1
