-- Grain: one row per approval of how a service order was split into work orders; the newest counts.
select
    approval_no,
    order_no,
    result,
    approved_on,
    approver,
    opinion,
    file_sha256,
    row_number,
    stored_at

from {{ source('landing', 'split_approval') }}
