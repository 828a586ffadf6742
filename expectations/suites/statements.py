"""What must hold of statements, and of the accounts from which they take and to which they add."""

from expectations.rule import Rule, Suite
from expectations.suites.lines import PROGRAM, REPORT

SETTLEMENTS = Suite(
    "marts.settlement",
    (
        Rule(
            "gross_is_the_sum_of_the_lines",
            "BLOCK",
            """
            with lines as (
                -- What a yearly contract's months booked and no annual run settled yet.
                select line.contract_no, line.amount
                from booked.settlement_line as line
                inner join landing.contract as contracts
                    on line.contract_no = contracts.contract_no and contracts.settlement_kind = 'ANNUAL'
                inner join intermediate.int_contract_years as years
                    on
                        line.contract_no = years.contract_no
                        and line.service_period between years.first_month and years.last_month
                inner join this_run.parameters as parameters
                    on parameters.is_annual and years.year = parameters.settlement_period
                union all
                select booked.contract_no, -booked.gross_amt as amount
                from booked.settlement as booked
                inner join landing.contract as contracts
                    on booked.contract_no = contracts.contract_no and contracts.settlement_kind = 'ANNUAL'
                inner join this_run.parameters as parameters
                    on parameters.is_annual and booked.settlement_period = parameters.settlement_period
                union all
                select contract_no, amount from marts.settlement_line
            )
            select settlement.contract_no || ' ' || gross_amt || ' <> ' || coalesce(summed.amount, 0) as offence
            from {batch} as settlement
            full outer join (select contract_no, sum(amount) as amount from lines group by contract_no) as summed
                on settlement.contract_no = summed.contract_no
            where settlement.contract_no is null or gross_amt <> coalesce(summed.amount, 0)
            """,
            "结算总额不等于明细之和。" + PROGRAM,
            "The gross is not the sum of the lines: " + REPORT,
            guards="R36",
        ),
        Rule(
            "deductions_are_the_sum_of_their_rows",
            "BLOCK",
            """
            select settlement.contract_no as offence
            from {batch} as settlement
            left join (
                select settle_no, sum(applied_amt) as amount from marts.deduction group by settle_no
            ) as deductions
                on settlement.settle_no = deductions.settle_no
            where cast(assess_deduct_amt as decimal(38, 2)) + penalty_amt <> coalesce(deductions.amount, 0)
            """,
            "扣减合计不等于扣减明细之和。" + PROGRAM,
            "Deductions are not the sum of their rows: " + REPORT,
            guards="R36 R37",
        ),
        Rule(
            "gross_less_everything_is_the_payable",
            "BLOCK",
            """
            select settlement.contract_no as offence
            from {batch} as settlement
            where
                cast(gross_amt as decimal(38, 2)) - assess_deduct_amt - penalty_amt - carried_in_amt
                + carried_deduct_amt - accrued_amt - prepay_offset_amt - retention_amt - above_ceiling_amt
                <> payable_amt
            """,
            "从总额逐项扣减不等于应付金额。" + PROGRAM,
            "Gross less everything is not the payable: " + REPORT,
            guards="R37",
        ),
        Rule(
            "no_balance_is_negative",
            "BLOCK",
            """
            select contract_no as offence
            from {batch}
            where least(payable_amt, prepay_offset_amt, prepay_balance_amt, carried_deduct_amt, above_ceiling_amt) < 0
            """,
            "应付金额或余额为负。" + PROGRAM,
            "A payable or a balance is negative: " + REPORT,
            guards="R37 R38",
        ),
        Rule(
            "every_payable_stands_in_words",
            "BLOCK",
            "select contract_no as offence from {batch} where coalesce(payable_amt_cn, '') = ''",
            "应付金额缺少大写。" + PROGRAM,
            "A payable lacks its words: " + REPORT,
            guards="R54",
        ),
    ),
)

