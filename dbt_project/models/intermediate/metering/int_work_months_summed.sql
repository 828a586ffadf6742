-- Grain: one row per work order, service month, unit and receipt of which sums are not carried.
with summed as (

    select
        work_order_no,
        service_month,
        unit,
        factor,
        stored_at,
        sum(quantity) filter (where is_latest) as quantity,
        max(first_stored_at) as newest_first_stored_at,
        count(*) as delivery_count,
        min(row_number) as first_row_number,
        max(row_number) as last_row_number,
        sum(row_number) as row_number_sum,
        count(*) filter (where not is_latest) as replaced_count,
        count(*) filter (where is_late) as late_count,
        min(delivered_at) as first_delivered_at,
        max(delivered_at) as last_delivered_at

    from {{ ref('int_deliveries_ranked') }}

    where
        stored_at in (
            select receipts.stored_at
            from {{ ref('int_receipts_reckoned') }} as receipts
            where not receipts.is_carried
        )

    group by work_order_no, service_month, unit, factor, stored_at

)

select
    work_order_no,
    {{ month_of_number('service_month') }} as service_period,
    unit,
    stored_at,
    factor,
    cast(quantity as decimal(38, 6)) as quantity,
    newest_first_stored_at,
    delivery_count,
    first_row_number,
    last_row_number,
    cast(row_number_sum as bigint) as row_number_sum,
    replaced_count,
    late_count,
    first_delivered_at,
    last_delivered_at

from summed
