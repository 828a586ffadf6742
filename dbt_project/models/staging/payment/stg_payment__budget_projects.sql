-- Grain: one row per project and fiscal year.
select
    pro_code,
    fiscal_year,
    first_request_amt,
    reply_amt,
    adj_amt,
    exe_amt,
    file_sha256,
    row_number,
    stored_at

from {{ source('landing', 'budget_project') }}
