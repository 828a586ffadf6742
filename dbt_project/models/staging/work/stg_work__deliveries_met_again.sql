-- Grain: one row per landed delivery whose deliverable may stand in another one too.
select
    work_order_no,
    deliverable_key,
    delivery_no,
    delivered_at,
    version,
    stored_at,
    row_number

from {{ source('landing_apart', 'delivery_met_again') }}
