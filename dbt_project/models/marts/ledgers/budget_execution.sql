-- Grain: one row per run, project and fiscal year with a budget, booked service months or payments.
-- Work that a prepayment pays is earned when its months are booked and paid when the prepayment
-- was: prepayments count in what was paid, and what they offset is no longer owed.
with projects as (

    select
        contract_no,
        project_code

    from {{ ref('stg_rules__contracts') }}

    where project_code is not null

),

movements as (

    select
        contract_no,
        left(service_period, 4) as fiscal_year,
        'EARNED' as movement,
        amount
    from {{ ref('stg_booked__lines') }}

    union all

    select
        contract_no,
        left(service_period, 4) as fiscal_year,
        'EARNED' as movement,
        amount
    from {{ ref('int_lines_due') }}

    union all

    select
        contract_no,
        {{ year_text('paid_on') }} as fiscal_year,
        'PREPAID' as movement,
        amount
    from {{ ref('stg_rules__prepayments') }}

    union all

    -- A prepayment's own voucher would count it twice.
    select
        contract_no,
        {{ year_text('paid_on') }} as fiscal_year,
        'PAID' as movement,
        amount
    from {{ ref('int_payments_allocated') }}
    where purpose <> 'PREPAYMENT'

    union all

    select
        contract_no,
        left(last_month, 4) as fiscal_year,
        'NETTED' as movement,
        deducted_amt + prepay_offset_amt as amount
    from {{ ref('int_statements') }}

),

movements_of_projects as (

    select
        projects.project_code,
        movements.fiscal_year,
        movements.movement,
        sum(movements.amount) as amount

    from movements
    inner join projects
        on movements.contract_no = projects.contract_no

    group by projects.project_code, movements.fiscal_year, movements.movement

),

budgets as (

    select
        pro_code as project_code,
        fiscal_year,
        first_request_amt,
        reply_amt,
        adj_amt,
        cast(reply_amt + coalesce(adj_amt, 0) as decimal(18, 2)) as current_amt,
        exe_amt

    from {{ ref('stg_payment__budget_projects') }}

),

project_years as (

    select
        project_code,
        fiscal_year
    from budgets

    union

    select
        project_code,
        fiscal_year
    from movements_of_projects
    where movement <> 'NETTED'

),

years_summed as (

    select
        years.project_code,
        years.fiscal_year,
        sum(movements.amount) filter (
            where movements.movement = 'EARNED' and movements.fiscal_year = years.fiscal_year
        ) as earned_amt,
        sum(movements.amount) filter (
            where
            movements.movement in ('PAID', 'PREPAID')
            and movements.fiscal_year = years.fiscal_year
        ) as paid_amt,
        sum(movements.amount) filter (
            where movements.movement = 'PREPAID' and movements.fiscal_year = years.fiscal_year
        ) as prepaid_amt,
        sum(
            case movements.movement
                when 'EARNED' then movements.amount
                when 'PREPAID' then 0
                else -movements.amount
            end
        ) as accrued_amt

    from project_years as years
    -- Null for a budget of which nothing was earned or paid yet; what is owed is of all years.
    left join movements_of_projects as movements
        on
            years.project_code = movements.project_code
            and years.fiscal_year >= movements.fiscal_year

    group by years.project_code, years.fiscal_year

)

select
    parameters.run_id,
    years.project_code,
    years.fiscal_year,
    budgets.first_request_amt,
    budgets.reply_amt,
    budgets.adj_amt,
    budgets.current_amt,
    budgets.exe_amt,
    cast(coalesce(years.earned_amt, 0) as decimal(18, 2)) as earned_amt,
    cast(coalesce(years.paid_amt, 0) as decimal(18, 2)) as paid_amt,
    cast(coalesce(years.prepaid_amt, 0) as decimal(18, 2)) as prepaid_amt,
    cast(greatest(coalesce(years.accrued_amt, 0), 0) as decimal(18, 2)) as accrued_amt,
    {{ rate_of('coalesce(years.earned_amt, 0)', 'budgets.current_amt') }} as earned_rate,
    {{ rate_of('coalesce(years.paid_amt, 0)', 'budgets.current_amt') }} as cash_rate,
    {{ rate_of('budgets.exe_amt', 'budgets.current_amt') }} as exe_rate

from years_summed as years
cross join {{ ref('stg_run__parameters') }} as parameters
-- Null where no budget of the year is known.
left join budgets
    on
        years.project_code = budgets.project_code
        and years.fiscal_year = budgets.fiscal_year
