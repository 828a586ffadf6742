-- Grain: one row per work order, service month, unit and receipt, as the newest run that published
-- sums of the receipt has it.
-- Published sums name files, which are the same wherever they are received; here they are the
-- receipts that this home knows.
with newest as (

    select
        file_sha256,
        max(position) as position
    from {{ ref('stg_booked__delivery_sums') }}
    group by file_sha256

),

receipts as (

    select
        file_sha256,
        landed_at as stored_at
    from {{ ref('stg_received__files') }}
    where
        table_name = 'delivery'
        and rows_landed > 0

)

select
    sums.work_order_no,
    sums.service_period,
    sums.unit,
    receipts.stored_at,
    sums.factor,
    sums.quantity,
    first_receipts.stored_at as newest_first_stored_at,
    sums.delivery_count,
    sums.first_row_number,
    sums.last_row_number,
    sums.row_number_sum,
    sums.replaced_count,
    sums.late_count,
    sums.first_delivered_at,
    sums.last_delivered_at,
    sums.end_time,
    sums.basis

from {{ ref('stg_booked__delivery_sums') }} as sums
inner join newest
    on
        sums.file_sha256 = newest.file_sha256
        and sums.position = newest.position
inner join receipts
    on sums.file_sha256 = receipts.file_sha256
-- Null where no row of it lands any more: the basis is another then, and the sums are not carried.
left join receipts as first_receipts
    on sums.newest_first_file_sha256 = first_receipts.file_sha256
