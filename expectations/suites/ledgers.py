"""What must hold of months covered, payments and budgets: ledgers that reach over many runs."""

from expectations.rule import Rule, Suite

_PROGRAM = "这是程序错误，请报告。"
_REPORT = "this is an error of the program, report it."

TERMS = Suite(
    "landing.contract_payment_term",
    (
        Rule(
            "no_term_is_longer_than_the_regulation_allows",
            "WARN",
            """
            select contract_no || ' ' || seq || ' ' || due_days as offence
            from {batch}
            where
                -- What is retained or advanced is no payment for work done.
                pay_type not in ('RETENTION', 'ADVANCE')
                and due_days > (
                    select cast(arg_max(value, effective_from) as bigint)
                    from this_run.default_rule
                    where rule = 'PAYMENT_DUE_DAYS_LIMIT'
                )
            """,
            "合同约定的付款期限超过60日，到期日仍按合同计算。请核对是否符合《保障中小企业款项支付条例》。",
            "A contract takes more than 60 days to pay; due dates follow the contract: check it against the regulation "
            "on payments to small and medium enterprises.",
            guards="R48",
        ),
    ),
)

PAYMENTS = Suite(
    "landing.payment",
    (
        Rule(
            "payments_were_given",
            "WARN",
            """
            select 'payment' as offence
            where not exists (select 1 from {batch}) and exists (select 1 from booked.settlement where payable_amt > 0)
            """,
            "未提供支付记录，支付和逾期未检查，结算单均按未付列示。",
            "No payment was given: paying is not checked, and every statement stands as unpaid.",
            guards="R57",
        ),
    ),
)

ALLOCATED = Suite(
    "intermediate.int_payments_allocated",
    (
        Rule(
            "every_payment_names_a_statement_of_its_contract",
            "WARN",
            """
            select voucher_no || ' ' || contract_no || ' ' || amount as offence
            from {batch}
            where purpose = 'UNKNOWN'
            """,
            "支付凭证上的结算单号不存在或不属于该合同，未冲抵任何结算单。请更正结算单号。",
            "A payment names no statement of its contract and pays none: correct its statement number.",
            guards="R60",
        ),
        Rule(
            "no_more_is_paid_than_is_payable",
            "WARN",
            """
            select voucher_no || ' ' || coalesce(settle_no, contract_no) || ' +' || amount as offence
            from {batch}
            where purpose = 'EXCESS'
            """,
            "支付金额超过应付金额，超出部分如样例。请核对是否重复支付，或预付款未登记。",
            "More was paid than is payable, by the amounts shown: look for a double payment, or for a prepayment that "
            "is not registered.",
            guards="R34",
        ),
        Rule(
            "the_parts_of_a_payment_make_its_amount",
            "BLOCK",
            """
            select payment.voucher_no as offence
            from landing.payment as payment
            left join {batch} as allocated
                on payment.voucher_no = allocated.voucher_no
            group by payment.voucher_no, payment.amount
            having payment.amount <> coalesce(sum(allocated.amount), 0)
            """,
            "支付凭证的分配金额之和不等于凭证金额。" + _PROGRAM,
            "The parts of a payment do not add up to its amount: " + _REPORT,
            guards="R36",
        ),
    ),
)

STATEMENTS = Suite(
    "marts.statement_payment",
    (
        Rule(
            "no_small_operator_waits_beyond_the_due_date",
            "WARN",
            """
            select
                payment.contract_no || ' ' || payment.settle_no || ' ' || unpaid_amt || ' ' || late_days || '天'
                as offence
            from {batch} as payment
            inner join intermediate.int_statements_due as dues
                on payment.settle_no = dues.settle_no and dues.is_small_operator
            where payment_status = 'OVERDUE' and exists (select 1 from landing.payment)
            """,
            "对中小企业的结算款逾期未付，须列入每年3月31日前公开的逾期清单。请安排支付。",
            "Small or medium operators wait for money that is overdue, and the contracts belong on the list that is "
            "published by 31 March: pay them.",
            guards="R48 R50",
        ),
        Rule(
            "paid_and_unpaid_make_the_payable",
            "BLOCK",
            """
            select settle_no as offence
            from {batch}
            where
                unpaid_amt <> greatest(cast(payable_amt as decimal(38, 2)) - paid_amt, 0)
                or (unpaid_amt = 0) <> (payment_status = 'PAID')
            """,
            "已付与未付之和不等于应付金额。" + _PROGRAM,
            "Paid and unpaid do not make the payable: " + _REPORT,
            guards="R58",
        ),
        Rule(
            "every_payable_has_its_row",
            "BLOCK",
            """
            select coalesce(statements.settle_no, payment.settle_no) as offence
            from (
                select settle_no, payable_amt from booked.settlement where payable_amt > 0
                union all
                select settle_no, payable_amt from marts.settlement where payable_amt > 0
            ) as statements
            full outer join {batch} as payment
                on statements.settle_no = payment.settle_no
            where statements.payable_amt is distinct from payment.payable_amt
            """,
            "有应付金额的结算单未列入支付表，或金额不一致。" + _PROGRAM,
            "A payable is missing among the statements to be paid, or differs: " + _REPORT,
            guards="R58",
        ),
    ),
)

