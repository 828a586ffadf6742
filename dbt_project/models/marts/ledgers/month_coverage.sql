-- Grain: one row per run, contract and service month from the first month of service to the newest
-- month that any run settles, this one included.
-- Months outside the service are there where something was booked for them or could be billed.
with parameters as (

    select * from {{ ref('stg_run__parameters') }}

),

months_taken as (

    select
        settlement_period as service_period,
        bool_or(run_type = 'FINAL') as is_final

    from (
        select
            settlement_period,
            run_type
        from {{ ref('stg_booked__runs') }}
        where not is_annual
        union all
        select
            settlement_period,
            run_type
        from parameters
        where not is_annual
    ) as monthly_runs

    group by settlement_period

),

horizons as (

    select
        contracts.contract_no,
        {{ month_of('contracts.service_from') }} as first_month,
        {{ month_of('contracts.service_to') }} as last_month,
        greatest(
            case
                when parameters.is_annual
                    then coalesce(years.last_month, parameters.settlement_period || '-12')
                else parameters.settlement_period
            end,
            coalesce((select max(taken.service_period) from months_taken as taken), '')
        ) as horizon

    from {{ ref('stg_rules__contracts') }} as contracts
    cross join parameters
    -- Null in a month's run, and for contracts that this annual run does not settle.
    left join {{ ref('int_contract_years') }} as years
        on
            parameters.is_annual
            and contracts.contract_no = years.contract_no
            and parameters.settlement_period = years.year

),

amounts_booked as (

    select
        contract_no,
        service_period,
        sum(amount) as booked_amt

    from (
        {{ lines_booked_and_due(ref('stg_booked__lines'), ref('int_lines_due')) }}
    ) as lines

    group by contract_no, service_period

),

work_waiting as (

    select
        work_orders.contract_no,
        pending.service_period,
        coalesce(
            sum(pending.indicative_amount) filter (where pending.waiting_for = 'PERIOD_OPEN'), 0
        ) as unbooked_amt,
        bool_or(
            pending.waiting_for = 'PRICE'
            or (pending.waiting_for = 'PERIOD_OPEN' and pending.indicative_amount is null)
        ) as is_without_price,
        count(distinct pending.work_order_no) as pending_count

    from {{ ref('int_work_months_pending') }} as pending
    inner join {{ ref('stg_work__work_orders') }} as work_orders
        on pending.work_order_no = work_orders.work_order_no

    group by work_orders.contract_no, pending.service_period

),

contract_months as (

    select
        contract_no,
        {{ month_of('day') }} as service_period
    from (
        select
            contract_no,
            {{ each_month(first_day('first_month'), first_day('least(last_month, horizon)')) }}
                as day
        from horizons
    ) as months_of_service

    union

    select
        horizons.contract_no,
        amounts_booked.service_period
    from horizons
    inner join amounts_booked
        on horizons.contract_no = amounts_booked.contract_no

    union

    select
        horizons.contract_no,
        work_waiting.service_period
    from horizons
    inner join work_waiting
        on
            horizons.contract_no = work_waiting.contract_no
            and horizons.horizon >= work_waiting.service_period

),

earlier_reckonings as (

    select
        months.contract_no,
        months.service_period,
        {{ at_highest('runs.run_id', 'runs.position') }} as run_id

    from contract_months as months
    -- Null for a month in no contract year.
    left join {{ ref('int_contract_years') }} as years
        on
            months.contract_no = years.contract_no
            and months.service_period between years.first_month and years.last_month
    inner join {{ ref('stg_booked__runs') }} as runs
        on
            case
                when runs.is_annual then coalesce(years.year = runs.settlement_period, false)
                else months.service_period <= runs.settlement_period
            end

    group by months.contract_no, months.service_period

)

select
    parameters.run_id,
    months.contract_no,
    months.service_period,
    case
        when taken.is_final then 'FINAL'
        when taken.service_period is not null then 'SETTLED'
        else 'NOT_SETTLED'
    end as coverage,
    case
        when reckoned.service_period is not null then parameters.run_id
        when taken.service_period is not null then earlier.run_id
    end as last_run_id,
    cast(coalesce(booked.booked_amt, 0) as decimal(18, 2)) as booked_amt,
    case
        when not coalesce(waiting.is_without_price, false)
            then cast(coalesce(waiting.unbooked_amt, 0) as decimal(18, 2))
    end as unbooked_amt,
    coalesce(waiting.pending_count, 0) as pending_count

from contract_months as months
cross join parameters
-- Null where no run has settled the month.
left join months_taken as taken
    on months.service_period = taken.service_period
-- Null where this run does not reckon the month.
left join {{ ref('int_months_reckoned') }} as reckoned
    on
        months.contract_no = reckoned.contract_no
        and months.service_period = reckoned.service_period
left join earlier_reckonings as earlier
    on
        months.contract_no = earlier.contract_no
        and months.service_period = earlier.service_period
left join amounts_booked as booked
    on
        months.contract_no = booked.contract_no
        and months.service_period = booked.service_period
left join work_waiting as waiting
    on
        months.contract_no = waiting.contract_no
        and months.service_period = waiting.service_period
