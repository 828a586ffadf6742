-- Grain: one row per run, contract, service month that was booked before, and reason.
-- CLAUSE stands for deductions whose month was booked before: a late or changed score, an event or
-- a base that changed. A deduction lowers what is paid, so its amounts are negative here.
with differences as (

    select
        contract_no,
        service_period,
        adjustment_reason as reason,
        before_amount,
        after_amount,
        amount as delta_amount
    from {{ ref('int_lines_due') }}
    where adjustment_reason is not null

    union all

    select
        deductions.contract_no,
        deductions.last_month as service_period,
        'CLAUSE' as reason,
        -deductions.booked_amt as before_amount,
        -deductions.booked_amt - deductions.applied_amt as after_amount,
        -deductions.applied_amt as delta_amount
    from {{ ref('int_deductions_due') }} as deductions
    inner join {{ ref('int_months_reckoned') }} as months
        on
            deductions.contract_no = months.contract_no
            and deductions.last_month = months.service_period
            and months.is_booked
    where deductions.applied_amt <> 0 and not deductions.is_of_a_year

)

select
    parameters.run_id,
    differences.contract_no,
    differences.service_period,
    differences.reason,
    count(*) as line_count,
    cast(sum(differences.before_amount) as decimal(18, 2)) as before_amount,
    cast(sum(differences.after_amount) as decimal(18, 2)) as after_amount,
    cast(sum(differences.delta_amount) as decimal(18, 2)) as delta_amount

from differences
cross join {{ ref('stg_run__parameters') }} as parameters

group by
    parameters.run_id,
    differences.contract_no,
    differences.service_period,
    differences.reason
