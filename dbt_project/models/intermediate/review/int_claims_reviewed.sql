-- Grain: one row per claim line of a service month that this run reckons.
-- The supervisor verifies a work order's month and the catalogue may price it as a whole: what it
-- is worth is shared among its claim lines by claimed quantity, largest remainder first, ties to
-- the lower claim and line. A line of a plain flat item of which nothing was cut is worth its own
-- quantity at the catalogue's price, so that rounding alone never makes it differ.
with claims as (

    select
        claims.claim_no,
        claims.line_no,
        work_orders.contract_no,
        claims.work_order_no,
        priced.item_code,
        claims.period,
        claims.claimed_qty,
        claims.unit,
        {{ converted_quantity('claims.claimed_qty', 'factors.factor') }} as converted_qty,
        metered.claimed_qty as month_claimed_qty,
        metered.verified_qty,
        metered.billed_qty,
        work_orders.unit_code,
        claims.unit_price as claimed_unit_price,
        priced.unit_price,
        priced.is_priced_by_line,
        claims.claimed_amount,
        verified.cut_reason

    from {{ ref('stg_work__metering_claims') }} as claims
    inner join {{ ref('int_work_orders_itemised') }} as work_orders
        on claims.work_order_no = work_orders.work_order_no
    inner join {{ ref('int_months_reckoned') }} as months
        on
            work_orders.contract_no = months.contract_no
            and claims.period = months.service_period
    inner join {{ ref('int_unit_factors') }} as factors
        on
            claims.work_order_no = factors.work_order_no
            and claims.unit = factors.unit
    inner join {{ ref('int_work_months_metered') }} as metered
        on
            claims.work_order_no = metered.work_order_no
            and claims.period = metered.service_period
    inner join {{ ref('int_work_months_priced') }} as priced
        on
            claims.work_order_no = priced.work_order_no
            and claims.period = priced.service_period
    -- Null where the supervisor verified nothing in the month.
    left join {{ ref('int_work_months_verified') }} as verified
        on
            claims.work_order_no = verified.work_order_no
            and claims.period = verified.service_period

),

weighed as (

    select
        claims.*,
        -- No row where work that is priced by scope was billed at 0: it is worth 0.
        coalesce(worth.amount, 0) as month_amount,
        -- Lines that claim nothing at all share alike.
        case
            when claims.month_claimed_qty = 0 then 1
            else {{ quantity_units('claims.converted_qty') }}
        end as weight

    from claims
    left join {{ ref('int_work_months_worth') }} as worth
        on
            claims.work_order_no = worth.work_order_no
            and claims.period = worth.service_period

),

shared as (

    {{ shared_by_weight(
        rows='weighed',
        scope=['work_order_no', 'period'],
        amount='month_amount',
        weight='weight',
        ties=['claim_no', 'line_no']
    ) }}

),

valued as (

    select
        *,
        coalesce(
            claimed_amount,
            {{ round_yuan(exact_worth('claimed_qty', 'claimed_unit_price')) }},
            case
                when is_priced_by_line
                    then {{ round_yuan(exact_worth('converted_qty', 'unit_price')) }}
            end
        ) as submitted_amount,
        case
            when billed_qty is null then null
            when is_priced_by_line and billed_qty = month_claimed_qty
                then {{ round_yuan(exact_worth('converted_qty', 'unit_price')) }}
            else shared_amount
        end as computed_amount

    from shared

)

select
    claim_no,
    line_no,
    contract_no,
    work_order_no,
    item_code,
    period,
    claimed_qty,
    unit,
    {{ published_quantity('verified_qty') }} as verified_qty,
    {{ published_quantity('billed_qty') }} as billed_qty,
    unit_code,
    claimed_unit_price,
    unit_price,
    submitted_amount as claimed_amount,
    computed_amount,
    cast(submitted_amount - computed_amount as decimal(18, 2)) as difference,
    case
        when computed_amount is null then 'NO_RECORD'
        -- Nothing given to claim an amount with: the quantity alone decides.
        when submitted_amount is null
            then case when billed_qty = month_claimed_qty then 'AGREES' else 'DIFFERS' end
        when
            {{ is_within_half_a_fen('submitted_amount', 'computed_amount') }}
            and coalesce(
                {{ is_within_half_a_fen(
                    'submitted_amount', exact_worth('claimed_qty', 'claimed_unit_price')
                ) }},
                true
            )
            then 'AGREES'
        else 'DIFFERS'
    end as verdict,
    {{ reduction_rate('submitted_amount', 'computed_amount') }} as reduction_rate,
    cut_reason

from valued
