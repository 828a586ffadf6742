-- Grain: one row per landed delivery whose work order and moment another one seems to bear, too.
-- A view: where a log knows no hours, these are all its rows.
{{ config(materialized='fresh_view') }}

select
    work_order_no,
    deliverable_key,
    delivered_at,
    quantity,
    unit,
    content_hash,
    stored_at,
    row_number

from {{ ref('stg_work__deliveries') }}

where
    {{ hash_of(['work_order_no', 'delivered_at']) }} in (
        select met_again.moment_hash from {{ ref('int_moments_met_again') }} as met_again
    )
