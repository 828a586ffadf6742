-- Grain: one row per statement that stands: those of booked runs and of this run.
-- A month's statement closes on the month's last day, an annual one on the last day of the contract
-- year that it settles.
with statements as (

    select
        settle_no,
        run_id,
        contract_no,
        settlement_period,
        position,
        assess_deduct_amt + penalty_amt as deducted_amt,
        prepay_offset_amt,
        payable_amt

    from {{ ref('stg_booked__settlements') }}

    union all

    select
        {{ settle_no('parameters', 'netted.contract_no') }} as settle_no,
        parameters.run_id,
        netted.contract_no,
        parameters.settlement_period,
        (select coalesce(max(runs.position), 0) + 1 from {{ ref('stg_booked__runs') }} as runs)
            as position,
        netted.assess_deduct_amt + netted.penalty_amt as deducted_amt,
        netted.prepay_offset_amt,
        netted.payable_amt

    from {{ ref('int_contracts_netted') }} as netted
    cross join {{ ref('stg_run__parameters') }} as parameters

)

select
    statements.settle_no,
    statements.run_id,
    statements.contract_no,
    statements.settlement_period,
    statements.position,
    length(statements.settlement_period) = 4 as is_annual,
    coalesce(years.first_month, {{ period_first_month('statements.settlement_period') }})
        as first_month,
    coalesce(years.last_month, {{ period_last_month('statements.settlement_period') }})
        as last_month,
    cast(statements.deducted_amt as decimal(18, 2)) as deducted_amt,
    statements.prepay_offset_amt,
    statements.payable_amt,
    coalesce(
        years.ends_on, {{ last_day_of(period_last_month('statements.settlement_period')) }}
    ) as closes_on

from statements
-- Null for the statement of a month.
left join {{ ref('int_contract_years') }} as years
    on
        statements.contract_no = years.contract_no
        and statements.settlement_period = years.year