COVERAGE = Suite(
    "marts.month_coverage",
    (
        Rule(
            "a_closed_year_leaves_no_month_unsettled",
            "WARN",
            """
            select months.contract_no || ' ' || service_period || ' ' || unbooked_amt as offence
            from {batch} as months
            cross join this_run.parameters as parameters
            left join intermediate.int_contract_years as years
                on
                    parameters.is_annual
                    and months.contract_no = years.contract_no
                    and parameters.settlement_period = years.year
            where
                coverage = 'NOT_SETTLED'
                -- Nothing is known to be due for a month without work; one without a price has no amount.
                and (unbooked_amt is null or unbooked_amt <> 0 or pending_count > 0)
                and case
                    when parameters.is_annual
                        then service_period <= coalesce(years.last_month, parameters.settlement_period || '-12')
                    else left(service_period, 4) < left(parameters.settlement_period, 4)
                end
            """,
            "年度已结束，但有服务月份未被任何结算覆盖（样例为合同、月份和未入账金额）。请补办这些月份的结算，或按应计列账。",
            "The year is over and service months are in no settlement (contract, month and worth not booked): settle "
            "them, or accrue them.",
            guards="R58",
        ),
        Rule(
            "covered_months_hold_all_that_is_booked",
            "BLOCK",
            """
            select coalesce(lines.contract_no, months.contract_no) as offence
            from (
                select contract_no, sum(amount) as amount
                from (
                    select contract_no, amount from booked.settlement_line
                    union all
                    select contract_no, amount from marts.settlement_line
                )
                group by contract_no
            ) as lines
            full outer join (
                select contract_no, sum(booked_amt) as amount from {batch} group by contract_no
            ) as months
                on lines.contract_no = months.contract_no
            where coalesce(lines.amount, 0) <> coalesce(months.amount, 0)
            """,
            "各月已入账金额之和不等于结算明细之和。" + _PROGRAM,
            "The months do not hold all that is booked: " + _REPORT,
            guards="P4 R58",
        ),
    ),
)

BUDGETS = Suite(
    "marts.budget_execution",
    (
        Rule(
            "budgets_were_given",
            "WARN",
            """
            select 'budget_project' as offence
            where not exists (select 1 from landing.budget_project) and exists (select 1 from {batch})
            """,
            "合同列有项目编号，但未提供预算，预算执行未检查。",
            "Contracts belong to projects and no budget was given: its execution is not checked.",
            guards="R63",
        ),
        Rule(
            "earned_stays_within_the_budget",
            "WARN",
            """
            select project_code || ' ' || fiscal_year || ' ' || earned_amt || ' > ' || current_amt as offence
            from {batch}
            where earned_amt > current_amt
            """,
            "应计金额超过变动后预算数。请调整预算或核对结算。",
            "More was earned than the current budget holds: adjust the budget or check what was settled.",
            guards="R59 R64",
        ),
        Rule(
            "finance_states_what_was_paid",
            "WARN",
            """
            select project_code || ' ' || fiscal_year || ' ' || exe_amt || ' <> ' || paid_amt as offence
            from {batch}
            where
                exe_amt <> paid_amt
                and (exists (select 1 from landing.payment) or exists (select 1 from landing.prepayment))
            """,
            "财政执行数与支付记录合计不一致。请核对漏记、重记的凭证。",
            "What finance states as executed is not what the payments add up to: look for vouchers that are missing or "
            "entered twice.",
            guards="R59 R63",
        ),
    ),
)

SUITES = (TERMS, PAYMENTS, ALLOCATED, STATEMENTS, COVERAGE, BUDGETS)
