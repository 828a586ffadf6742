-- Grain: one row per run and landed delivery of a month of work that the run books, changes or
-- keeps waiting.
-- A view, as the deliveries that it reads are: it is written down once every model is built.
{{ config(materialized='fresh_view') }}

select
    parameters.run_id,
    deliveries.delivery_no,
    deliveries.work_order_no,
    deliveries.deliverable_key,
    taken.service_period,
    deliveries.delivered_at,
    deliveries.quantity,
    deliveries.unit,
    case
        when taken.fate = 'COUNTED' and deliveries.is_latest and taken.metering_basis <> 'VERIFIED'
            then {{ counted_quantity('deliveries.quantity', 'deliveries.factor') }}
        else 0
    end as counted_qty,
    case
        when taken.fate = 'PENDING' then 'PENDING'
        when not deliveries.is_latest then 'REPLACED'
        when taken.metering_basis = 'VERIFIED' then 'EVIDENCE'
        else 'COUNTED'
    end as fate,
    deliveries.is_late,
    deliveries.file_sha256,
    deliveries.row_number

from {{ ref('int_deliveries_ranked') }} as deliveries
inner join {{ ref('int_work_months_taken') }} as taken
    on
        deliveries.work_order_no = taken.work_order_no
        and deliveries.service_month = {{ month_number_of('taken.service_period') }}
cross join {{ ref('stg_run__parameters') }} as parameters
