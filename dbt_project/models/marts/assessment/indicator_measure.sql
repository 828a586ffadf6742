-- Grain: one row per run × scheme × subject × indicator that the warehouse measures.
select
    parameters.run_id,
    measured.scheme_no,
    measured.subject_code,
    measured.ind_code,
    measured.measure,
    measured.part,
    measured.whole,
    measured.value,
    measured.unit,
    measured.as_of_date,
    measured.typed_value,
    measured.trace

from {{ ref('int_indicators_measured') }} as measured
cross join {{ ref('stg_run__parameters') }} as parameters
