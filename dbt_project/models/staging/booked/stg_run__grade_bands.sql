-- Grain: one row per shipped grade of a scale and day from which it holds.
select
    grade_scale,
    effective_from,
    grade,
    from_score,
    source

from {{ source('this_run', 'grade_band') }}
