-- Grain: one row per work order and service month of which something may be billed.
-- Plain flat items are priced and rounded line by line. Any other item's month is worth one rounded
-- amount, shared among its work orders by quantity: largest remainder first, ties to the lower
-- work_order_no.
with billed as (

    select
        metered.work_order_no,
        metered.service_period,
        priced.contract_no,
        priced.item_code,
        priced.unit_price,
        priced.is_priced_by_line,
        metered.billed_qty

    from {{ ref('int_work_months_metered') }} as metered
    inner join {{ ref('int_work_months_priced') }} as priced
        on
            metered.work_order_no = priced.work_order_no
            and metered.service_period = priced.service_period

    where metered.billed_qty is not null and priced.price_problem is null

),

item_months as (

    select
        contract_no,
        item_code,
        service_period,
        -- sum() passes over the null of a quantity beyond the tiers: the month would be worth less.
        case
            when count(amount) = count(*)
                then sum(case point when 'THROUGH' then amount else -amount end)
        end as amount

    from {{ ref('int_price_points_worth') }}

    group by contract_no, item_code, service_period

),

billed_by_scope as (

    select
        billed.work_order_no,
        billed.service_period,
        billed.contract_no,
        billed.item_code,
        item_months.amount as item_amount,
        {{ quantity_units('billed.billed_qty') }} as weight

    from billed
    inner join item_months
        on
            billed.contract_no = item_months.contract_no
            and billed.item_code = item_months.item_code
            and billed.service_period = item_months.service_period

    where not billed.is_priced_by_line and billed.billed_qty > 0

),

shared as (

    {{ shared_by_weight(
        rows='billed_by_scope',
        scope=['contract_no', 'item_code', 'service_period'],
        amount='item_amount',
        weight='weight',
        ties=['work_order_no']
    ) }}

)

select
    work_order_no,
    service_period,
    {{ round_yuan(exact_worth('billed_qty', 'unit_price')) }} as amount

from billed

where is_priced_by_line

union all

select
    work_order_no,
    service_period,
    shared_amount as amount

from shared
