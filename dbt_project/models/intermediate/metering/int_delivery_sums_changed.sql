-- Grain: one row per work order, service month, unit and receipt of which anything is not as
-- published.
-- A run that sums everything anew finds the same: what is told follows from what is published and
-- what is known, not from which sums were carried. Sums that were carried are as published.
with receipts_summed as (

    select
        stored_at,
        basis
    from {{ ref('int_receipts_reckoned') }}
    where not is_carried

),

reckoned as (

    select
        received.work_order_no,
        received.service_period,
        received.unit,
        received.stored_at,
        received.factor,
        received.quantity,
        received.newest_first_stored_at,
        received.delivery_count,
        received.first_row_number,
        received.last_row_number,
        received.row_number_sum,
        received.replaced_count,
        received.late_count,
        received.first_delivered_at,
        received.last_delivered_at,
        work_orders.end_time,
        receipts.basis

    from {{ ref('int_work_months_received') }} as received
    inner join receipts_summed as receipts
        on received.stored_at = receipts.stored_at
    inner join {{ ref('int_work_orders_itemised') }} as work_orders
        on received.work_order_no = work_orders.work_order_no

),

booked as (

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
    from {{ ref('int_delivery_sums_booked') }}
    where stored_at in (select receipts_summed.stored_at from receipts_summed)

),

receipts_booked as (

    select distinct stored_at
    from booked

),

new_sums as (

    select * from reckoned
    where stored_at in (select receipts_booked.stored_at from receipts_booked)
    except
    select * from booked

),

sums_gone as (

    select * from booked
    except
    select * from reckoned

),

receipts_changed as (

    select stored_at from new_sums
    union
    select stored_at from sums_gone
    union
    -- Nothing of it is published, and all that it brought is new.
    select stored_at from receipts_summed
    where stored_at not in (select receipts_booked.stored_at from receipts_booked)

)

select
    reckoned.work_order_no,
    reckoned.service_period,
    reckoned.unit,
    receipts.file_sha256,
    reckoned.factor,
    reckoned.quantity,
    first_receipts.file_sha256 as newest_first_file_sha256,
    reckoned.delivery_count,
    reckoned.first_row_number,
    reckoned.last_row_number,
    reckoned.row_number_sum,
    reckoned.replaced_count,
    reckoned.late_count,
    reckoned.first_delivered_at,
    reckoned.last_delivered_at,
    reckoned.end_time,
    reckoned.basis

from reckoned
inner join {{ ref('int_receipts_reckoned') }} as receipts
    on reckoned.stored_at = receipts.stored_at
inner join {{ ref('int_receipts_reckoned') }} as first_receipts
    on reckoned.newest_first_stored_at = first_receipts.stored_at

where reckoned.stored_at in (select receipts_changed.stored_at from receipts_changed)
