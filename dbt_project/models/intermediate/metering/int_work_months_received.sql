-- Grain: one row per work order, service month, unit and receipt that brought deliveries of them.
-- Of many deliveries, this is read in place of the rows themselves wherever their sums do; most of
-- it was summed by the runs before.
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
    last_delivered_at

from {{ ref('int_work_months_summed') }}

union all

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
    last_delivered_at

from {{ ref('int_delivery_sums_booked') }}

where
    stored_at in (
        select receipts.stored_at
        from {{ ref('int_receipts_reckoned') }} as receipts
        where receipts.is_carried
    )
