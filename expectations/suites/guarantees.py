"""What must hold of money paid before the work: guarantees, the ceiling, and how a contract divides its price."""

from expectations.rule import Rule, Suite

# A prepayment is spoken of once: in the run of its month, or in the first run that knows of it.
_PAID = """
    prepaid as (
        select
            *,
            sum(amount) over (partition by contract_no order by paid_on) as contract_amt,
            sum(amount) over (partition by contract_no, guarantee_no order by paid_on) as guaranteed_amt
        from {batch}
    ),
    paid as (
        select prepaid.*
        from prepaid
        cross join this_run.parameters as parameters
        where
            not parameters.is_annual
            and (
                strftime(prepaid.paid_on, '%Y-%m') = parameters.settlement_period
                or (
                    strftime(prepaid.paid_on, '%Y-%m') < parameters.settlement_period
                    and not exists (
                        select 1
                        from booked.run as run
                        where
                            length(run.period) > 4
                            and run.period >= strftime(prepaid.paid_on, '%Y-%m')
                            and prepaid.stored_at < run.as_of
                    )
                )
            )
    ),
    guaranteed as (
        select paid.*, guarantee.guarantee_no as known_guarantee_no, guarantee.amount as guarantee_amt,
            guarantee.received_on
        from paid
        left join landing.guarantee as guarantee
            on
                paid.guarantee_no = guarantee.guarantee_no
                and paid.contract_no = guarantee.contract_no
                and guarantee.kind = 'PREPAYMENT'
    )
"""

PREPAYMENTS = Suite(
    "landing.prepayment",
    (
        Rule(
            # Quiet without a prepayment that this run speaks of: nothing else needs a guarantee.
            "guarantee_was_given",
            "WARN",
            f"""
            with {_PAID}
            select 'guarantee' as offence
            where not exists (select 1 from landing.guarantee) and exists (select 1 from paid)
            """,
            "有预付款但未提供保函，保函未检查。",
            "There is a prepayment and no guarantee was given: guarantees are not checked.",
            guards="R46",
        ),
        Rule(
            "every_prepayment_has_its_guarantee",
            "WARN",
            f"""
            with {_PAID}
            select contract_no || ' ' || paid_on || ' ' || amount as offence
            from guaranteed
            where known_guarantee_no is null and exists (select 1 from landing.guarantee)
            """,
            "预付款没有对应的预付款保函。预付款须以等额银行保函为前提，请补交保函或在预付款中注明保函编号。",
            "A prepayment names no prepayment guarantee of its contract: it may only be paid against one of equal "
            "amount; send the guarantee, or its number with the prepayment.",
            guards="R46",
        ),
        Rule(
            "a_guarantee_covers_its_prepayments",
            "WARN",
            f"""
            with {_PAID}
            select contract_no || ' ' || guarantee_no || ' ' || guarantee_amt || ' < ' || guaranteed_amt as offence
            from guaranteed
            where guarantee_amt < guaranteed_amt
            """,
            "保函金额小于所担保的预付款。请要求补足保函。",
            "A guarantee is smaller than the prepayments that it secures: have it raised.",
            guards="R46",
        ),
        Rule(
            "a_guarantee_comes_before_the_payment",
            "WARN",
            f"""
            with {_PAID}
            select
                contract_no || ' ' || known_guarantee_no || ' ' || coalesce(cast(received_on as varchar), '?') || ' > '
                || paid_on as offence
            from guaranteed
            where known_guarantee_no is not null and coalesce(received_on > paid_on, true)
            """,
            "预付款支付时尚未收到保函（问号表示未登记收到日期）。请核实收到日期。",
            "A prepayment was made before its guarantee was received (a question mark: no date given): check the date.",
            guards="R46",
        ),
        Rule(
            "a_prepayment_is_less_than_the_contract",
            "WARN",
            f"""
            with {_PAID}
            select paid.contract_no || ' ' || paid.contract_amt || ' >= '
                || coalesce(contract.ceiling_amt, contract.total_amt) as offence
            from paid
            inner join landing.contract as contract on paid.contract_no = contract.contract_no
            where paid.contract_amt >= coalesce(contract.ceiling_amt, contract.total_amt)
            """,
            "预付款达到合同上限全额。建议改为按一定比例预付，验收后据实结算（财库〔2019〕38号）。",
            "The whole ceiling was prepaid: prepay a part instead and settle the rest by what is accepted.",
            guards="R47",
        ),
    ),
)

GUARANTEES = Suite(
    "landing.guarantee",
    (
        Rule(
            "a_guarantee_stays_while_prepayment_is_left",
            "WARN",
            """
            with judged_on as (
                select contract_no, last_day(cast(max(service_period) || '-01' as date)) as day
                from intermediate.int_months_reckoned
                group by contract_no
            ),
            guarantees as (
                select
                    guarantee.*,
                    coalesce(guarantee.returned_on <= judged_on.day, false) as is_returned,
                    sum(guarantee.amount) filter (
                        where coalesce(guarantee.returned_on > judged_on.day, true)
                    ) over (partition by guarantee.contract_no) as held_amt
                from {batch} as guarantee
                inner join judged_on on guarantee.contract_no = judged_on.contract_no
                where guarantee.kind = 'PREPAYMENT'
            )
            select
                guarantees.guarantee_no || ' ' || guarantees.contract_no || ' ' || guarantees.returned_on || ' '
                || settlement.prepay_balance_amt as offence
            from guarantees
            inner join marts.settlement as settlement on guarantees.contract_no = settlement.contract_no
            where guarantees.is_returned and settlement.prepay_balance_amt > coalesce(guarantees.held_amt, 0)
            """,
            "预付款尚未抵扣完，保函已退还，剩余预付款没有担保。请核实并要求重新提供保函。",
            "A guarantee was returned while prepayment is left that no other one secures: ask for a new one.",
            guards="R46",
        ),
    ),
)

TERMS = Suite(
    "landing.contract_payment_term",
    (
        Rule(
            "the_instalments_of_a_contract_make_the_whole",
            "BLOCK",
            """
            select contract_no || ' ' || sum(ratio) as offence
            from {batch}
            group by contract_no
            having sum(ratio) <> 1
            """,
            "合同各期支付比例之和不等于 100%。请更正支付条款。",
            "The instalments of a contract do not add up to 1: correct its payment terms.",
            guards="R45",
            may_be_overridden=True,
        ),
    ),
)

SUITES = (PREPAYMENTS, GUARANTEES, TERMS)
