-- Grain: one row per service order.
select
    order_no,
    contract_no,
    order_name,
    service_category,
    service_capability,
    applicant_dept,
    applicant,
    start_time,
    end_time,
    acceptance_method,
    operator,
    operator_owner,
    est_hours,
    provider,
    provider_owner,
    onsite_count,
    service_goal,
    service_detail,
    service_plan,
    task_no,
    file_sha256,
    row_number,
    stored_at

from {{ source('landing', 'service_order') }}
