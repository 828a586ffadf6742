-- Grain: one row per booked monthly run, contract, item, facet and position.
select
    run_id,
    contract_no,
    item_code,
    service_period,
    facet,
    position,
    delivery_count,
    quantity,
    largest_qty

from {{ source('booked', 'delivery_profile') }}
