-- Grain: one row per contract with anything to settle in this run before deductions.
-- A run settles its own lines. The annual run of a contract that settles yearly settles all lines
-- that are booked for the contract year, this run's included, less what earlier annual runs of the
-- year settled.
with lines_of_contract_years as (

    {{ lines_booked_and_due(ref('stg_booked__lines'), ref('int_lines_due')) }}

),

settled_by_the_year as (

    select
        years.contract_no,
        years.first_month,
        years.last_month,
        years.year

    from {{ ref('int_contract_years') }} as years
    inner join {{ ref('stg_run__parameters') }} as parameters
        on parameters.is_annual and years.year = parameters.settlement_period
    inner join {{ ref('stg_rules__contracts') }} as contracts
        on years.contract_no = contracts.contract_no and contracts.settlement_kind = 'ANNUAL'

),

amounts as (

    select
        due.contract_no,
        due.amount
    from {{ ref('int_lines_due') }} as due
    where due.contract_no not in (select years.contract_no from settled_by_the_year as years)

    union all

    select
        lines.contract_no,
        lines.amount
    from lines_of_contract_years as lines
    inner join settled_by_the_year as years
        on
            lines.contract_no = years.contract_no
            and lines.service_period between years.first_month and years.last_month

    union all

    select
        booked.contract_no,
        -booked.gross_amt as amount
    from {{ ref('stg_booked__settlements') }} as booked
    inner join settled_by_the_year as years
        on
            booked.contract_no = years.contract_no
            and booked.settlement_period = years.year

)

select
    contract_no,
    cast(sum(amount) as decimal(18, 2)) as gross_amt

from amounts

group by contract_no
