-- Grain: one row per day that the shipped calendar of working days knows.
select
    day,
    is_working

from {{ source('this_run', 'calendar_day') }}
