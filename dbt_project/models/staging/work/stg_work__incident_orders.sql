-- Grain: one row per incident order.
select
    incident_no,
    raised_by,
    scenario,
    occurred_at,
    response_due,
    resolved_at,
    executed_by,
    root_cause,
    post_assessed_flag,
    raised_at,
    responded_at,
    closed_at,
    reopen_count,
    sla_met_flag,
    urgency,
    priority,
    category,
    file_sha256,
    row_number,
    stored_at

from {{ source('landing', 'incident_order') }}
