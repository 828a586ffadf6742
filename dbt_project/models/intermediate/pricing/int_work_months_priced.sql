-- Grain: one row per work order and service month that needs a price.
-- That is every month with work, and this run's month for every work order that is open in it.
-- price_problem is null where exactly one price applies; the gate refuses a run that has any other
-- row.
with months as (

    select
        work_order_no,
        service_period
    from {{ ref('int_work_months_metered') }}
    union
    select
        work_orders.work_order_no,
        parameters.settlement_period as service_period
    from {{ ref('int_work_orders_itemised') }} as work_orders
    cross join {{ ref('stg_run__parameters') }} as parameters
    where
        coalesce(
            {{ business_month('work_orders.start_time') }},
            {{ month_of('work_orders.service_from') }}
        ) <= parameters.settlement_period
        and coalesce(
            {{ business_month('work_orders.end_time') }}, {{ month_of('work_orders.service_to') }}
        ) >= parameters.settlement_period

),

versioned as (

    select
        months.work_order_no,
        months.service_period,
        work_orders.contract_no,
        work_orders.catalogue_code,
        work_orders.item_code,
        work_orders.unit_code,
        count(versions.version_no) as version_count,
        min(versions.version_no) as version_no

    from months
    inner join {{ ref('int_work_orders_itemised') }} as work_orders
        on months.work_order_no = work_orders.work_order_no
    -- A frozen version holds whatever its dates; no match leaves the count at 0.
    left join {{ ref('stg_rules__catalogue_versions') }} as versions
        on
            work_orders.catalogue_code = versions.catalogue_code
            and case
                when work_orders.frozen_version is not null
                    then work_orders.frozen_version = versions.version_no
                else {{ is_in_force('versions', first_day('months.service_period')) }}
            end

    group by
        months.work_order_no,
        months.service_period,
        work_orders.contract_no,
        work_orders.catalogue_code,
        work_orders.item_code,
        work_orders.unit_code

)

select
    versioned.work_order_no,
    versioned.service_period,
    versioned.contract_no,
    versioned.item_code,
    items.item_name,
    versioned.catalogue_code,
    versioned.version_no as catalogue_version,
    items.unit_code,
    items.tier_mode,
    items.tier_scope,
    items.unit_price,
    items.package_size,
    items.free_qty,
    items.min_amount,
    items.max_amount,
    tiers.highest_qty,
    items.tier_mode = 'FLAT'
    and items.free_qty is null
    and items.min_amount is null
    and items.max_amount is null as is_priced_by_line,
    case
        when versioned.version_count = 0 then 'NO_VERSION'
        when versioned.version_count > 1 then 'SEVERAL_VERSIONS'
        when items.item_code is null then 'NO_ITEM'
        when items.unit_code <> versioned.unit_code then 'UNIT_CHANGED'
        else {{ price_problem('items', 'tiers') }}
    end as price_problem,
    items.file_sha256 as price_file_sha256,
    items.row_number as price_row_number

from versioned
left join {{ ref('stg_rules__service_items') }} as items
    on
        versioned.catalogue_code = items.catalogue_code
        and versioned.version_no = items.version_no
        and versioned.item_code = items.item_code
left join {{ ref('int_price_tiers_checked') }} as tiers
    on
        versioned.catalogue_code = tiers.catalogue_code
        and versioned.version_no = tiers.version_no
        and versioned.item_code = tiers.item_code
