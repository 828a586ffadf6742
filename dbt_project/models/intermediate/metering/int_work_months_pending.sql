-- Grain: one row per work order, service month and step that its work waits for.
-- What the metering basis lacks waits for that step; what could be billed in a month that no run
-- has taken yet waits for the month to be settled.
select
    metered.work_order_no,
    metered.service_period,
    metered.pending_qty as quantity,
    case
        when priced.is_priced_by_line
            then {{ round_yuan(exact_worth('metered.pending_qty', 'priced.unit_price')) }}
    end as indicative_amount,
    metered.waiting_for

from {{ ref('int_work_months_metered') }} as metered
left join {{ ref('int_work_months_priced') }} as priced
    on
        metered.work_order_no = priced.work_order_no
        and metered.service_period = priced.service_period

where metered.pending_qty is not null

union all

select
    metered.work_order_no,
    metered.service_period,
    metered.billed_qty as quantity,
    worth.amount as indicative_amount,
    'PERIOD_OPEN' as waiting_for

from {{ ref('int_work_months_metered') }} as metered
left join {{ ref('int_work_months_worth') }} as worth
    on
        metered.work_order_no = worth.work_order_no
        and metered.service_period = worth.service_period
left join {{ ref('int_months_reckoned') }} as months
    on metered.service_period = months.service_period
-- A month after this run's that another run has booked already is not open.
left join {{ ref('stg_booked__runs') }} as booked
    on metered.service_period = booked.settlement_period

where
    metered.billed_qty is not null
    and months.service_period is null
    and booked.settlement_period is null
