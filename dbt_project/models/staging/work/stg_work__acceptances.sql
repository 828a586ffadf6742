-- Grain: one row per acceptance of a work order or a service order.
select
    accept_no,
    level,
    ref_no,
    period,
    result,
    accepted_at,
    accepted_qty,
    on_time,
    quality,
    goal_met,
    file_sha256,
    row_number,
    stored_at

from {{ source('landing', 'acceptance') }}
