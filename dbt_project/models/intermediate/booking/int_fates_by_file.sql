-- Grain: one row per landed file with deliveries of a month of work that the run books, changes or
-- keeps waiting: where in the file they stand, and how many they are.
select
    files.file_sha256,
    min(received.first_row_number) as first_row_number,
    max(received.last_row_number) as last_row_number,
    cast(sum(received.delivery_count) as bigint) as delivery_count

from {{ ref('int_work_months_received') }} as received
inner join {{ ref('int_work_months_taken') }} as taken
    on
        received.work_order_no = taken.work_order_no
        and received.service_period = taken.service_period
inner join {{ ref('stg_received__files') }} as files
    on received.stored_at = files.landed_at

where files.table_name = 'delivery'

group by files.file_sha256
