-- Grain: one row per contract.
select
    contract_no,
    purchaser,
    operator,
    service_from,
    service_to,
    catalogue_code,
    catalogue_version,
    ceiling_amt,
    tax_rate,
    tax_incl,
    metering_basis,
    settlement_kind,
    project_code,
    total_amt,
    file_sha256,
    row_number,
    stored_at

from {{ source('landing', 'contract') }}
