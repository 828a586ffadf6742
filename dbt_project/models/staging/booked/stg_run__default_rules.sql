-- Grain: one row per rule that contracts leave open and day from which a value of it holds.
select
    rule,
    effective_from,
    value,
    source

from {{ source('this_run', 'default_rule') }}
