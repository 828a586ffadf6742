-- Grain: one row per leaf of a score table as printed; the highest edition of a sheet counts.
select
    scheme_no,
    subject_code,
    level1,
    level2,
    level3,
    level4,
    weight,
    score,
    edition,
    file_sha256,
    row_number,
    stored_at

from {{ source('landing', 'score_sheet') }}
