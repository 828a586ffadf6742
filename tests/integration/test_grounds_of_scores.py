"""Grounds of a score that are missing or weak are named by the gate, and nothing is named on an evaluation in order."""

from orchestration.evaluation import Evaluated
from tests.integration.conftest import Desk, Row
from tests.integration.test_evaluations import a_result, a_scheme, an_indicator


def warned(evaluated: Evaluated) -> dict[str, str]:
    return {each.expectation: each.sample for each in evaluated.findings if not each.success}


def evidence(evidence_no: str, evidence_class: str) -> Row:
    return {"evidence_no": evidence_no, "scheme_no": "S", "evidence_class": evidence_class, "title": "记录"}


FRAMEWORK = [
    an_indicator("A", name="产出", weight="60"),
    an_indicator("B", name="过程", weight="40"),
]


def test_an_evaluation_in_order_warns_of_nothing(desk: Desk) -> None:
    desk.receive(
        perf_scheme=[a_scheme()],
        perf_indicator=FRAMEWORK,
        indicator_result=[
            a_result("A", "50", reason="迟交", improvement="提前排期", judge="甲", reviewer="乙"),
            a_result("B", "40", actual_value="0", evidence_no="Z1", judge="甲"),
        ],
        evidence=[evidence("Z1", "FORMAL")],
        perf_decomposition=[
            {"scheme_no": "S", "ind_code": "A", "ref_kind": "PLAN", "ref_no": each, "share": "0.5"}
            for each in ("J1", "J2")
        ],
    )

    evaluated = desk.evaluate()

    assert evaluated.verdict == "PUBLISHED"
    assert warned(evaluated) == {}


def test_each_weak_ground_is_named_with_its_indicator(desk: Desk) -> None:
    desk.receive(
        perf_scheme=[a_scheme()],
        perf_indicator=[
            an_indicator("A", name="产出", weight="59"),
            an_indicator("B", name="过程", weight="41"),
            an_indicator("B1", "B", weight="41"),
        ],
        indicator_result=[
            a_result("A", "50", reason="迟交", judge="甲", reviewer="甲", evidence_no="Z9"),
            a_result("B1", "41", actual_value="0", evidence_no="Z1"),
            a_result("B", "41"),
        ],
        evidence=[evidence("Z1", "STATEMENT")],
        perf_decomposition=[
            {"scheme_no": "S", "ind_code": "A", "ref_kind": "WORK_ORDER", "ref_no": "W1", "share": "0.5"},
            {"scheme_no": "S", "ind_code": "A", "ref_kind": "TASK", "ref_no": "T1", "share": "1"},
        ],
    )

    evaluated = desk.evaluate()

    assert evaluated.verdict == "PUBLISHED"
    assert warned(evaluated) == {
        "a_score_below_full_has_its_reason_and_improvement": "S P A: 50.000 of 59.000",
        "evidence_that_is_named_is_known": "S P A (Z9)",
        "a_contractors_own_word_is_not_the_only_evidence_for_nothing_happened": "S P B1",
        "every_result_belongs_to_a_leaf": "S B",
        "nobody_reviews_the_score_that_they_gave": "S P A (甲)",
        "what_is_produced_and_achieved_weighs_enough": "S: 59.000",
        "shares_of_a_goal_make_the_whole_at_each_step": "S A WORK_ORDER: 0.500000",
        "goals_are_passed_down_to_what_exists": "TASK T1 · WORK_ORDER W1",
    }


def test_of_two_results_that_of_the_later_day_counts(desk: Desk) -> None:
    desk.receive(
        perf_indicator=FRAMEWORK,
        indicator_result=[a_result("A", "60", as_of_date="2020-12-31"), a_result("A", "50", as_of_date="2021-01-31")],
    )

    assert desk.evaluate().verdict == "PUBLISHED"
    assert {row["ind_code"]: row["score"] for row in desk.table("score_indicator")} == {"A": 50, "B": None}
