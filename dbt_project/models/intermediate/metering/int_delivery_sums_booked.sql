-- Grain: one row per work order, service month, unit and receipt, as the newest run that published
-- sums of the receipt has it.
-- Published sums name files, which are the same wherever they are received; here they are the
-- receipts that this home knows.
with ranked as (

    select
        *,
        rank() over (partition by file_sha256 order by position desc) as rank_from_newest
    from {{ ref('stg_booked__delivery_sums') }}

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
    ranked.work_order_no,
    ranked.service_period,
    ranked.unit,
    receipts.stored_at,
    ranked.factor,
    ranked.quantity,
    first_receipts.stored_at as newest_first_stored_at,
    ranked.delivery_count,
    ranked.first_row_number,
    ranked.last_row_number,
    ranked.row_number_sum,
    ranked.replaced_count,
    ranked.late_count,
    ranked.first_delivered_at,
    ranked.last_delivered_at,
    ranked.end_time,
    ranked.basis

from ranked
inner join receipts
    on ranked.file_sha256 = receipts.file_sha256
-- Null where no row of it lands any more: the basis is another then, and the sums are not carried.
left join receipts as first_receipts
    on ranked.newest_first_file_sha256 = first_receipts.file_sha256

where ranked.rank_from_newest = 1
