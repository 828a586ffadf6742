-- Grain: one row per item of a catalogue version.
select
    catalogue_code,
    version_no,
    item_code,
    item_name,
    unit_code,
    unit_price,
    tier_mode,
    tier_scope,
    package_size,
    free_qty,
    min_amount,
    max_amount,
    class_name,
    subclass_name,
    metering_method,
    service_content,
    file_sha256,
    row_number,
    stored_at

from {{ source('landing', 'service_item') }}
