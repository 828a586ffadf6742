"""What must hold between statements and ledgers that are about to be published and what they were made of."""

from expectations.rule import Rule, Suite
from expectations.suites.lines import PROGRAM, REPORT

STATEMENTS = Suite(
    "marts.settlement",
    (
        Rule(
            "every_amount_of_a_statement_is_given",
            "BLOCK",
            """
            select contract_no as offence
            from {batch}
            where
                gross_amt is null or performance_part_amt is null or assess_deduct_amt is null
                    or penalty_amt is null or carried_in_amt is null or retention_amt is null
                        or prepay_offset_amt is null or prepay_balance_amt is null or carried_deduct_amt is null
                            or accrued_amt is null or above_ceiling_amt is null or payable_amt is null
            """,
            "结算单有金额为空。" + PROGRAM,
            "An amount of a statement is blank: " + REPORT,
            guards="P2 R37",
        ),
        Rule(
            "one_statement_per_contract",
            "BLOCK",
            "select contract_no as offence from {batch} group by contract_no having count(*) > 1",
            "同一合同有两张结算单。" + PROGRAM,
            "A contract has two statements in one run: " + REPORT,
            guards="P2",
        ),
        Rule(
            "words_say_the_payable",
            "BLOCK",
            """
            with signs as (
                select
                    contract_no,
                    payable_amt,
                    payable_amt_cn as words,
                    unnest(range(1, length(payable_amt_cn) + 1)) as place
                from {batch}
            ),
            digits as (
                select
                    contract_no,
                    payable_amt,
                    instr('壹贰叁肆伍陆柒捌玖', substr(words, place, 1)) as digit,
                    substr(words, place + 1, 1) as unit,
                    substr(words, place + 1) as rest
                from signs
            ),
            read as (
                select
                    contract_no,
                    payable_amt,
                    coalesce(sum(
                        cast(digit as hugeint)
                        * case unit when '角' then 10 when '分' then 1 else
                            100
                            * case unit when '拾' then 10 when '佰' then 100 when '仟' then 1000 else 1 end
                            * case when contains(rest, '亿') then
                                -- 万亿: what stands before 万 before 亿.
                                case when contains(split_part(rest, '亿', 1), '万') then 1000000000000
                                    else 100000000 end
                              when contains(rest, '万') then 10000 else 1 end
                        end
                    ) filter (where digit > 0), 0) as fen
                from digits
                group by contract_no, payable_amt
            )
            select contract_no || ' ' || payable_amt as offence
            from read
            where fen is distinct from cast(cast(payable_amt as decimal(38, 2)) * 100 as hugeint)
            """,
            "大写金额与应付金额不符。" + PROGRAM,
            "The words are not those of the payable: " + REPORT,
            guards="R54",
        ),
        Rule(
            "tax_is_what_the_rate_makes_of_the_payable",
            "BLOCK",
            """
            select settlement.contract_no || ' ' || coalesce(cast(amt_ex_tax as varchar), '-') || ' '
                || coalesce(cast(tax_amt as varchar), '-') as offence
            from {batch} as settlement
            inner join landing.contract as contract on settlement.contract_no = contract.contract_no
            where
                case
                    when contract.tax_rate is null then amt_ex_tax is not null or tax_amt is not null
                    when amt_ex_tax is null or tax_amt is null then true
                    when coalesce(contract.tax_incl, true)
                        then
                            cast(amt_ex_tax as decimal(38, 2)) + tax_amt <> payable_amt
                            or abs(
                                cast(amt_ex_tax as decimal(38, 2)) * (1 + contract.tax_rate) - payable_amt
                            ) * 200 > 1 + contract.tax_rate
                    else amt_ex_tax <> payable_amt
                        or tax_amt <> round(cast(payable_amt as decimal(38, 2)) * contract.tax_rate, 2)
                end
            """,
            "税额不是按合同税率计算的。" + PROGRAM,
            "Tax is not what the contract's rate makes of the payable: " + REPORT,
            guards="R53 R55",
        ),
        Rule(
            "deductions_carried_on_are_carried_in",
            "BLOCK",
            """
            select settlement.contract_no || ' ' || settlement.carried_in_amt || ' <> '
                || coalesce(newest.carried_deduct_amt, 0)
                as offence
            from {batch} as settlement
            left join (
                select statement.contract_no, arg_max(statement.carried_deduct_amt,
                    run.position) as carried_deduct_amt
                from booked.settlement as statement
                inner join booked.run as run on statement.run_id = run.run_id
                group by statement.contract_no
            ) as newest on settlement.contract_no = newest.contract_no
            where settlement.carried_in_amt is distinct from coalesce(newest.carried_deduct_amt, 0)
            """,
            "上期结转的扣款未全部转入。" + PROGRAM,
            "What the statement before carried on is not carried in: " + REPORT,
            guards="P4 R37",
        ),
        Rule(
            "statements_close_with_their_ledgers",
            "BLOCK",
            """
            with closings as (
                select contract_no, ledger, arg_max(closing_amt, (position, entry_no)) as closing_amt
                from (
                    select entry.contract_no, entry.ledger, entry.closing_amt, run.position, entry.entry_no
                    from booked.ledger_entry as entry
                    inner join booked.run as run on entry.run_id = run.run_id
                    union all
                    select contract_no, ledger, closing_amt, 9223372036854775807 as position, entry_no
                        from marts.ledger_entry
                )
                group by contract_no, ledger
            ),
            later as (
                select prepayment.contract_no
                from landing.prepayment as prepayment
                inner join intermediate.int_closing_days as closing on prepayment.contract_no = closing.contract_no
                where prepayment.paid_on > closing.closing_day
            )
            select settlement.contract_no || ' ' || each.ledger || ' ' || each.amount || ' <> '
                || coalesce(closings.closing_amt, 0)
                as offence
            from {batch} as settlement
            cross join lateral (
                values ('PREPAYMENT', settlement.prepay_balance_amt), ('CARRIED_DEDUCTION',
                    settlement.carried_deduct_amt)
            ) as each (ledger, amount)
            left join closings on settlement.contract_no = closings.contract_no and each.ledger = closings.ledger
            where
                each.amount is distinct from coalesce(closings.closing_amt, 0)
                and not (each.ledger = 'PREPAYMENT' and settlement.contract_no in (select contract_no from later))
            """,
            "结算单余额与台账期末余额不一致。" + PROGRAM,
            "A statement's balance is not its ledger's: " + REPORT,
            guards="R38 P4",
        ),
        Rule(
            "what_the_year_pays_waits_for_it",
            "BLOCK",
            """
            select settlement.contract_no as offence
            from {batch} as settlement
            cross join this_run.parameters as parameters
            inner join landing.contract as contract on settlement.contract_no = contract.contract_no
            where
                case
                    when contract.settlement_kind = 'ANNUAL' and not parameters.is_annual
                        then settlement.accrued_amt is distinct from settlement.gross_amt
                    else settlement.accrued_amt is distinct from 0
                end
            """,
            "按年结算的合同在月度结算中付款，或按月结算的合同留待年度。" + PROGRAM,
            "A contract that is settled by the year is paid by the month, or the reverse: " + REPORT,
            guards="R37",
        ),
        Rule(
            "a_statement_shows_the_score_it_takes",
            "BLOCK",
            """
            select settlement.contract_no as offence
            from {batch} as settlement
            left join (
                select contract_no, coalesce(min(score) filter (where is_of_a_year), min(score)) as score
                from intermediate.int_score_deductions where is_of_this_run group by contract_no
            ) as scores on settlement.contract_no = scores.contract_no
            where settlement.assessment_score is distinct from scores.score
            """,
            "结算单所列考核得分不是所采用的得分。" + PROGRAM,
            "A statement shows another score than it takes: " + REPORT,
            guards="R39",
        ),
        Rule(
            "every_statement_names_its_parties",
            "BLOCK",
            """
            select settlement.contract_no as offence
            from {batch} as settlement
            left join landing.contract as contract on settlement.contract_no = contract.contract_no
            left join landing.party as purchaser on contract.purchaser = purchaser.party_code
            left join landing.party as operator on contract.operator = operator.party_code
            where
                row(settlement.purchaser_name, settlement.operator_name) is distinct from row(
                    coalesce(purchaser.party_name, contract.purchaser), coalesce(operator.party_name,
                        contract.operator)
                )
            """,
            "结算单上的单位不是合同的单位。" + PROGRAM,
            "A statement names other parties than its contract: " + REPORT,
            guards="R60",
        ),
    ),
)

