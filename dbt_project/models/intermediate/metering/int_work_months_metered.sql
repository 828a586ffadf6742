-- Grain: one row per work order and service month in which something was delivered, claimed or
-- verified.
-- billed_qty is what may be paid by the contract's metering basis; pending_qty waits, and is not
-- zero work. Verified work also needs its fee verified, once any fee is; work that was sent back
-- waits for its acceptance, although verified.
with order_fees as (

    select distinct
        order_no,
        period
    from {{ ref('stg_steps__fee_verifications') }}

),

months_with_fee as (

    select distinct
        gathered.work_order_no,
        gathered.service_period

    from {{ ref('int_work_months_gathered') }} as gathered
    inner join order_fees
        on
            gathered.order_no = order_fees.order_no
            and (order_fees.period is null or gathered.service_period = order_fees.period)

),

stepped as (

    select
        gathered.*,
        accepted.accepted_qty,
        -- The claim bounds what was verified. least() passes over nulls: without this condition a
        -- claim alone would be billed.
        case
            when gathered.verified_qty is not null
                then least(gathered.verified_qty, gathered.claimed_qty)
        end as bounded_qty,
        case
            when gathered.metering_basis = 'ACCEPTED' and accepted.accepted_qty is null
                then 'ACCEPTANCE'
            -- No acceptance at all does not hold verified work up.
            when gathered.metering_basis = 'VERIFIED' and accepted.result <> 'PASS'
                then 'ACCEPTANCE'
            when gathered.metering_basis = 'VERIFIED' and gathered.verified_qty is null
                then 'VERIFICATION'
            when
                gathered.metering_basis = 'VERIFIED'
                and months_with_fee.work_order_no is null
                and exists (select 1 from order_fees)
                then 'FEE_VERIFICATION'
        end as waiting_for

    from {{ ref('int_work_months_gathered') }} as gathered
    -- Null where no acceptance concerns the month.
    left join {{ ref('int_work_months_accepted') }} as accepted
        on
            gathered.work_order_no = accepted.work_order_no
            and gathered.service_period = accepted.service_period
    left join months_with_fee
        on
            gathered.work_order_no = months_with_fee.work_order_no
            and gathered.service_period = months_with_fee.service_period

)

select
    work_order_no,
    service_period,
    contract_no,
    order_no,
    metering_basis,
    delivered_qty,
    claimed_qty,
    accepted_qty,
    verified_qty,
    case
        when waiting_for is not null then null
        when metering_basis = 'DELIVERED' then delivered_qty
        when metering_basis = 'ACCEPTED' then accepted_qty
        when metering_basis = 'VERIFIED' then bounded_qty
    end as billed_qty,
    case
        when waiting_for is null then null
        when metering_basis = 'ACCEPTED' then delivered_qty
        when metering_basis = 'VERIFIED' then coalesce(bounded_qty, claimed_qty, delivered_qty)
    end as pending_qty,
    waiting_for,
    newest_first_stored_at,
    newest_stored_at,
    verification_first_stored_at

from stepped
