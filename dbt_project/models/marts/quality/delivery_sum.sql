-- Grain: one row per run, work order, service month, unit and delivery file whose sums are not as
-- published before.
-- Later runs take the sums of a file from here in place of its rows.
select
    parameters.run_id,
    sums.work_order_no,
    sums.service_period,
    sums.unit,
    sums.factor,
    sums.quantity as quantity_sum,
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
    sums.newest_first_file_sha256

from {{ ref('int_delivery_sums_changed') }} as sums
cross join {{ ref('stg_run__parameters') }} as parameters