PROVIDERS = Suite(
    "marts.provider_settlement",
    (
        Rule(
            "providers_share_all_lines",
            "BLOCK",
            """
            select coalesce(providers.contract_no, lines.contract_no) as offence
            from (select contract_no, sum(amount) as amount from {batch} group by contract_no) as providers
            full outer join (
                select contract_no, sum(amount) as amount from marts.settlement_line group by contract_no
            ) as lines
                on providers.contract_no = lines.contract_no
            where coalesce(providers.amount, 0) <> coalesce(lines.amount, 0)
            """,
            "服务商金额之和不等于结算明细之和。" + PROGRAM,
            "The providers' amounts do not add up to the lines: " + REPORT,
            guards="R57",
        ),
    ),
)

LEDGERS = Suite(
    "marts.ledger_entry",
    (
        Rule(
            "every_entry_opens_where_the_one_before_closed",
            "BLOCK",
            """
            with entries as (
                select entry.contract_no, entry.ledger, entry.opening_amt, entry.entry_amt, entry.closing_amt,
                    run.position, entry.entry_no
                from booked.ledger_entry as entry
                inner join booked.run as run
                    on entry.run_id = run.run_id
                union all
                select contract_no, ledger, opening_amt, entry_amt, closing_amt, null as position, entry_no
                from {batch}
            ),
            followed as (
                select
                    *,
                    lag(closing_amt, 1, 0) over (
                        partition by contract_no, ledger order by position nulls last, entry_no
                    ) as prior_closing_amt
                from entries
            )
            select contract_no || ' ' || ledger || ' ' || entry_no as offence
            from followed
            where
                position is null
                and (
                    opening_amt <> prior_closing_amt
                    or cast(opening_amt as decimal(38, 2)) + entry_amt <> closing_amt
                    or closing_amt < 0
                )
            """,
            "台账分录的期初不等于上一笔的期末，或期末不等于期初加发生额，或余额为负。" + PROGRAM,
            "An entry of a ledger does not open where the one before closed, does not add up, or is negative: "
            + REPORT,
            guards="R38 R52",
        ),
    ),
)

DIFFERENCES = Suite(
    "marts.difference_summary",
    (
        Rule(
            "reasons_add_up_to_the_difference",
            "BLOCK",
            """
            select coalesce(summed.work, lines.work) as offence
            from (
                select 'lines' as work, sum(delta_amount) as amount from {batch} where reason <> 'CLAUSE'
            ) as summed
            full outer join (select 'lines' as work, sum(delta_amount) as amount from marts.run_difference) as lines
                on summed.work = lines.work
            where coalesce(summed.amount, 0) <> coalesce(lines.amount, 0)
            union all
            select contract_no || ' ' || service_period || ' ' || reason as offence
            from {batch}
            where cast(before_amount as decimal(38, 2)) + delta_amount <> after_amount
            """,
            "差异汇总不等于逐行差异之和。" + PROGRAM,
            "The summary of differences is not the sum of its lines: " + REPORT,
            guards="R36",
        ),
    ),
)

PINNED = Suite(
    "marts.annual_month",
    (
        Rule(
            "every_month_of_the_year_was_settled",
            "WARN",
            """
            select contract_no || ' ' || service_period as offence
            from {batch}
            where pinned_run_id is null
            """,
            "合同年度内有月份尚未结算，年度结算不含这些月份。请先结算，再重做年度结算。",
            "Months of the contract year were never settled and are not in this annual run: settle them, then the year "
            "again.",
            guards="R58",
        ),
        Rule(
            "pinned_months_hold_all_lines",
            "BLOCK",
            """
            select months.contract_no || ' ' || months.service_period as offence
            from {batch} as months
            left join (
                select contract_no, service_period, sum(amount) as amount
                from (
                    select contract_no, service_period, amount from booked.settlement_line
                    union all
                    select contract_no, service_period, amount from marts.settlement_line
                )
                group by contract_no, service_period
            ) as lines
                on months.contract_no = lines.contract_no and months.service_period = lines.service_period
            where months.booked_amt <> coalesce(lines.amount, 0)
            """,
            "年度结算所列月份金额不等于该月明细之和。" + PROGRAM,
            "A month of the annual run is not the sum of its lines: " + REPORT,
            guards="P4 R36",
        ),
    ),
)

SUITES = (SETTLEMENTS, PROVIDERS, LEDGERS, DIFFERENCES, PINNED)
