-- Grain: one row per booked run, work order, service month, unit and file of which it published
-- sums.
select
    sums.run_id,
    sums.work_order_no,
    sums.service_period,
    sums.unit,
    sums.factor,
    sums.quantity_sum as quantity,
    sums.delivery_count,
    sums.first_row_number,
    sums.last_row_number,
    sums.row_number_sum,
    sums.replaced_count,
    sums.late_count,
    sums.first_delivered_at,
    sums.last_delivered_at,
    sums.end_time,
    sums.basis,
    sums.file_sha256,
    sums.newest_first_file_sha256,
    run.position

from {{ source('booked', 'delivery_sum') }} as sums
inner join {{ source('booked', 'run') }} as run
    on sums.run_id = run.run_id
