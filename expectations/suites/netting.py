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
            guards="R39",
        ),
        Rule(
            "a_clause_on_bands_has_bands_that_say_one_thing_each",
            "BLOCK",
            """
            select clause.contract_no || ' ' || clause.clause_no || ' ' || coalesce(band.seq::varchar, '-') as offence
            from {batch} as clause
            left join landing.deduction_band as band
                on clause.contract_no = band.contract_no and clause.clause_no = band.clause_no
            where
                clause.kind in ('SCORE_BAND', 'COEFFICIENT')
                and (
                    band.seq is null
                    or (band.ratio is not null)::integer + (band.ratio_per_point is not null)::integer
                    + (band.coefficient is not null)::integer <> 1
                    or (band.ratio_per_point is not null and clause.full_score is null)
                    or band.coefficient > 1
                )
            """,
            "分档条款没有分档，或某一档未给出且仅给出扣减比例、每分扣减比例（须有满额得分）、考核系数之一。请补充分档。",
            "A clause on bands lacks them, or a band does not give exactly one of ratio, ratio per point (with the "
            "clause's full score) and coefficient: complete the bands.",
            guards="R42",
        ),
        Rule(
            "a_clause_on_the_contract_knows_its_total",
            "BLOCK",
            """
            select clause.contract_no || ' ' || clause.clause_no as offence
            from {batch} as clause
            inner join landing.contract as contract
                on clause.contract_no = contract.contract_no
            where clause.base = 'CONTRACT' and contract.total_amt is null and contract.ceiling_amt is null
            """,
            "条款以合同总额为基数，但合同未给出总额或上限。请补充合同。",
            "A clause deducts from the contract's total, and the contract gives neither total nor ceiling.",
            guards="R42",
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
            guards="R55",
        ),
    ),
)

SCORES = Suite(
    "intermediate.int_score_deductions",
    (
        Rule(
            "every_score_lies_in_one_band",
            "BLOCK",
            """
            select contract_no || ' ' || clause_no || ' ' || basis || ' ' || any_value(score) as offence
            from {batch}
            group by contract_no, clause_no, basis
            having count(*) > 1 or bool_or(computed_amt is null)
            """,
            "考核得分不在任何一档内，或同时在两档内。请更正分档：分档含起始得分，不含截止得分。",
            "A score lies in no band of its clause, or in two: mend the bands, which hold their lower bound and not "
            "their upper.",
            guards="R42",
        ),
    ),
)

DEDUCTIONS = Suite(
    "intermediate.int_deductions_due",
    (
        Rule(
            "no_two_clauses_deduct_on_one_ground",
            "BLOCK",
            """
            select
                due.contract_no || ': ' || due.clause_no || ' ' || due.basis || ' ' || due.capped_amt
                || ' + ' || other.clause_no || ' ' || other.basis || ' ' || other.capped_amt as offence
            from {batch} as due
            inner join {batch} as other
                on
                    due.contract_no = other.contract_no
                    and due.conflicts_with = other.clause_no
                    and other.conflicts_with is not null
                    and other.capped_amt > 0
                    and due.clause_no < other.clause_no
            where due.applied_amt <> 0 or other.applied_amt <> 0
            """,
            "两个条款就同一事由扣减，且未约定适用顺序。金额如样例。请在条款中给出 precedence：数小者适用，其余让位。",
            "Two clauses deduct on one ground and no precedence says which goes before; both amounts are shown. Give "
            "the clauses a precedence: the lowest deducts, the others give way.",
            guards="R41",
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
            guards="R14",
        ),
    ),
)

TERMS = Suite(
    "landing.contract_payment_term",
    (
        Rule(
            "a_retention_says_when_it_is_released",
            "BLOCK",
            """
            select contract_no || ' ' || string_agg(seq, ' ' order by seq) as offence
            from {batch}
            where pay_type = 'RETENTION'
            group by contract_no
            having
                count(*) > 1
                or bool_or(due_days is null)
                or bool_or(coalesce(base_date_kind, 'SERVICE_END') <> 'SERVICE_END')
            """,
            "质保金条款须唯一，须给出自服务期结束起算的天数。请更正支付条款。",
            "A contract has one retention term, which gives its days from the end of service: mend the payment terms.",
            guards="R52",
        ),
    ),
)

ASSESSMENTS = Suite(
    "intermediate.int_scores_known",
    (
        Rule(
            "one_score_counts_for_a_period",
            "BLOCK",
            """
            with newest as (
                select
                    *,
                    rank() over (partition by contract_no, period order by assessed_on desc nulls last) as place
                from {batch}
            )
            select
                contract_no || ' ' || period || ': '
                || string_agg(
                    score || coalesce(' ' || scheme_no || ' ' || subject_code, ' assessment'),
                    ' / ' order by score, scheme_no, subject_code
                ) as offence
            from newest
            where place = 1
            group by contract_no, period
            having count(*) filter (where scheme_no is null) > 1 or count(distinct score) > 1
            """,
            "同一合同同一考核期有两个得分（考核记录或评价），日期不能区分先后。请补充考核日期，或更正其中一个后重新评价。",
            "A contract has two scores for one period, of assessments or evaluations, and no day says which is newer: "
            "give assessed_on, or mend one of them and evaluate again.",
            guards="R39",
        ),
        Rule(
            "one_subject_of_a_framework_scores_a_contract",
            "BLOCK",
            """
            select
                scores.contract_no || ' ' || scores.period || ': ' || scores.scheme_no || ' '
                || string_agg(scores.subject_code || ' ' || scores.score, ' / ' order by scores.subject_code) as offence
            from {batch} as scores
            semi join landing.deduction_clause as clause
                on
                    scores.contract_no = clause.contract_no
                    and clause.kind in ('ASSESSMENT', 'SCORE_BAND', 'COEFFICIENT')
            where scores.subject_count > 1
            group by scores.contract_no, scores.period, scores.scheme_no
            """,
            "一个指标体系以合同为结算对象，却评价了多个对象，无法确定以谁的得分结算。请为每个对象单设指标体系，或去掉合同编号。",
            "A framework whose score goes to a contract scored several subjects, so that nobody can say which of them "
            "pays: give each its own framework, or leave the contract out.",
            guards="R39",
        ),
        Rule(
            "every_score_has_a_clause",
            "WARN",
            """
            select scores.contract_no || ' ' || scores.period || ' ' || scores.score as offence
            from {batch} as scores
            left join landing.deduction_clause as clause
                on
                    scores.contract_no = clause.contract_no
                    and clause.kind in ('ASSESSMENT', 'SCORE_BAND', 'COEFFICIENT')
            where clause.clause_no is null
            """,
            "有考核得分没有对应的考核条款，未扣减。",
            "A score has no clause on scores: nothing is deducted for it.",
            guards="R39",
        ),
        Rule(
            "every_evaluated_contract_is_known",
            "WARN",
            """
            select scores.scheme_no || ' ' || scores.subject_code || ': ' || scores.contract_no as offence
            from {batch} as scores
            anti join landing.contract as contract
                on scores.contract_no = contract.contract_no
            where scores.scheme_no is not null
            """,
            "评价所属合同未收到，其得分未进入结算。请核对指标体系的合同编号。",
            "An evaluation names a contract that was never received, so that no settlement takes its score: check the "
            "framework's contract_no.",
            guards="R39",
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
            guards="R40",
        ),
    ),
)

SUITES = (CLAUSES, CONTRACTS, TERMS, ASSESSMENTS, EVENTS, SCORES, DEDUCTIONS, NETTED)
