-- Grain: one row per grade of a scale from a day on; it holds up to the next grade's bound.
select
    grade_scale,
    effective_from,
    grade,
    from_score,
    source,
    file_sha256,
    row_number,
    stored_at

from {{ source('landing', 'grade_band') }}
