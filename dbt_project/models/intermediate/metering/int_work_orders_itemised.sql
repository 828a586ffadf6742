-- Grain: one row per work order.
-- Quantities are kept in the unit of the contract's frozen version, otherwise of the newest version
-- in force during its service. A null name and unit mean that no such version has the item.
with items_of_contracts as (

    select
        contracts.contract_no,
        items.item_code,
        items.item_name,
        items.unit_code,
        row_number() over (
            partition by contracts.contract_no, items.item_code
            order by
                coalesce(versions.effective_from <= contracts.service_to, false) desc,
                versions.effective_from desc nulls last,
                items.version_no desc
        ) as preference

    from {{ ref('stg_rules__contracts') }} as contracts
    inner join {{ ref('stg_rules__service_items') }} as items
        on
            contracts.catalogue_code = items.catalogue_code
            and items.version_no = coalesce(contracts.catalogue_version, items.version_no)
    left join {{ ref('stg_rules__catalogue_versions') }} as versions
        on
            items.catalogue_code = versions.catalogue_code
            and items.version_no = versions.version_no

)

select
    work_orders.work_order_no,
    work_orders.order_no,
    work_orders.contract_no,
    work_orders.item_code,
    work_orders.provider,
    contracts.operator,
    contracts.catalogue_code,
    contracts.catalogue_version as frozen_version,
    contracts.metering_basis,
    work_orders.no_subcontract_flag,
    items_of_contracts.item_name,
    items_of_contracts.unit_code,
    work_orders.start_time,
    work_orders.end_time,
    contracts.service_from,
    contracts.service_to

from {{ ref('stg_work__work_orders') }} as work_orders
inner join {{ ref('stg_rules__contracts') }} as contracts
    on work_orders.contract_no = contracts.contract_no
left join items_of_contracts
    on
        work_orders.contract_no = items_of_contracts.contract_no
        and work_orders.item_code = items_of_contracts.item_code
        and items_of_contracts.preference = 1
