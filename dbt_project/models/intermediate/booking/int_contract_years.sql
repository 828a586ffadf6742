-- Grain: one row per contract and contract year with at least one month.
-- A contract year is named after the calendar year in which it starts. The month in which an
-- anniversary falls still belongs to the year before, unless it falls on the month's first day.
with years as (

    select
        contract_no,
        service_from,
        service_to,
        {{ each_number('0', whole_years_between('service_from', 'service_to') ~ ' + 2') }}
            as contract_year

    from {{ ref('stg_rules__contracts') }}

),

years_begun as (

    select
        contract_no,
        contract_year,
        service_to,
        {{ months_after('service_from', '12 * contract_year') }} as starts_on

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
            else {{ month_of(months_after('starts_on', '1')) }}
        end as first_month

    from years_begun

),

years_closed as (

    select
        contract_no,
        contract_year,
        {{ year_text('starts_on') }} as year,
        starts_on,
        least({{ days_after('next_starts_on', '-1') }}, service_to) as ends_on,
        first_month,
        least(
            {{ months_before(
                'lead(first_month) over (partition by contract_no order by contract_year)', 1
            ) }},
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
