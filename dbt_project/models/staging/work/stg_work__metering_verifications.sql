-- Grain: one row per verified line: work order and service month; the latest verified_on wins.
select
    verify_no,
    line_no,
    work_order_no,
    period,
    verified_qty,
    unit,
    cut_reason,
    supervisor,
    verified_on,
    file_sha256,
    row_number,
    stored_at

from {{ source('landing', 'metering_verification') }}
