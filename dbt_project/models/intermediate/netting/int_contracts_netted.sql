-- Grain: one row per contract that this run settles.
-- Gross less deductions less what earlier runs could not deduct; then the prepayment; then the
-- ceiling. A contract that settles yearly only accrues here: its months pay nothing.
with parameters as (

    select * from {{ ref('stg_run__parameters') }}

),

booked as (

    select
        contract_no,
        sum(prepay_offset_amt) as prepay_offset_amt,
        sum(payable_amt) as payable_amt,
        arg_max(carried_deduct_amt, position) as carried_deduct_amt

    from {{ ref('stg_booked__settlements') }}

    group by contract_no

),

prepaid as (

    select
        prepayments.contract_no,
        sum(prepayments.amount) as prepaid_amt

    from {{ ref('stg_rules__prepayments') }} as prepayments
    inner join parameters
        on prepayments.paid_on <= {{ last_day_of('parameters.settlement_period') }}

    group by prepayments.contract_no

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
        contracts.ceiling_amt
        - coalesce(booked.payable_amt, 0)
        - coalesce(booked.prepay_offset_amt, 0) as ceiling_left_amt,
        contracts.settlement_kind = 'MONTHLY' as is_paid_monthly,
        contracts.tax_rate,
        coalesce(contracts.tax_incl, true) as is_tax_included

    from {{ ref('int_contracts_grossed') }} as grossed
    inner join {{ ref('stg_rules__contracts') }} as contracts
        on grossed.contract_no = contracts.contract_no
    left join booked
        on grossed.contract_no = booked.contract_no
    left join prepaid
        on grossed.contract_no = prepaid.contract_no

),

netted as (

    select
        *,
        case when is_paid_monthly then greatest(net_before_carry_amt, 0) else 0 end as net_amt,
        case when is_paid_monthly then greatest(-net_before_carry_amt, 0) else carried_in_amt end
            as carried_deduct_amt

    from opened

),

offset_taken as (

    select
        *,
        least(prepay_opening_amt, net_amt) as prepay_offset_amt

    from netted

),

ceiling_held as (

    select
        *,
        net_amt - prepay_offset_amt as payable_before_ceiling_amt,
        case
            -- Without this condition greatest() would pass over the null and hold everything back.
            when ceiling_left_amt is null then net_amt - prepay_offset_amt
            else least(
                net_amt - prepay_offset_amt,
                greatest(ceiling_left_amt - prepay_offset_amt, 0)
            )
        end as payable_amt

    from offset_taken

)

select
    contract_no,
    gross_amt,
    assess_deduct_amt,
    penalty_amt,
    cast(carried_in_amt as decimal(18, 2)) as carried_in_amt,
    cast(carried_deduct_amt as decimal(18, 2)) as carried_deduct_amt,
    cast(prepay_offset_amt as decimal(18, 2)) as prepay_offset_amt,
    cast(prepay_opening_amt - prepay_offset_amt as decimal(18, 2)) as prepay_balance_amt,
    cast(payable_before_ceiling_amt - payable_amt as decimal(18, 2)) as above_ceiling_amt,
    cast(payable_amt as decimal(18, 2)) as payable_amt,
    tax_rate,
    is_tax_included

from ceiling_held
