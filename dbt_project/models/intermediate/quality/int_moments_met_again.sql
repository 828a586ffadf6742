-- Grain: one row per hash of a work order and a moment that more than one delivery bears, of
-- deliveries that may count in the month that a monthly run settles.
-- Whatever was delivered twice agrees in its work order and moment, which few deliveries share:
-- what looks for it reads these alone. Receipts that brought nothing of the month and earlier
-- moments are left out; of the rest too many are no harm, as the first of every deliverable of the
-- month is among them.
with received as (

    select distinct received.stored_at
    from {{ ref('int_work_months_received') }} as received
    inner join {{ ref('stg_run__parameters') }} as parameters
        on
            not parameters.is_annual
            and received.service_period = parameters.settlement_period

),

hashed as (

    select {{ hash_of(['work_order_no', 'delivered_at']) }} as moment_hash
    from {{ ref('stg_work__deliveries') }}
    where
        stored_at in (select received.stored_at from received)
        and delivered_at >= (
            select {{ start_of_day(first_day('parameters.settlement_period')) }}
            from {{ ref('stg_run__parameters') }} as parameters
            where not parameters.is_annual
        )

)

select moment_hash

from hashed

group by moment_hash

having count(*) > 1
