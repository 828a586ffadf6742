-- Grain: one row per annual run, contract and service month of the contract year that it settles.
with lines as (

    {{ lines_booked_and_due(ref('stg_booked__lines'), ref('int_lines_due')) }}

),

first_days as (

    select
        years.contract_no,
        {{ each_month(first_day('years.first_month'), first_day('years.last_month')) }} as first_day

    from {{ ref('int_contract_years') }} as years
    inner join {{ ref('stg_run__parameters') }} as parameters
        on parameters.is_annual and years.year = parameters.settlement_period

),

months as (

    select
        contract_no,
        {{ month_of('first_day') }} as service_period

    from first_days

)

select
    parameters.run_id,
    months.contract_no,
    months.service_period,
    reckoned.reckoned_run_id as pinned_run_id,
    cast(coalesce(sum(lines.amount), 0) as decimal(18, 2)) as booked_amt

from months
cross join {{ ref('stg_run__parameters') }} as parameters
-- Null where the month was never settled.
left join {{ ref('int_months_reckoned') }} as reckoned
    on
        months.contract_no = reckoned.contract_no
        and months.service_period = reckoned.service_period
-- Null where nothing is booked for the month.
left join lines
    on
        months.contract_no = lines.contract_no
        and months.service_period = lines.service_period

group by
    parameters.run_id,
    months.contract_no,
    months.service_period,
    reckoned.reckoned_run_id
