-- Grain: one row per quantity to be quoted.
select
    row_number,
    item_code,
    quantity,
    unit

from {{ source('quote', 'row') }}
