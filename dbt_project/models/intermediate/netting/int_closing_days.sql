-- Grain: one row per contract that this run may settle, with the last day of what it settles.
-- Nothing is deducted, offset or paid in a month of a contract that settles yearly.
select
    contracts.contract_no,
    coalesce(years.last_month, parameters.settlement_period) as last_month,
    {{ last_day_of('coalesce(years.last_month, parameters.settlement_period)') }} as closing_day,
    parameters.is_annual or contracts.settlement_kind = 'MONTHLY' as is_paid_now

from {{ ref('stg_rules__contracts') }} as contracts
cross join {{ ref('stg_run__parameters') }} as parameters
-- Null in a month's run, and for contracts that an annual run does not settle.
left join {{ ref('int_contract_years') }} as years
    on
        parameters.is_annual
        and contracts.contract_no = years.contract_no
        and parameters.settlement_period = years.year

where not parameters.is_annual or years.contract_no is not null
