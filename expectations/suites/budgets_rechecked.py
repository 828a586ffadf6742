"""What must hold between budgets that are about to be published and what was booked, paid and granted."""

from expectations.rule import Rule, Suite
from expectations.suites.lines import PROGRAM, REPORT

BUDGETS = Suite(
    "marts.budget_execution",
    (
        Rule(
            "budgets_hold_what_is_booked_and_paid",
            "BLOCK",
            """
            with earned as (
                select contract.project_code, left(line.service_period, 4) as fiscal_year,
                    sum(line.amount) as amount
                from (
                    select contract_no, service_period, amount from booked.settlement_line
                    union all
                    select contract_no, service_period, amount from marts.settlement_line
                ) as line
                inner join landing.contract as contract on line.contract_no = contract.contract_no
                where contract.project_code is not null
                group by contract.project_code, left(line.service_period, 4)
            ),
            paid as (
                select contract.project_code, strftime(payment.paid_on, '%Y') as fiscal_year,
                    sum(payment.amount) as amount
                from (
                    select contract_no, paid_on, amount from landing.prepayment
                    union all
                    -- A prepayment's own voucher is not counted again.
                    select contract_no, paid_on, amount from intermediate.int_payments_allocated
                        where purpose <> 'PREPAYMENT'
                ) as payment
                inner join landing.contract as contract on payment.contract_no = contract.contract_no
                where contract.project_code is not null
                group by contract.project_code, strftime(payment.paid_on, '%Y')
            )
            select coalesce(execution.project_code, earned.project_code, paid.project_code, budget.pro_code) || ' '
                || coalesce(execution.fiscal_year, earned.fiscal_year, paid.fiscal_year,
                    budget.fiscal_year) as offence
            from {batch} as execution
            full outer join earned
                on execution.project_code = earned.project_code and execution.fiscal_year = earned.fiscal_year
            full outer join paid
                on
                    coalesce(execution.project_code, earned.project_code) = paid.project_code
                    and coalesce(execution.fiscal_year, earned.fiscal_year) = paid.fiscal_year
            full outer join landing.budget_project as budget
                on
                    coalesce(execution.project_code, earned.project_code, paid.project_code) = budget.pro_code
                    and coalesce(execution.fiscal_year, earned.fiscal_year,
                        paid.fiscal_year) = cast(budget.fiscal_year as varchar)
            where
                execution.project_code is null
                or execution.earned_amt is distinct from coalesce(earned.amount, 0)
                or execution.paid_amt is distinct from coalesce(paid.amount, 0)
                or execution.current_amt is distinct from
                cast(budget.reply_amt as decimal(38, 2)) + coalesce(budget.adj_amt, 0)
            """,
            "预算执行表与明细、支付或预算不一致。" + PROGRAM,
            "A budget's row does not hold what is booked, paid or budgeted: " + REPORT,
            guards="R59 R63",
        ),
    ),
)

SUITES = (BUDGETS,)
