-- Grain: one row per work order, service month and step that its work waits for.
-- What the metering basis lacks waits for that step; what could be billed in a month that no run
-- has taken yet waits for the month to be settled, or for the price that it lacks.
select
    metered.work_order_no,
    metered.service_period,
    metered.pending_qty as quantity,
    case
        when priced.is_priced_by_line and priced.price_problem is null
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
    case
        when priced.price_problem is not null then 'PRICE'
        -- Worth nothing that could be told: the quantity lies beyond the highest tier.
        when worth.work_order_no is not null and worth.amount is null then 'PRICE'
        else 'PERIOD_OPEN'
    end as waiting_for

from {{ ref('int_work_months_metered') }} as metered
left join {{ ref('int_work_months_priced') }} as priced
    on
        metered.work_order_no = priced.work_order_no
        and metered.service_period = priced.service_period
left join {{ ref('int_work_months_worth') }} as worth
    on
        metered.work_order_no = worth.work_order_no
        and metered.service_period = worth.service_period
left join {{ ref('int_months_reckoned') }} as months
    on
        metered.contract_no = months.contract_no
        and metered.service_period = months.service_period
-- A month outside this run that another run has booked already is not open: one after this run's,
-- or in an annual run one of another contract.
left join {{ ref('stg_booked__runs') }} as booked
    on metered.service_period = booked.settlement_period

where
    metered.billed_qty is not null
    and months.service_period is null
    and booked.settlement_period is null
