-- Grain: one row per run, work order, item and service period.
select
    'L' || left(
        md5(
            concat_ws(
                chr(31), parameters.run_id, due.work_order_no, due.item_code, due.service_period
            )
        ),
        16
    ) as line_id,
    parameters.run_id,
    parameters.settlement_period,
    due.service_period,
    case
        when due.service_period = parameters.settlement_period then 'CURRENT' else 'ADJUSTMENT'
    end as line_type,
    due.contract_no,
    due.order_no,
    due.work_order_no,
    due.item_code,
    due.item_name,
    due.provider,
    due.unit_code,
    due.delivered_qty,
    due.accepted_qty,
    due.verified_qty,
    due.billed_qty,
    due.unit_price,
    due.catalogue_version,
    due.amount,
    due.adjustment_reason

from {{ ref('int_lines_due') }} as due
cross join {{ ref('stg_run__parameters') }} as parameters
