-- Grain: one row per contract, item, service month and end of the month's quantity (BEFORE,
-- THROUGH).
-- Tiers, packages, free quantities and bounds see the item's whole quantity in the scope: the
-- month's for PERIOD, the contract year's so far for CONTRACT_YEAR. A month is worth THROUGH less
-- BEFORE.
with item_months as (

    select
        priced.contract_no,
        priced.item_code,
        priced.service_period,
        {{ contract_year('contracts.service_from', 'priced.service_period') }} as contract_year,
        max(priced.tier_scope) as tier_scope,
        max(priced.catalogue_code) as catalogue_code,
        max(priced.catalogue_version) as catalogue_version,
        {{ exact_quantity('sum(coalesce(metered.billed_qty, 0))') }} as month_qty

    from {{ ref('int_work_months_priced') }} as priced
    inner join {{ ref('stg_rules__contracts') }} as contracts
        on priced.contract_no = contracts.contract_no
    inner join {{ ref('int_work_months_metered') }} as metered
        on
            priced.work_order_no = metered.work_order_no
            and priced.service_period = metered.service_period

    where not priced.is_priced_by_line and priced.price_problem is null

    group by
        priced.contract_no,
        priced.item_code,
        priced.service_period,
        contract_year

),

accumulated as (

    select
        *,
        {{ exact_quantity(
            "sum(month_qty) over (
                partition by contract_no, item_code, contract_year order by service_period
            )"
        ) }} as year_qty

    from item_months

)

select
    contract_no,
    item_code,
    service_period,
    catalogue_code,
    catalogue_version,
    'THROUGH' as point,
    case tier_scope when 'CONTRACT_YEAR' then year_qty else month_qty end as quantity

from accumulated

union all

select
    contract_no,
    item_code,
    service_period,
    catalogue_code,
    catalogue_version,
    'BEFORE' as point,
    {{ exact_quantity('year_qty - month_qty') }} as quantity

from accumulated

where tier_scope = 'CONTRACT_YEAR'
