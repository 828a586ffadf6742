-- Grain: one row per work order and unit in which its work may be counted.
{{ unit_factors(
    subjects=ref('int_work_orders_itemised'),
    key='work_order_no',
    conversions=ref('stg_rules__unit_conversions'),
    built_in=ref('stg_run__built_in_units')
) }}
