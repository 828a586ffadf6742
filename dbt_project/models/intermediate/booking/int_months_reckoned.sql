-- Grain: one row per contract and service month that this run reckons.
-- A month's run reckons its own month and each earlier one booked before; earlier months that were
-- never settled are left to their own runs. The annual run reckons the booked months of each
-- contract year that it settles.
with monthly_runs as (

    select
        run_id,
        settlement_period,
        as_of,
        position
    from {{ ref('stg_booked__runs') }}
    where not is_annual

),

months_of_the_run as (

    select
        contracts.contract_no,
        parameters.settlement_period as service_period
    from {{ ref('stg_run__parameters') }} as parameters
    cross join {{ ref('stg_rules__contracts') }} as contracts
    where not parameters.is_annual

    union

    select
        contracts.contract_no,
        booked.settlement_period as service_period
    from monthly_runs as booked
    inner join {{ ref('stg_run__parameters') }} as parameters
        on not parameters.is_annual and booked.settlement_period < parameters.settlement_period
    cross join {{ ref('stg_rules__contracts') }} as contracts

    union

    select
        years.contract_no,
        booked.settlement_period as service_period
    from {{ ref('int_contract_years') }} as years
    inner join {{ ref('stg_run__parameters') }} as parameters
        on parameters.is_annual and years.year = parameters.settlement_period
    inner join monthly_runs as booked
        on booked.settlement_period between years.first_month and years.last_month

),

earlier_reckonings as (

    select
        months.contract_no,
        months.service_period,
        booked.run_id,
        booked.as_of,
        booked.position
    from months_of_the_run as months
    inner join monthly_runs as booked
        on months.service_period <= booked.settlement_period

    union all

    select
        months.contract_no,
        months.service_period,
        booked.run_id,
        booked.as_of,
        booked.position
    from months_of_the_run as months
    inner join {{ ref('int_contract_years') }} as years
        on
            months.contract_no = years.contract_no
            and months.service_period between years.first_month and years.last_month
    inner join {{ ref('stg_booked__runs') }} as booked
        on booked.is_annual and years.year = booked.settlement_period

)

select
    months.contract_no,
    months.service_period,
    coalesce(
        months.service_period in (select booked.settlement_period from monthly_runs as booked),
        false
    ) as is_booked,
    max(earlier.as_of) as reckoned_as_of,
    {{ at_highest('earlier.run_id', 'earlier.position') }} as reckoned_run_id

from months_of_the_run as months
-- Null where no run has reckoned the month yet.
left join earlier_reckonings as earlier
    on
        months.contract_no = earlier.contract_no
        and months.service_period = earlier.service_period

group by months.contract_no, months.service_period
