-- Grain: one row per contract with a retention in its payment terms.
-- Until its release date each payment is held back by the ratio; the run in whose time the date
-- falls releases all that is held. The date is counted from the end of service.
with held as (

    select
        contract_no,
        sum(retention_amt) as retention_amt

    from {{ ref('stg_booked__settlements') }}

    group by contract_no

),

terms as (

    select
        terms.contract_no,
        terms.ratio,
        coalesce(
            {{ days_after('contracts.service_to', 'terms.due_days') }} <= closing.closing_day,
            false
        ) as is_released

    from {{ ref('stg_rules__payment_terms') }} as terms
    inner join {{ ref('stg_rules__contracts') }} as contracts
        on terms.contract_no = contracts.contract_no
    inner join {{ ref('int_closing_days') }} as closing
        on terms.contract_no = closing.contract_no

    where terms.pay_type = 'RETENTION'

)

select
    terms.contract_no,
    case when terms.is_released then 0 else terms.ratio end as held_ratio,
    cast(coalesce(held.retention_amt, 0) as decimal(18, 2)) as opening_amt,
    cast(
        case when terms.is_released then coalesce(held.retention_amt, 0) else 0 end
        as decimal(18, 2)
    ) as released_amt

from terms
-- Null where nothing was held back yet.
left join held
    on terms.contract_no = held.contract_no
