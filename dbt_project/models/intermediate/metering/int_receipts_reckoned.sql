-- Grain: one row per receipt of which deliveries landed.
-- A receipt's sums stand on its own rows, which never change, on those of them that did not land or
-- were delivered again (basis), and on the end and the unit's factor of each work order. Where all
-- of this is as it was when sums were published, these are carried on: decision 0029.
with files as (

    select
        file_sha256,
        landed_at
    from {{ ref('stg_received__files') }}
    where
        table_name = 'delivery'
        and rows_landed > 0

),

marks as (

    select
        stored_at,
        {{ md5_of("concat('apart ', row_number)") }} as mark
    from {{ ref('stg_work__deliveries_apart') }}

    union all

    select
        redelivered.stored_at,
        {{ md5_of(
            "concat(case when redelivered.is_latest then 'latest ' else 'replaced ' end, redelivered.row_number, ' ', "
            ~ microseconds_of('redelivered.first_delivered_at') ~ ", ' ', files.file_sha256)"
        ) }} as mark
    from {{ ref('int_deliveries_redelivered') }} as redelivered
    inner join files
        on redelivered.first_stored_at = files.landed_at

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
    files.file_sha256,
    coalesce(based.basis, '0') as basis,
    not parameters.is_summed_anew
    and booked.stored_at is not null
    and outdated.stored_at is null as is_carried

from files
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
