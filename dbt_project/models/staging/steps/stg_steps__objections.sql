-- Grain: one row per objection to what was settled.
select
    objection_no,
    contract_no,
    work_order_no,
    period,
    raised_on,
    raised_by,
    content,
    result,
    resolved_on,
    reply,
    file_sha256,
    row_number,
    stored_at

from {{ source('landing', 'objection') }}
