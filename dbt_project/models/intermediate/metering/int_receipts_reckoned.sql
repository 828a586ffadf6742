-- Grain: one row per receipt of which deliveries landed.
-- A receipt's sums stand on its own rows, which never change, on those of them that did not land or
-- were delivered again (basis), and on the end and the unit's factor of each work order. Where all
-- of this is as it was when sums were published, these are carried on: decision 0029.
with marks as (

    select
        stored_at,
        md5(concat('apart ', row_number)) as mark
    from {{ ref('stg_work__deliveries_apart') }}

    union all

    select
        stored_at,
        md5(concat(
            case when is_latest then 'latest ' else 'replaced ' end,
            row_number,
            ' ',
            {{ microseconds_of('first_delivered_at') }},
            ' ',
            {{ microseconds_of('first_stored_at') }}
        )) as mark
    from {{ ref('int_deliveries_redelivered') }}

),

based as (

    select
        stored_at,
        concat(
            count(*),
            ' ',
            sum({{ half_of_md5('mark', 1) }}),
            ' ',
            sum({{ half_of_md5('mark', 2) }})
        ) as basis

    from marks

    group by stored_at

),

booked as (

    select distinct
        stored_at,
        basis
    from {{ ref('int_delivery_sums_booked') }}

),

outdated as (

    select distinct booked.stored_at

    from {{ ref('int_delivery_sums_booked') }} as booked
    left join {{ ref('int_work_orders_itemised') }} as work_orders
        on booked.work_order_no = work_orders.work_order_no
    left join {{ ref('int_unit_factors') }} as factors
        on
            booked.work_order_no = factors.work_order_no
            and booked.unit = factors.unit

    where
        work_orders.work_order_no is null
        or booked.end_time is distinct from work_orders.end_time
        or booked.factor is distinct from factors.factor

)

select
    files.landed_at as stored_at,
    coalesce(based.basis, '0') as basis,
    not parameters.is_summed_anew
    and booked.stored_at is not null
    and outdated.stored_at is null as is_carried

from {{ ref('stg_received__files') }} as files
cross join {{ ref('stg_run__parameters') }} as parameters
-- Null where every row landed and none was delivered again.
left join based
    on files.landed_at = based.stored_at
-- Null where no run published sums of this basis.
left join booked
    on
        files.landed_at = booked.stored_at
        and coalesce(based.basis, '0') = booked.basis
-- Null where every order and factor is as published.
left join outdated
    on files.landed_at = outdated.stored_at

where
    files.table_name = 'delivery'
    and files.rows_landed > 0
