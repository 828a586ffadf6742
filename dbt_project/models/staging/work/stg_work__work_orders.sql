-- Grain: one row per work order; exactly one provider.
select
    work_order_no,
    order_no,
    contract_no,
    item_code,
    provider,
    start_time,
    end_time,
    no_subcontract_flag,
    work_order_name,
    type,
    urgency,
    est_workload,
    applicant_unit,
    applicant,
    operator,
    operator_owner,
    provider_owner,
    detail,
    operator_accept_opinion,
    purchaser_accept_opinion,
    file_sha256,
    row_number,
    stored_at

from {{ source('landing', 'work_order') }}
