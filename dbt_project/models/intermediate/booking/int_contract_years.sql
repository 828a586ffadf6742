-- Grain: one row per contract and contract year with at least one month.
-- A contract year is named after the calendar year in which it starts. The month in which an
-- anniversary falls still belongs to the year before, unless it falls on the month's first day.
with years as (

    select
        contract_no,
        service_from,
        service_to,
        unnest(range(0, date_sub('year', service_from, service_to) + 2)) as contract_year

    from {{ ref('stg_rules__contracts') }}

),

years_begun as (

    select
        contract_no,
        contract_year,
        service_to,
        cast(service_from + to_years(cast(contract_year as integer)) as date) as starts_on

    from years

),

years_with_months as (

    select
        contract_no,
        contract_year,
        service_to,
        starts_on,
        lead(starts_on) over (partition by contract_no order by contract_year) as next_starts_on,
        case
            when contract_year = 0 or day(starts_on) = 1 then {{ month_of('starts_on') }}
            else {{ month_of('starts_on + interval 1 month') }}
        end as first_month

    from years_begun

),

years_closed as (

    select
        contract_no,
        contract_year,
        strftime(starts_on, '%Y') as year,
        starts_on,
        least(cast(next_starts_on - interval 1 day as date), service_to) as ends_on,
        first_month,
        least(
            {{ month_of("cast(lead(first_month) over (
                partition by contract_no order by contract_year
            ) || '-01' as date) - interval 1 day") }},
            {{ month_of('service_to') }}
        ) as last_month

    from years_with_months

)

select
    contract_no,
    contract_year,
    year,
    starts_on,
    ends_on,
    first_month,
    last_month

from years_closed

-- The year after the last only closes the last.
where ends_on is not null and first_month <= last_month
