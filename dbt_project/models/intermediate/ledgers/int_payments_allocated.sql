-- Grain: one row per payment voucher, statement that it pays and purpose.
-- A voucher's rows add up to its amount. One that names a statement of its contract pays that one.
-- One that equals a prepayment is the prepayment's voucher. The others pay, in the order of days,
-- what is still open of the contract's statements, oldest first.
with prepayments_counted as (

    select
        contract_no,
        paid_on,
        amount,
        count(*) as prepayment_count

    from {{ ref('stg_rules__prepayments') }}

    group by contract_no, paid_on, amount

),

payments_held_against_statements as (

    select
        payments.voucher_no,
        payments.contract_no,
        payments.paid_on,
        payments.amount,
        payments.settle_no is not null as has_settle_no,
        statements.settle_no,
        statements.payable_amt,
        row_number() over (
            partition by
                payments.contract_no,
                payments.paid_on,
                payments.amount,
                statements.settle_no is null
            order by payments.settle_no is not null, payments.voucher_no
        ) as rank_among_equals

    from {{ ref('stg_payment__payments') }} as payments
    -- Null where the voucher names no statement, or none of its contract.
    left join {{ ref('int_statements') }} as statements
        on
            payments.contract_no = statements.contract_no
            and payments.settle_no = statements.settle_no

),

payments_sorted as (

    select
        payments.voucher_no,
        payments.contract_no,
        payments.paid_on,
        payments.amount,
        payments.settle_no,
        payments.payable_amt,
        case
            when payments.settle_no is not null then 'NAMED'
            -- A second voucher like it is no prepayment: each prepayment has one.
            when
                payments.rank_among_equals <= coalesce(prepayments.prepayment_count, 0)
                then 'PREPAYMENT'
            when payments.has_settle_no then 'UNKNOWN'
            else 'OLDEST'
        end as way

    from payments_held_against_statements as payments
    left join prepayments_counted as prepayments
        on
            payments.contract_no = prepayments.contract_no
            and payments.paid_on = prepayments.paid_on
            and payments.amount = prepayments.amount

),

payments_queued as (

    select
        *,
        sum(amount) over (
            partition by way, contract_no, settle_no
            order by paid_on, voucher_no
            rows between unbounded preceding and current row
        ) as amount_through

    from payments_sorted

),

named_taken as (

    select
        voucher_no,
        settle_no,
        least(amount, greatest(payable_amt - (amount_through - amount), 0)) as taken_amt

    from payments_queued

    where way = 'NAMED'

),

statements_left_open as (

    select
        statements.settle_no,
        statements.contract_no,
        statements.position,
        statements.payable_amt - coalesce(sum(named_taken.taken_amt), 0) as open_amt

    from {{ ref('int_statements') }} as statements
    -- Null where no voucher names the statement.
    left join named_taken
        on statements.settle_no = named_taken.settle_no

    group by
        statements.settle_no, statements.contract_no, statements.position, statements.payable_amt

),

statements_queued as (

    select
        settle_no,
        contract_no,
        open_amt,
        sum(open_amt) over (
            partition by contract_no
            order by position
            rows between unbounded preceding and current row
        ) as open_through

    from statements_left_open

),

taken as (

    select
        voucher_no,
        settle_no,
        taken_amt
    from named_taken
    where taken_amt > 0

    union all

    -- Vouchers and statements lie end to end on one line; a voucher pays where the two overlap.
    select
        payments.voucher_no,
        statements.settle_no,
        least(payments.amount_through, statements.open_through)
        - greatest(
            payments.amount_through - payments.amount, statements.open_through - statements.open_amt
        ) as taken_amt
    from payments_queued as payments
    inner join statements_queued as statements
        on
            payments.contract_no = statements.contract_no
            and payments.amount_through > statements.open_through - statements.open_amt
            and payments.amount_through - payments.amount < statements.open_through
    where payments.way = 'OLDEST' and payments.amount > 0 and statements.open_amt > 0

),

taken_in_all as (

    select
        voucher_no,
        sum(taken_amt) as taken_amt

    from taken

    group by voucher_no

)

select
    payments.voucher_no,
    payments.contract_no,
    taken.settle_no,
    'STATEMENT' as purpose,
    cast(taken.taken_amt as decimal(18, 2)) as amount,
    payments.paid_on

from payments_sorted as payments
inner join taken
    on payments.voucher_no = taken.voucher_no

union all

select
    payments.voucher_no,
    payments.contract_no,
    payments.settle_no,
    case when payments.way in ('NAMED', 'OLDEST') then 'EXCESS' else payments.way end as purpose,
    cast(payments.amount - coalesce(taken_in_all.taken_amt, 0) as decimal(18, 2)) as amount,
    payments.paid_on

from payments_sorted as payments
-- Null where the voucher pays no statement.
left join taken_in_all
    on payments.voucher_no = taken_in_all.voucher_no

where payments.amount > coalesce(taken_in_all.taken_amt, 0)
