"""What must hold between scores that are about to be published and the leaves that they were made of."""

from expectations.rule import Rule, Suite
from expectations.suites.lines import PROGRAM, REPORT

NODES = Suite(
    "marts.score_node",
    (
        Rule(
            "every_node_is_the_sum_of_its_leaves",
            "BLOCK",
            """
            with leaves as (
                select scheme_no, subject_code, score,
                    list_filter([level1, level2, level3, level4], each -> each is not null) as names
                from marts.score_indicator
            ),
            sums as (
                select scheme_no, subject_code, array_to_string(list_slice(names, 1, step), ' / ') as path,
                    sum(score) as score
                from leaves
                cross join unnest(range(1, len(names))) as steps (step)
                group by scheme_no, subject_code, array_to_string(list_slice(names, 1, step), ' / ')
            )
            select coalesce(node.scheme_no, sums.scheme_no) || ' '
                || coalesce(node.subject_code, sums.subject_code) || ' '
                || coalesce(node.path, sums.path) as offence
            from {batch} as node
            full outer join sums
                on node.scheme_no = sums.scheme_no and node.subject_code = sums.subject_code
                    and node.path = sums.path
            where node.node is null or sums.path is null or node.score is distinct from sums.score
            """,
            "节点得分不等于其下指标得分之和。" + PROGRAM,
            "A node is not the sum of its leaves: " + REPORT,
            guards="R71",
        ),
    ),
)

SUMMARIES = Suite(
    "marts.score_summary",
    (
        Rule(
            "every_grade_is_that_of_its_score",
            "BLOCK",
            """
            select summary.scheme_no || ' ' || summary.subject_code as offence
            from {batch} as summary
            inner join intermediate.int_subjects_graded as graded using (scheme_no, subject_code)
            where summary.grade is distinct from graded.grade
            """,
            "等级不是其得分的等级。" + PROGRAM,
            "A grade is not that of its score: " + REPORT,
            guards="R73",
        ),
        Rule(
            "every_subject_has_its_summary",
            "BLOCK",
            """
            select distinct leaf.scheme_no || ' ' || leaf.subject_code as offence
            from marts.score_indicator as leaf
            anti join {batch} as summary using (scheme_no, subject_code)
            """,
            "评价对象没有汇总结果。" + PROGRAM,
            "A subject has no summary: " + REPORT,
            guards="P2",
        ),
        Rule(
            "every_indicator_is_counted_once",
            "BLOCK",
            """
            select summary.scheme_no || ' ' || summary.subject_code as offence
            from {batch} as summary
            inner join (
                select
                    scheme_no,
                    subject_code,
                    -- A merged cell of a printed sheet has no weight and waits for nobody.
                    count(*) filter (where status = 'NOT_ASSESSED' and weight is not null) as not_assessed,
                    count(*) filter (where status = 'NOT_APPLICABLE') as not_applicable,
                    count(*) filter (where score >= weight) as met,
                    count(*) filter (where score < weight) as unmet
                from marts.score_indicator
                group by scheme_no, subject_code
            ) as leaves using (scheme_no, subject_code)
            where row(met_count, unmet_count, not_assessed_count, not_applicable_count)
                is distinct from row(leaves.met, leaves.unmet, leaves.not_assessed, leaves.not_applicable)
            """,
            "达标、偏差、未评和不适用指标数与指标不符。" + PROGRAM,
            "Counts of met, unmet and other indicators are not those of the leaves: " + REPORT,
            guards="R92",
        ),
        Rule(
            "every_defect_is_counted_with_its_subject",
            "BLOCK",
            """
            select summary.scheme_no || ' ' || summary.subject_code || ' ' || summary.defect_count as offence
            from {batch} as summary
            left join (
                select scheme_no, subject_code, count(*) as defect_count
                from marts.score_finding where severity = 'DEFECT' group by scheme_no, subject_code
            ) as findings using (scheme_no, subject_code)
            where summary.defect_count is distinct from coalesce(findings.defect_count, 0)
            """,
            "问题数与问题清单不符。" + PROGRAM,
            "A subject's count of defects is not that of its findings: " + REPORT,
            guards="P2",
        ),
    ),
)

LEAVES = Suite(
    "marts.score_indicator",
    (
        Rule(
            "every_score_is_that_of_its_reckoning",
            "BLOCK",
            """
            select coalesce(leaf.scheme_no, reckoned.scheme_no) || ' '
                || coalesce(leaf.subject_code, reckoned.subject_code) || ' '
                || coalesce(leaf.ind_code, reckoned.ind_code) as offence
            from {batch} as leaf
            full outer join intermediate.int_leaves_weighted as reckoned
                on
                    leaf.scheme_no = reckoned.scheme_no
                    and leaf.subject_code = reckoned.subject_code
                    and leaf.ind_code = reckoned.ind_code
            where row(leaf.score, leaf.weight) is distinct from row(reckoned.score, reckoned.weight)
            """,
            "指标得分不是计算所得。" + PROGRAM,
            "A leaf's score is not the one that was reckoned: " + REPORT,
            guards="R71",
        ),
    ),
)

SUITES = (NODES, SUMMARIES, LEAVES)
