"""What must hold of the clauses and balances that lead from gross to payable."""

from expectations.rule import Rule, Suite

CLAUSES = Suite(
    "landing.deduction_clause",
    (
        Rule(
            "an_assessment_clause_says_how_it_deducts",
            "BLOCK",
            """
            select contract_no || ' ' || clause_no as offence
            from {batch}
            where
                kind = 'ASSESSMENT'
                and (
                    performance_ratio is null or full_score is null or amount_per_point is null or points is null
                )
            """,
            "考核条款缺少绩效比例、满额得分、每分金额或分数取整方式。请补充条款。",
            "An assessment clause lacks its ratio, full score, amount per point or points rule: complete it.",
        ),
        Rule(
            "one_assessment_clause_per_contract",
            "BLOCK",
            """
            select contract_no || ' ' || string_agg(clause_no, ' ' order by clause_no) as offence
            from {batch}
            where kind = 'ASSESSMENT'
            group by contract_no
            having count(*) > 1
            """,
            "同一合同有两个考核条款，无法确定适用哪一个。",
            "A contract has two assessment clauses: say which one applies.",
        ),
    ),
)

CONTRACTS = Suite(
    "landing.contract",
    (
        Rule(
            "a_tax_rate_says_whether_tax_is_included",
            "WARN",
            "select contract_no as offence from {batch} where tax_rate is not null and tax_incl is null",
            "合同有税率但未注明是否含税，按含税处理。",
            "A contract gives a tax rate but not whether tax is included: it is taken as included.",
        ),
    ),
)

INCIDENTS = Suite(
    "intermediate.int_incident_deductions",
    (
        Rule(
            "no_two_clauses_deduct_in_one_run",
            "BLOCK",
            """
            with due as (
                select contract_no, clause_no, sum(applied_amt) as applied_amt
                from (
                    select contract_no, clause_no, applied_amt from {batch}
                    union all
                    select contract_no, clause_no, applied_amt from intermediate.int_assessment_deductions
                )
                group by contract_no, clause_no
                having sum(applied_amt) > 0
            )
            select
                due.contract_no || ': '
                || string_agg(due.clause_no || ' ' || due.applied_amt, ' + ' order by due.clause_no) as offence
            from due
            inner join landing.deduction_clause as clauses
                on due.contract_no = clauses.contract_no and due.clause_no = clauses.clause_no
            group by due.contract_no
            having count(*) > 1
            """,
            "两个条款在同一期同时扣减，无法确定适用哪一个或按何顺序适用。两笔金额如样例所示，请先明确条款。",
            "Two clauses deduct in the same run, and which of them gives way is not settled; both amounts are shown. "
            "A precedence is not applied yet.",
        ),
    ),
)

NETTED = Suite(
    "intermediate.int_contracts_netted",
    (
        Rule(
            "nothing_lies_above_the_ceiling",
            "WARN",
            "select contract_no || ' ' || above_ceiling_amt as offence from {batch} where above_ceiling_amt > 0",
            "应付金额超出合同上限，超出部分需审批。",
            "What is due exceeds the contract's ceiling: the excess needs an approval.",
        ),
    ),
)

ASSESSMENTS = Suite(
    "landing.assessment",
    (
        Rule(
            "one_score_counts_for_a_period",
            "BLOCK",
            """
            with newest as (
                select
                    contract_no,
                    period,
                    rank() over (partition by contract_no, period order by assessed_on desc nulls last) as place
                from {batch}
            )
            select contract_no || ' ' || period as offence
            from newest
            where place = 1
            group by contract_no, period
            having count(*) > 1
            """,
            "同一合同同一考核期有两个得分，考核日期不能区分先后。请补充考核日期。",
            "A contract has two scores for one period and no date that says which is newer: give assessed_on.",
        ),
        Rule(
            "every_score_has_a_clause",
            "WARN",
            """
            select assessment.contract_no || ' ' || assessment.period || ' ' || assessment.score as offence
            from {batch} as assessment
            left join landing.deduction_clause as clause
                on assessment.contract_no = clause.contract_no and clause.kind = 'ASSESSMENT'
            where clause.clause_no is null or length(assessment.period) = 4
            """,
            "有考核得分没有对应的考核条款，或为年度得分（由年度结算处理），本次未扣减。",
            "A score has no assessment clause, or is a year's and left to the annual run: nothing is deducted for it.",
        ),
    ),
)

EVENTS = Suite(
    "landing.breach_event",
    (
        Rule(
            "every_event_has_an_amount",
            "WARN",
            """
            select event.contract_no || ' ' || event.clause_no || ' ' || event.event_no as offence
            from {batch} as event
            left join landing.deduction_clause as clause
                on event.contract_no = clause.contract_no and event.clause_no = clause.clause_no
            where clause.amount_per_incident is null
            """,
            "有违约事件的条款未规定每次扣减金额，未扣减。",
            "An event's clause gives no amount per incident: nothing is deducted for it.",
        ),
    ),
)

SUITES = (CLAUSES, CONTRACTS, ASSESSMENTS, EVENTS, INCIDENTS, NETTED)
