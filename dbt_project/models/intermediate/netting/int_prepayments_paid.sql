-- Grain: one row per prepayment that was paid by the end of what this run settles.
select
    prepayments.contract_no,
    prepayments.paid_on,
    prepayments.amount,
    concat_ws(
        ' ',
        cast(prepayments.paid_on as string),
        prepayments.guarantee_no,
        cast(prepayments.amount as string)
    ) as ref

from {{ ref('stg_rules__prepayments') }} as prepayments
inner join {{ ref('int_closing_days') }} as closing
    on
        prepayments.contract_no = closing.contract_no
        and prepayments.paid_on <= closing.closing_day
