-- Grain: one row per pair of units that converts without being registered.
select
    from_unit,
    to_unit,
    factor

from {{ source('this_run', 'built_in_unit') }}
