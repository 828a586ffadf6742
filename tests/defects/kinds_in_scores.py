"""Defects of a built evaluation: totals, nodes, grades and findings that do not follow from the leaves."""

from tests.defects.kinds import Kind
from tests.defects.spoiling import does, loses, sets

A_SUBJECT = "scheme_no = 'PJ-S'"
NODES = ("every_node_is_the_sum_of_its_leaves",)

KINDS = (
    sets(
        *("marts.score_summary", "total_score = total_score + 0.001", A_SUBJECT),
        name="a_total_is_not_the_sum_of_its_leaves",
        by=("every_total_is_the_sum_of_its_leaves",),
        why="71",
    ),
    sets(
        *("marts.score_summary", "grade = '良'", A_SUBJECT),
        name="a_grade_is_not_that_of_the_score",
        by=("every_grade_is_that_of_its_score",),
        why="73",
    ),
    sets(
        *("marts.score_summary", "grade = null", A_SUBJECT),
        name="a_grade_is_lost",
        by=("every_grade_is_that_of_its_score", "every_grade_scale_is_known"),
        why="73",
    ),
    sets(
        *("marts.score_summary", "met_count = met_count + 1", A_SUBJECT),
        name="a_count_of_met_indicators_is_off",
        by=("every_indicator_is_counted_once",),
        why="92",
    ),
    loses("marts.score_summary", A_SUBJECT, name="a_summary_is_lost", by=("every_subject_has_its_summary",), why="71"),
    sets(
        *("marts.score_node", "score = score + 0.001", f"{A_SUBJECT} and node = '决策'"),
        name="a_node_is_not_the_sum_of_its_leaves",
        by=NODES,
        why="71",
    ),
    loses("marts.score_node", f"{A_SUBJECT} and node = '决策'", name="a_node_is_lost", by=NODES, why="71"),
    loses(
        *("marts.score_indicator", f"{A_SUBJECT} and level2 = '目标'"),
        name="a_scored_leaf_is_lost",
        by=("every_total_is_the_sum_of_its_leaves",),
        why="71",
    ),
    Kind(
        "a_leaf_and_its_total_are_a_thousandth_off",
        "BLOCK",
        ("every_score_is_that_of_its_reckoning", *NODES),
        "71; a wrong model is wrong everywhere",
        does(
            f"update marts.score_indicator set score = score - 0.001 where {A_SUBJECT} and level2 = '目标'",
            f"update marts.score_summary set total_score = total_score - 0.001 where {A_SUBJECT}",
        ),
    ),
    sets(
        *("marts.score_indicator", "score = weight + 1", f"{A_SUBJECT} and level2 = '目标'"),
        name="a_built_score_lies_above_its_weight",
        by=("every_total_is_the_sum_of_its_leaves",),
        why="70",
    ),
    loses(
        *("marts.score_finding", "kind = 'TOTAL_DIFFERS'"),
        name="a_finding_is_lost",
        by=("every_defect_is_counted_with_its_subject",),
        why="71; what a report hides",
    ),
)
