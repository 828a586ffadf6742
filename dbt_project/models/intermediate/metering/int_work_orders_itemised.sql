-- Grain: one row per work order.
-- The unit is that of the item's newest version: quantities are kept in it, whatever version prices
-- them. A null unit means that no version of the catalogue has the item.
with items_newest as (

    select
        catalogue_code,
        item_code,
        arg_max(unit_code, version_no) as unit_code,
        count(distinct unit_code) as unit_count

    from {{ ref('stg_rules__service_items') }}

    group by catalogue_code, item_code

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
    items_newest.unit_code,
    items_newest.unit_count,
    work_orders.start_time,
    work_orders.end_time,
    contracts.service_from,
    contracts.service_to

from {{ ref('stg_work__work_orders') }} as work_orders
inner join {{ ref('stg_rules__contracts') }} as contracts
    on work_orders.contract_no = contracts.contract_no
left join items_newest
    on
        contracts.catalogue_code = items_newest.catalogue_code
        and work_orders.item_code = items_newest.item_code
