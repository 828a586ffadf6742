-- Grain: one row per received delivery with sound cells that did not land.
select
    stored_at,
    row_number

from {{ source('landing_apart', 'apart') }}

where table_name = 'delivery'
