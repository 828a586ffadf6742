-- Grain: one row per instalment of a contract; the ratios of a contract add up to 1.
select
    contract_no,
    seq,
    pay_type,
    ratio,
    condition,
    due_days,
    base_date_kind,
    late_rate_per_day,
    file_sha256,
    row_number,
    stored_at

from {{ source('landing', 'contract_payment_term') }}
