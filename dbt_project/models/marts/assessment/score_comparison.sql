-- Grain: one row per run × scheme × subject × node or whole, beside what it is compared with.
select
    parameters.run_id,
    compared.scheme_no,
    compared.subject_code,
    compared.path,
    compared.score_rate,
    compared.compared_scheme_no,
    compared.compared_score_rate,
    compared.rate_difference,
    compared.grade,
    compared.compared_grade

from {{ ref('int_scores_compared') }} as compared
cross join {{ ref('stg_run__parameters') }} as parameters
