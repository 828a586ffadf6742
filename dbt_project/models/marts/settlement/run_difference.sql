-- Grain: one row per run and line of a service month that was booked before.
select
    parameters.run_id,
    due.prior_run_id,
    due.work_order_no,
    due.item_code,
    due.service_period,
    due.before_amount,
    due.after_amount,
    due.amount as delta_amount,
    due.adjustment_reason as reason

from {{ ref('int_lines_due') }} as due
cross join {{ ref('stg_run__parameters') }} as parameters

where due.adjustment_reason is not null
