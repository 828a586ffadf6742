-- Grain: one row per tier of an item's price; it holds quantities in (from_qty, to_qty].
select
    catalogue_code,
    version_no,
    item_code,
    seq,
    from_qty,
    to_qty,
    unit_price,
    flat_fee,
    file_sha256,
    row_number,
    stored_at

from {{ source('landing', 'price_tier') }}
