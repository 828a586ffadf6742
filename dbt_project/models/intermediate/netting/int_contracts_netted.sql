-- Grain: one row per contract that this run settles.
-- Gross less deductions less what earlier runs could not deduct; then the prepayment, the retention
-- and the ceiling. The months of a contract that settles yearly only accrue: the annual run pays.
-- A retention that is released first bears what could not be deducted otherwise.
with booked as (

    select
        contract_no,
        sum(prepay_offset_amt) as prepay_offset_amt,
        sum(payable_amt) as payable_amt,
        {{ at_highest('carried_deduct_amt', 'position') }} as carried_deduct_amt

    from {{ ref('stg_booked__settlements') }}

    group by contract_no

),

prepaid as (

    select
        contract_no,
        sum(amount) as prepaid_amt

    from {{ ref('int_prepayments_paid') }}

    group by contract_no

),

opened as (

    select
        grossed.contract_no,
        grossed.gross_amt,
        grossed.assess_deduct_amt,
        grossed.penalty_amt,
        coalesce(booked.carried_deduct_amt, 0) as carried_in_amt,
        grossed.gross_amt
        - grossed.assess_deduct_amt
        - grossed.penalty_amt
        - coalesce(booked.carried_deduct_amt, 0) as net_before_carry_amt,
        greatest(coalesce(prepaid.prepaid_amt, 0) - coalesce(booked.prepay_offset_amt, 0), 0)
            as prepay_opening_amt,
        coalesce(retentions.held_ratio, 0) as held_ratio,
        coalesce(retentions.released_amt, 0) as released_amt,
        contracts.ceiling_amt
        - coalesce(booked.payable_amt, 0)
        - coalesce(booked.prepay_offset_amt, 0) as ceiling_left_amt,
        closing.is_paid_now,
        contracts.tax_rate,
        coalesce(contracts.tax_incl, true) as is_tax_included

    from {{ ref('int_contracts_grossed') }} as grossed
    inner join {{ ref('stg_rules__contracts') }} as contracts
        on grossed.contract_no = contracts.contract_no
    inner join {{ ref('int_closing_days') }} as closing
        on grossed.contract_no = closing.contract_no
    left join booked
        on grossed.contract_no = booked.contract_no
    left join prepaid
        on grossed.contract_no = prepaid.contract_no
    -- Null where the contract's terms retain nothing.
    left join {{ ref('int_retentions') }} as retentions
        on grossed.contract_no = retentions.contract_no

),

netted as (

    select
        *,
        case when is_paid_now then 0 else gross_amt end as accrued_amt,
        case when is_paid_now then greatest(net_before_carry_amt, 0) else 0 end as net_amt,
        case
            when is_paid_now then greatest(-net_before_carry_amt - released_amt, 0)
            else carried_in_amt
        end as carried_deduct_amt,
        case
            when is_paid_now
                then least(greatest(net_before_carry_amt + released_amt, 0), released_amt)
            else released_amt
        end as released_to_pay_amt

    from opened

),

offset_taken as (

    select
        *,
        least(prepay_opening_amt, net_amt) as prepay_offset_amt

    from netted

),

retention_held as (

    select
        *,
        least({{ share_yuan('net_amt', 'held_ratio') }}, net_amt - prepay_offset_amt) as held_amt

    from offset_taken

),

ceiling_held as (

    select
        *,
        net_amt - prepay_offset_amt - held_amt + released_to_pay_amt as payable_before_ceiling_amt,
        case
            -- Without this condition greatest() would pass over the null and hold everything back.
            when ceiling_left_amt is null
                then net_amt - prepay_offset_amt - held_amt + released_to_pay_amt
            else least(
                net_amt - prepay_offset_amt - held_amt + released_to_pay_amt,
                greatest(ceiling_left_amt - prepay_offset_amt, 0)
            )
        end as payable_amt

    from retention_held

)

select
    contract_no,
    is_paid_now,
    gross_amt,
    assess_deduct_amt,
    penalty_amt,
    cast(carried_in_amt as decimal(18, 2)) as carried_in_amt,
    cast(carried_deduct_amt as decimal(18, 2)) as carried_deduct_amt,
    cast(accrued_amt as decimal(18, 2)) as accrued_amt,
    cast(prepay_offset_amt as decimal(18, 2)) as prepay_offset_amt,
    cast(prepay_opening_amt - prepay_offset_amt as decimal(18, 2)) as prepay_balance_amt,
    cast(held_amt - released_amt as decimal(18, 2)) as retention_amt,
    cast(payable_before_ceiling_amt - payable_amt as decimal(18, 2)) as above_ceiling_amt,
    cast(payable_amt as decimal(18, 2)) as payable_amt,
    tax_rate,
    is_tax_included

from ceiling_held
