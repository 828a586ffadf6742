-- Grain: one row per work order, item and service month whose worth differs from what is booked.
-- Due is worth now less booked so far, for the months that this run reckons; no difference, no
-- line.
with worth as (

    select
        worth.work_order_no,
        priced.item_code,
        worth.service_period,
        work_orders.contract_no,
        work_orders.order_no,
        priced.item_name,
        work_orders.provider,
        priced.unit_code,
        priced.unit_price,
        priced.catalogue_version,
        metered.metering_basis,
        metered.delivered_qty,
        metered.accepted_qty,
        metered.verified_qty,
        metered.billed_qty,
        metered.newest_first_stored_at,
        metered.newest_stored_at,
        worth.amount

    from {{ ref('int_work_months_worth') }} as worth
    inner join {{ ref('int_work_orders_itemised') }} as work_orders
        on worth.work_order_no = work_orders.work_order_no
    inner join {{ ref('int_work_months_priced') }} as priced
        on
            worth.work_order_no = priced.work_order_no
            and worth.service_period = priced.service_period
    inner join {{ ref('int_work_months_metered') }} as metered
        on
            worth.work_order_no = metered.work_order_no
            and worth.service_period = metered.service_period
    inner join {{ ref('int_months_reckoned') }} as months
        on
            work_orders.contract_no = months.contract_no
            and worth.service_period = months.service_period

),

booked as (

    select
        booked.work_order_no,
        booked.item_code,
        booked.service_period,
        {{ at_highest('booked.contract_no', 'runs.position') }} as contract_no,
        {{ at_highest('booked.order_no', 'runs.position') }} as order_no,
        {{ at_highest('booked.item_name', 'runs.position') }} as item_name,
        {{ at_highest('booked.provider', 'runs.position') }} as provider,
        {{ at_highest('booked.unit_code', 'runs.position') }} as unit_code,
        {{ at_highest('booked.unit_price', 'runs.position') }} as unit_price,
        {{ at_highest('booked.catalogue_version', 'runs.position') }} as catalogue_version,
        sum(booked.delivered_qty) as delivered_qty,
        sum(booked.accepted_qty) as accepted_qty,
        sum(booked.verified_qty) as verified_qty,
        sum(booked.billed_qty) as billed_qty,
        sum(booked.amount) as amount

    from {{ ref('stg_booked__lines') }} as booked
    inner join {{ ref('stg_booked__runs') }} as runs
        on booked.run_id = runs.run_id
    inner join {{ ref('int_months_reckoned') }} as months
        on
            booked.contract_no = months.contract_no
            and booked.service_period = months.service_period

    group by booked.work_order_no, booked.item_code, booked.service_period

),

objections_upheld as (

    select
        contract_no,
        work_order_no,
        period,
        stored_at

    from {{ ref('stg_steps__objections') }}

    where result = 'UPHELD'

)

select
    coalesce(worth.work_order_no, booked.work_order_no) as work_order_no,
    coalesce(worth.item_code, booked.item_code) as item_code,
    coalesce(worth.service_period, booked.service_period) as service_period,
    coalesce(worth.contract_no, booked.contract_no) as contract_no,
    coalesce(worth.order_no, booked.order_no) as order_no,
    coalesce(worth.item_name, booked.item_name) as item_name,
    coalesce(worth.provider, booked.provider) as provider,
    coalesce(worth.unit_code, booked.unit_code) as unit_code,
    case when worth.work_order_no is null then booked.unit_price else worth.unit_price end
        as unit_price,
    coalesce(worth.catalogue_version, booked.catalogue_version) as catalogue_version,
    {{ change_since('worth.delivered_qty', 'booked.delivered_qty') }} as delivered_qty,
    {{ change_since('worth.accepted_qty', 'booked.accepted_qty') }} as accepted_qty,
    {{ change_since('worth.verified_qty', 'booked.verified_qty') }} as verified_qty,
    {{ published_quantity('coalesce(worth.billed_qty, 0) - coalesce(booked.billed_qty, 0)') }}
        as billed_qty,
    cast(coalesce(booked.amount, 0) as decimal(18, 2)) as before_amount,
    cast(coalesce(worth.amount, 0) as decimal(18, 2)) as after_amount,
    cast(coalesce(worth.amount, 0) - coalesce(booked.amount, 0) as decimal(18, 2)) as amount,
    months.reckoned_run_id as prior_run_id,
    case
        when not months.is_booked then null
        when exists (
            select 1
            from objections_upheld as objections
            where
                objections.contract_no = months.contract_no
                and coalesce(
                    objections.work_order_no
                    = coalesce(worth.work_order_no, booked.work_order_no),
                    true
                )
                and coalesce(objections.period = months.service_period, true)
                and objections.stored_at >= months.reckoned_as_of
        ) then 'OBJECTION'
        when worth.catalogue_version <> booked.catalogue_version then 'PRICE'
        when worth.unit_price <> booked.unit_price then 'PRICE'
        when coalesce(worth.billed_qty, 0) = coalesce(booked.billed_qty, 0) then 'SCOPE'
        when worth.metering_basis = 'VERIFIED' and booked.verified_qty is null then 'VERIFIED_LATER'
        when worth.metering_basis = 'ACCEPTED' and booked.accepted_qty is null then 'ACCEPTED_LATER'
        when
            worth.metering_basis = 'DELIVERED'
            and worth.newest_first_stored_at >= months.reckoned_as_of
            then 'LATE'
        else 'CORRECTED'
    end as adjustment_reason

from worth
full outer join booked
    on
        worth.work_order_no = booked.work_order_no
        and worth.item_code = booked.item_code
        and worth.service_period = booked.service_period
inner join {{ ref('int_months_reckoned') }} as months
    on
        coalesce(worth.contract_no, booked.contract_no) = months.contract_no
        and coalesce(worth.service_period, booked.service_period) = months.service_period

where coalesce(worth.amount, 0) <> coalesce(booked.amount, 0)
