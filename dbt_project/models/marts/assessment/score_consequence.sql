-- Grain: one row per run × scheme × subject × consequence of its result.
select
    parameters.run_id,
    due.scheme_no,
    due.subject_code,
    due.consequence,
    due.grade,
    due.conclusion,
    due.due_on,
    due.ratio_from,
    due.ratio_to,
    due.budget_amt,
    due.state,
    due.basis

from {{ ref('int_consequences_due') }} as due
cross join {{ ref('stg_run__parameters') }} as parameters
