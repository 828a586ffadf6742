-- Grain: one row per landed delivery of a deliverable that was delivered more than once.
-- A later delivery of the same deliverable replaces the earlier ones; its quantity counts in the
-- month of the first. Later is delivered_at, then version, then delivery_no: a total order, so that
-- no tie decides. What was found by its hash and stands alone after all is left out.
with ranked as (

    select
        work_order_no,
        deliverable_key,
        stored_at,
        row_number,
        row_number() over (
            partition by work_order_no, deliverable_key
            order by delivered_at desc, version desc nulls last, delivery_no desc
        ) as rank_from_latest,
        min(delivered_at) over (
            partition by work_order_no, deliverable_key
        ) as first_delivered_at,
        min(stored_at) over (
            partition by work_order_no, deliverable_key
        ) as first_stored_at,
        count(*) over (
            partition by work_order_no, deliverable_key
        ) as delivery_count

    from {{ ref('stg_work__deliveries_met_again') }}

)

select
    work_order_no,
    deliverable_key,
    stored_at,
    row_number,
    rank_from_latest = 1 as is_latest,
    first_delivered_at,
    first_stored_at

from ranked

where delivery_count > 1
