"""What must hold of the grounds of a score: reasons, evidence, reviewers, weights by stage, goals passed down."""

from expectations.rule import Rule, Suite

_NEWEST = """
    newest as (
        select results.*
        from landing.indicator_result as results
        inner join intermediate.int_schemes_current as schemes on results.scheme_no = schemes.scheme_no
        anti join landing.indicator_result as later
            on
                results.scheme_no = later.scheme_no
                and results.subject_code = later.subject_code
                and results.ind_code = later.ind_code
                and later.as_of_date > coalesce(results.as_of_date, date '0001-01-01')
    )
"""

LEAVES = Suite(
    "intermediate.int_leaves_weighted",
    (
        Rule(
            "a_score_below_full_has_its_reason_and_improvement",
            "WARN",
            """
            select
                scheme_no || ' ' || subject_code || ' ' || ind_code || ': '
                || raw_score || ' of ' || framework_weight as offence
            from {batch}
            where
                origin = 'INDICATOR'
                and rule <> 'EXPERT'
                and raw_score < framework_weight
                and (reason is null or improvement is null)
            """,
            "未得满分的指标缺少偏差原因或改进措施。请在 indicator_result 中补充 reason 和 improvement。",
            "An indicator below its full score lacks the reason or the improvement: add both in indicator_result.",
            guards="R80",
        ),
        Rule(
            "evidence_that_is_named_is_known",
            "WARN",
            """
            select scheme_no || ' ' || subject_code || ' ' || ind_code || ' (' || evidence_no || ')' as offence
            from {batch}
            anti join landing.evidence using (evidence_no)
            where evidence_no is not null
            """,
            "得分所依据的佐证编号没有对应资料。请提交 evidence。",
            "A score names evidence that was never received: send it in evidence.",
            guards="R86 R105",
        ),
        Rule(
            "a_contractors_own_word_is_not_the_only_evidence_for_nothing_happened",
            "WARN",
            """
            select scheme_no || ' ' || subject_code || ' ' || ind_code as offence
            from {batch}
            inner join landing.evidence using (scheme_no, evidence_no)
            where
                evidence.evidence_class = 'STATEMENT'
                and try_cast(actual_value as decimal(18, 6)) = 0
                and raw_score = framework_weight
            """,
            "完成值为零且得满分，仅有说明材料佐证。请补充正式资料、工作资料或原始凭证。",
            "Zero events with full score rest on a statement alone: add formal or working documents, or vouchers.",
            guards="R107",
        ),
    ),
)

RESULTS = Suite(
    "landing.indicator_result",
    (
        Rule(
            "every_result_belongs_to_a_leaf",
            "WARN",
            f"""
            with {_NEWEST}
            select newest.scheme_no || ' ' || newest.ind_code as offence
            from newest
            anti join intermediate.int_indicator_nodes as nodes
                on newest.scheme_no = nodes.scheme_no and newest.ind_code = nodes.ind_code and nodes.is_leaf
            """,
            "有完成情况对应的指标不存在或不是末级指标，未参与评分。请核对指标编号。",
            "A result names an indicator that is unknown or has others below it, and is not scored: check ind_code.",
            guards="P2 R71",
        ),
        Rule(
            "nobody_reviews_the_score_that_they_gave",
            "WARN",
            f"""
            with {_NEWEST}
            select scheme_no || ' ' || subject_code || ' ' || ind_code || ' (' || judge || ')' as offence
            from newest
            where judge = reviewer
            """,
            "评分人与复核人为同一人。请由他人复核。",
            "The reviewer of a score is the one who gave it: have another person review it.",
            guards="R106",
        ),
    ),
)

NODES = Suite(
    "intermediate.int_indicator_nodes",
    (
        Rule(
            "what_is_produced_and_achieved_weighs_enough",
            "WARN",
            """
            select nodes.scheme_no || ': ' || coalesce(sum(weight) filter (
                where regexp_matches(name, '产出|效益|效果|满意')
            ), 0) as offence
            from {batch} as nodes
            inner join intermediate.int_schemes_current as schemes on nodes.scheme_no = schemes.scheme_no
            where nodes.level = 1 and schemes.stage in ('DEPARTMENT', 'FINANCE', 'POST')
            group by nodes.scheme_no
            having
                bool_or(regexp_matches(name, '产出|效益|效果'))
                and sum(weight) filter (where regexp_matches(name, '产出|效益|效果|满意')) * 100 < sum(weight) * 60
            """,
            "财政或部门评价中，产出与效益指标权重合计低于 60%（财预〔2020〕10号第十四条）。请核对权重。",
            "Output and benefit weigh less than 60 per cent of a finance or department evaluation: check the weights.",
            guards="R74",
        ),
    ),
)

DECOMPOSITIONS = Suite(
    "landing.perf_decomposition",
    (
        Rule(
            "shares_of_a_goal_make_the_whole_at_each_step",
            "WARN",
            """
            select scheme_no || ' ' || ind_code || ' ' || ref_kind || ': ' || sum(share) as offence
            from {batch}
            group by scheme_no, ind_code, ref_kind
            having count(share) = count(*) and sum(share) <> 1
            """,
            "绩效目标分解到同一层级的比例合计不为 1。请补正 perf_decomposition。",
            "Shares of an indicator's goal at one step do not add up to 1: mend perf_decomposition.",
            guards="R97",
        ),
        Rule(
            "goals_are_passed_down_to_what_exists",
            "WARN",
            """
            select parts.ref_kind || ' ' || parts.ref_no as offence
            from {batch} as parts
            where
                (
                    parts.ref_kind = 'WORK_ORDER'
                    and parts.ref_no not in (select work_order_no from landing.work_order)
                )
                or (parts.ref_kind = 'ORDER' and parts.ref_no not in (select order_no from landing.work_order))
                or (parts.ref_kind = 'TASK' and parts.ref_no not in (select task_no from landing.service_task))
            """,
            "绩效目标分解到的任务、服务单或工单不存在。请核对编号或补交。",
            "A goal is passed down to a task, service order or work order that is unknown: check its number, or send "
            "what is missing.",
            guards="R97",
        ),
    ),
)

SUITES = (LEAVES, RESULTS, NODES, DECOMPOSITIONS)
