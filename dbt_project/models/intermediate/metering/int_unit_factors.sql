-- Grain: one row per work order and unit in which its work may be counted.
-- The item's own unit needs no registration; a registered pair for the item goes before one for all
-- items, and both go before the built-in pairs of 条.
with work_orders as (

    select * from {{ ref('int_work_orders_itemised') }}

),

candidates as (

    select
        work_order_no,
        unit_code as unit,
        cast(1 as decimal(18, 8)) as factor,
        0 as preference
    from work_orders

    union all

    select
        work_orders.work_order_no,
        conversions.from_unit as unit,
        conversions.factor,
        case when conversions.item_code is null then 2 else 1 end as preference
    from work_orders
    inner join {{ ref('stg_rules__unit_conversions') }} as conversions
        on
            work_orders.unit_code = conversions.to_unit
            and (conversions.item_code is null or work_orders.item_code = conversions.item_code)

    union all

    select
        work_orders.work_order_no,
        built_in.from_unit as unit,
        cast(built_in.factor as decimal(18, 8)) as factor,
        3 as preference
    from work_orders
    inner join {{ ref('stg_run__built_in_units') }} as built_in
        on work_orders.unit_code = built_in.to_unit

)

select
    work_order_no,
    unit,
    arg_min(factor, preference) as factor

from candidates

group by work_order_no, unit
