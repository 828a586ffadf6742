"""A score that one person gives and another confirms changes nothing until an evaluation is run, which names both."""

from decimal import Decimal

from orchestration.scoring import confirm, give
from tests.integration.conftest import Desk


def test_a_confirmed_score_counts_from_the_next_evaluation_with_both_people_beside_it(desk: Desk) -> None:
    desk.receive(
        perf_scheme=[{"scheme_no": "S", "version": "1", "object_kind": "PROJECT", "stage": "POST"}],
        perf_indicator=[
            {
                "scheme_no": "S",
                "ind_code": code,
                "name": code,
                "weight": weight,
                "scoring_rule": "GIVEN",
                "explain": why,
            }
            for code, weight, why in (("A1", "40", "依据是否充分"), ("A2", "60", ""))
        ],
        indicator_result=[
            {"scheme_no": "S", "subject_code": "X", "ind_code": code, "score": score, "as_of_date": "2020-12-31"}
            for code, score in (("A1", "40"), ("A2", "60"))
        ],
        evidence=[{"evidence_no": "ZZ-1", "scheme_no": "S", "evidence_class": "FORMAL", "title": "立项批复"}],
    )
    assert desk.evaluate().verdict == "PUBLISHED"
    cells = {"score": "31.5", "as_of_date": "2021-01-31", "evidence_no": "ZZ-1", "reason": "缺批复原件"}
    give(desk.home, ("S", "X", "A1"), given=cells, by="王评审")
    assert desk.evaluate().verdict == "NOTHING_NEW"

    confirm(desk.home, "PF00001", by="李复核")
    evaluated = desk.evaluate()

    assert evaluated.verdict == "PUBLISHED"
    [score] = evaluated.scores
    assert score.total_score == Decimal("91.5")
    [leaf] = [row for row in desk.table("score_indicator") if row["ind_code"] == "A1"]
    shown = (
        "score",
        "deviation_reason",
        "judge",
        "reviewer",
        "evidence_no",
        "evidence_title",
        "evidence_class",
        "explain",
    )
    assert [leaf[name] for name in shown] == [
        *(Decimal("31.500"), "缺批复原件", "王评审", "李复核"),
        *("ZZ-1", "立项批复", "FORMAL", "依据是否充分"),
    ]
