-- Grain: one row per landed delivery of a deliverable that was delivered more than once.
-- A later delivery of the same deliverable replaces the earlier ones; its quantity counts in the
-- month of the first. Later is delivered_at, then version, then delivery_no: a total order, so that
-- no tie decides.
with hashed as (

    select {{ hash_of(['work_order_no', 'deliverable_key']) }} as key_hash
    from {{ ref('stg_work__deliveries') }}

),

hashes_met_again as (

    -- 64 bits take little room and miss no deliverable; what they find too much goes below.
    select key_hash
    from hashed
    group by key_hash
    having count(*) > 1

),

deliveries as (

    select
        work_order_no,
        deliverable_key,
        delivery_no,
        delivered_at,
        version,
        stored_at,
        row_number

    from {{ ref('stg_work__deliveries') }}

    where
        {{ hash_of(['work_order_no', 'deliverable_key']) }} in (
            select hashes_met_again.key_hash from hashes_met_again
        )

),

ranked as (

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

    from deliveries

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
