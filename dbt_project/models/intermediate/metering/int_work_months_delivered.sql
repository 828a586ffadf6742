-- Grain: one row per work order and service month with deliveries.
-- Quantities of one unit add up before they are converted: the product of two decimals is exact
-- either way, and takes most of the time where it is worked out for every row.
with units_of_months as (

    select
        work_order_no,
        service_period,
        unit,
        factor,
        sum(quantity) as quantity,
        max(newest_first_stored_at) as newest_first_stored_at,
        max(stored_at) as newest_stored_at,
        sum(delivery_count) as delivery_count,
        sum(row_number_sum) as row_number_sum,
        sum(replaced_count) as replaced_count,
        sum(late_count) as late_count,
        min(first_delivered_at) as first_delivered_at,
        max(last_delivered_at) as last_delivered_at

    from {{ ref('int_work_months_received') }}

    group by work_order_no, service_period, unit, factor

)

select
    work_order_no,
    service_period,
    {{ exact_quantity('sum(' ~ converted_quantity('quantity', 'factor') ~ ')') }} as delivered_qty,
    max(newest_first_stored_at) as newest_first_stored_at,
    max(newest_stored_at) as newest_stored_at,
    cast(sum(delivery_count) as bigint) as delivery_count,
    -- With the count, what the gate tells by whether each delivery got its fate.
    cast(sum(row_number_sum) as bigint) as row_number_sum,
    cast(sum(replaced_count) as bigint) as replaced_count,
    cast(sum(late_count) as bigint) as late_count,
    -- Of a unit that does not convert: the gate refuses the run.
    cast(coalesce(sum(delivery_count) filter (where factor is null), 0) as bigint)
        as unconverted_count,
    min(first_delivered_at) as first_delivered_at,
    max(last_delivered_at) as last_delivered_at

from units_of_months

group by work_order_no, service_period
