-- Grain: one row per run, contract, ledger and entry.
-- A prepayment is entered by the first run whose time it falls into; each run enters what it
-- offset, held back, released, carried in and carried on.
with openings as (

    select
        contract_no,
        ledger,
        sum(entry_amt) as opening_amt

    from {{ ref('stg_booked__ledger_entries') }}

    group by contract_no, ledger

),

prepayments_entered as (

    select
        contract_no,
        ref

    from {{ ref('stg_booked__ledger_entries') }}

    where kind = 'PAY'

),

entries as (

    select
        prepayments.contract_no,
        'PREPAYMENT' as ledger,
        1 as step,
        'PAY' as kind,
        prepayments.amount as entry_amt,
        prepayments.ref

    from {{ ref('int_prepayments_paid') }} as prepayments
    where
        not exists (
            select 1
            from prepayments_entered as entered
            where
                entered.contract_no = prepayments.contract_no
                and entered.ref = prepayments.ref
        )

    union all

    select
        contract_no,
        'PREPAYMENT' as ledger,
        2 as step,
        'OFFSET' as kind,
        -prepay_offset_amt as entry_amt,
        settle_no as ref
    from {{ ref('settlement') }}
    where prepay_offset_amt <> 0

    union all

    select
        contract_no,
        'RETENTION' as ledger,
        1 as step,
        case when retention_amt > 0 then 'HOLD' else 'RELEASE' end as kind,
        retention_amt as entry_amt,
        settle_no as ref
    from {{ ref('settlement') }}
    where retention_amt <> 0

    union all

    select
        contract_no,
        'CARRIED_DEDUCTION' as ledger,
        1 as step,
        'TAKE' as kind,
        -carried_in_amt as entry_amt,
        settle_no as ref
    from {{ ref('settlement') }}
    where carried_in_amt <> carried_deduct_amt and carried_in_amt <> 0

    union all

    select
        contract_no,
        'CARRIED_DEDUCTION' as ledger,
        2 as step,
        'CARRY' as kind,
        carried_deduct_amt as entry_amt,
        settle_no as ref
    from {{ ref('settlement') }}
    where carried_in_amt <> carried_deduct_amt and carried_deduct_amt <> 0

),

numbered as (

    select
        *,
        row_number() over entries_so_far as entry_no,
        sum(entry_amt) over entries_so_far as entered_amt

    from entries

    window entries_so_far as (partition by contract_no, ledger order by step, ref)

)

select
    parameters.run_id,
    numbered.contract_no,
    numbered.ledger,
    numbered.entry_no,
    parameters.settlement_period,
    numbered.kind,
    cast(
        coalesce(openings.opening_amt, 0) + numbered.entered_amt - numbered.entry_amt
        as decimal(18, 2)
    ) as opening_amt,
    cast(numbered.entry_amt as decimal(18, 2)) as entry_amt,
    cast(coalesce(openings.opening_amt, 0) + numbered.entered_amt as decimal(18, 2)) as closing_amt,
    numbered.ref

from numbered
cross join {{ ref('stg_run__parameters') }} as parameters
-- Null where the ledger has no entry yet.
left join openings
    on
        numbered.contract_no = openings.contract_no
        and numbered.ledger = openings.ledger
