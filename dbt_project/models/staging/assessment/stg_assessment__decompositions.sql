-- Grain: one row per share of a goal that a plan, task, service order or work order carries.
select
    scheme_no,
    ind_code,
    ref_kind,
    ref_no,
    share,
    goal,
    file_sha256,
    row_number,
    stored_at

from {{ source('landing', 'perf_decomposition') }}
