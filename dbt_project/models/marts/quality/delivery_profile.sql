-- Grain: one row per run, contract, item, facet and position of the month that it settles.
-- Later runs are held against it: days without deliveries, hours and quantities out of habit.
select
    parameters.run_id,
    profiled.contract_no,
    profiled.item_code,
    profiled.service_period,
    profiled.facet,
    profiled.position,
    profiled.delivery_count,
    profiled.quantity,
    profiled.largest_qty

from {{ ref('int_deliveries_profiled') }} as profiled
cross join {{ ref('stg_run__parameters') }} as parameters