DEDUCTIONS = Suite(
    "marts.deduction",
    (
        Rule(
            "every_deduction_due_is_taken",
            "BLOCK",
            """
            select coalesce(due.contract_no, taken.contract_no) || ' '
                || coalesce(due.clause_no, taken.clause_no) as offence
            from (
                select contract_no, clause_no, basis, applied_amt from intermediate.int_deductions_due
                    where applied_amt <> 0
            ) as due
            full outer join (select contract_no, clause_no, basis, applied_amt from {batch}
                where applied_amt <> 0) as taken
                on due.contract_no = taken.contract_no and due.clause_no = taken.clause_no
                    and due.basis = taken.basis
            where due.applied_amt is distinct from taken.applied_amt
            """,
            "应扣的款项未扣减，或扣减金额不一致。" + PROGRAM,
            "A deduction that is due was not taken, or not as due: " + REPORT,
            guards="R37 R39 R40",
        ),
    ),
)

LEDGERS = Suite(
    "marts.ledger_entry",
    (
        Rule(
            "what_is_offset_stands_in_its_ledger",
            "BLOCK",
            """
            select coalesce(settlement.contract_no, ledger.contract_no) as offence
            from marts.settlement as settlement
            full outer join (
                select contract_no, -sum(entry_amt) filter (where kind = 'OFFSET') as offset_amt
                from {batch}
                where ledger = 'PREPAYMENT'
                group by contract_no
            ) as ledger on settlement.contract_no = ledger.contract_no
            where coalesce(settlement.prepay_offset_amt, 0) <> coalesce(ledger.offset_amt, 0)
            """,
            "预付款抵扣与台账分录不一致。" + PROGRAM,
            "What a statement offsets is not what its ledger enters: " + REPORT,
            guards="R38",
        ),
    ),
)

SUITES = (STATEMENTS, DEDUCTIONS, LEDGERS)
