-- Grain: one row per shipped consequence of a grade or conclusion and day from which it holds.
select
    kind,
    result,
    consequence,
    effective_from,
    ratio_from,
    ratio_to,
    due_days,
    due_months,
    words,
    source

from {{ source('this_run', 'consequence_rule') }}
