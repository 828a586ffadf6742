-- Grain: one row per shipped parameter of monitoring, month and day from which it holds.
select
    rule_set,
    parameter,
    month_of_year,
    effective_from,
    value,
    source

from {{ source('this_run', 'monitor_rule') }}
