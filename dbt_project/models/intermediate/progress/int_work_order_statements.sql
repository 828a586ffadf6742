-- Grain: one row per work order and statement that settles or pays work of it.
-- Where a contract's months only accrue, the first annual statement after the booking that takes
-- the month pays; until there is one, the month's own statement stands here and is_accrued is true.
with lines as (

    select
        work_order_no,
        contract_no,
        service_period,
        run_id,
        amount
    from {{ ref('stg_booked__lines') }}

    union all

    select
        due.work_order_no,
        due.contract_no,
        due.service_period,
        parameters.run_id,
        due.amount
    from {{ ref('int_lines_due') }} as due
    cross join {{ ref('stg_run__parameters') }} as parameters

),

contract_months as (

    select distinct
        contract_no,
        service_period,
        run_id
    from lines

),

annual_statements as (

    select
        months.contract_no,
        months.service_period,
        months.run_id,
        {{ at_lowest('annual.settle_no', 'annual.position') }} as settle_no,
        {{ at_lowest('annual.closes_on', 'annual.position') }} as closes_on

    from contract_months as months
    inner join {{ ref('int_statements') }} as own
        on
            months.run_id = own.run_id
            and months.contract_no = own.contract_no
            and not own.is_annual
    inner join {{ ref('int_statements') }} as annual
        on
            months.contract_no = annual.contract_no
            and months.service_period between annual.first_month and annual.last_month
            and own.position <= annual.position
            and annual.is_annual

    group by months.contract_no, months.service_period, months.run_id

),

statements_of_months as (

    select
        months.contract_no,
        months.service_period,
        months.run_id,
        own.settlement_period,
        own.position,
        case
            when contracts.settlement_kind = 'ANNUAL' and not own.is_annual
                then coalesce(annual.closes_on, own.closes_on)
            else own.closes_on
        end as closes_on,
        case
            when contracts.settlement_kind = 'ANNUAL' and not own.is_annual
                then coalesce(annual.settle_no, own.settle_no)
            else own.settle_no
        end as settle_no,
        coalesce(
            contracts.settlement_kind = 'ANNUAL'
            and not own.is_annual
            and annual.settle_no is null,
            false
        ) as is_accrued

    from contract_months as months
    inner join {{ ref('int_statements') }} as own
        on
            months.run_id = own.run_id
            and months.contract_no = own.contract_no
    inner join {{ ref('stg_rules__contracts') }} as contracts
        on months.contract_no = contracts.contract_no
    -- Null where no annual statement takes the month yet.
    left join annual_statements as annual
        on
            months.contract_no = annual.contract_no
            and months.service_period = annual.service_period
            and months.run_id = annual.run_id

)

select
    lines.work_order_no,
    statements.settle_no,
    {{ at_highest('statements.settlement_period', 'statements.position') }} as settlement_period,
    max(statements.position) as position,
    bool_or(statements.is_accrued) as is_accrued,
    min(statements.closes_on) as closes_on,
    cast(sum(lines.amount) as decimal(18, 2)) as booked_amt

from lines
inner join statements_of_months as statements
    on
        lines.contract_no = statements.contract_no
        and lines.service_period = statements.service_period
        and lines.run_id = statements.run_id

group by lines.work_order_no, statements.settle_no
