-- Grain: one row per pair of units, for one item or for all.
select
    from_unit,
    to_unit,
    factor,
    item_code,
    file_sha256,
    row_number,
    stored_at

from {{ source('landing', 'unit_conversion') }}
