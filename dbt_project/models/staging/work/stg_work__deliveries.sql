-- Grain: one row per delivery of a deliverable; a later one replaces the earlier.
select
    delivery_no,
    work_order_no,
    deliverable_key,
    delivered_at,
    quantity,
    unit,
    version,
    content_hash,
    file_sha256,
    row_number,
    stored_at

from {{ source('landing', 'delivery') }}
