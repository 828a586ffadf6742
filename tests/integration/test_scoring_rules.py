"""Each scoring rule gives the score that is worked by hand, under each rule profile, and says how it came about."""

from decimal import Decimal

import pytest

from expectations.judge_process import JudgeProcess
from orchestration.evaluation import Evaluated
from tests.integration.conftest import Desk, Row
from tests.integration.scoring_cases import CASES, PROFILES, Case, computed, same, tables_of


@pytest.fixture(scope="module")
def evaluated(tmp_path_factory: pytest.TempPathFactory, judge_process: JudgeProcess) -> tuple[Desk, Evaluated]:
    desk = Desk(tmp_path_factory.mktemp("rules"), judge_process)
    tables: dict[str, list[Row]] = {}
    for profile in PROFILES:
        for name, rows in tables_of(CASES, profile).items():
            tables.setdefault(name, []).extend(rows)
    desk.receive(**tables)
    return desk, desk.evaluate()


def leaf_of(desk: Desk, profile: str, code: str) -> Row:
    (leaf,) = (
        row for row in desk.table("score_indicator") if (row["scheme_no"], row["ind_code"]) == (f"S-{profile}", code)
    )
    return leaf


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("case", CASES, ids=[case.code for case in CASES])
def test_a_leaf_scores_what_is_worked_by_hand(evaluated: tuple[Desk, Evaluated], case: Case, profile: str) -> None:
    expected = case.scores[PROFILES.index(profile)]

    leaf = leaf_of(evaluated[0], profile, case.code)

    assert leaf["score"] == (None if expected is None else Decimal(expected)), leaf["basis"]
    assert leaf["status"] == ("NOT_ASSESSED" if expected is None else "SCORED")
    assert case.basis in str(leaf["basis"])


@pytest.mark.parametrize(
    ("profile", "code", "basis"),
    [
        ("CY101", "GE80", "AT_LEAST (CY101): 80÷100 = 80.00%；(80.00%−60%)÷(100%−60%)×10 = 5.00"),
        ("CY101", "GE55", "AT_LEAST (CY101): 55÷100 = 55.00% ≤ 60% → 0.00"),
        ("CY10", "GE411", "AT_LEAST (CY10): 3288÷800 = 411.00% ≥ 100% → 10.00"),
        ("KPI", "LE12", "AT_MOST (KPI): (1−(12−10)÷10)×10 = 8.00"),
        ("CY10", "LE12", "AT_MOST (CY10): 10÷12 = 83.33%；83.33%×10 = 8.33"),
        ("KPI", "RT-lose", "RATIO (KPI): 97.50%；(1−(100−97.50)×0.05)×10 = 8.75"),
        ("CY10", "EQ0-above", "EQUALS (CY10): 1 > 0 → 0.00"),
        ("CY10", "BY-2-days", "BY_DATE (CY10): 2021-02-02 > 2021-01-31 逾期 late 2 天 days；10−2×0.5 = 9.00"),
        ("CY101", "BX99", "BANDS (CY101): 99.99 ≥ 80；0.7×10 = 7.00"),
        ("CY10", "EL-shares", "ELEMENTS (CY10): 要点 elements 1;3 / 3；70.00%×10 = 7.00"),
        ("CY10", "DE3", "DEDUCT (CY10): 10−3×0.5 = 8.50"),
        (
            "CY10",
            "SV-80",
            "SURVEY (CY10): 满意度 satisfaction 800÷10 = 80.00%"
            "（其他 75.00% (n=8), 用户 100.00% (n=2)）；80.00%×10 = 8.00",
        ),
        ("KPI", "EX-veto", "EXPERT (KPI): 一票否决 veto: 5.9 < 6；(5.9+10+10)÷3 → 0.00"),
        ("CY10", "LV-full", "LEVEL (CY10): 达成；评分人给分 given by a person: 8.50 / 10"),
        (
            "CY10",
            "GE-unread",
            "AT_LEAST (CY10): 未评 not assessed；实际完成值不能识读 the actual value does not read: 约80",
        ),
    ],
    ids=lambda value: value if value in {case.code for case in CASES} else "",
)
def test_a_basis_is_the_formula_with_its_numbers(
    evaluated: tuple[Desk, Evaluated], profile: str, code: str, basis: str
) -> None:
    assert leaf_of(evaluated[0], profile, code)["basis"] == basis


def test_a_satisfaction_is_published_as_its_questionnaires_give_it(evaluated: tuple[Desk, Evaluated]) -> None:
    shown = [leaf_of(evaluated[0], "CY10", code)["actual_value"] for code in ("SV-hosts", "SV-players")]

    assert shown == ["93.06", "91.58"]


def warned(outcome: Evaluated, rule: str) -> str:
    (finding,) = (each for each in outcome.findings if each.expectation == rule)
    assert finding.severity == "WARN"
    return "" if finding.success else finding.sample


def test_what_does_not_read_is_named_and_nothing_is_refused(evaluated: tuple[Desk, Evaluated]) -> None:
    outcome = evaluated[1]

    assert outcome.verdict == "PUBLISHED"
    assert "BY-no-day actual_value: 2021-01" in warned(outcome, "every_value_that_a_rule_goes_by_can_be_read")
    assert "BD-two BANDS bands" in warned(outcome, "every_rule_has_its_parameters")
    assert "EL-not-whole 1;3" in warned(outcome, "every_element_is_named_and_its_shares_add_up")
    assert "SV-nobody" in warned(outcome, "every_group_of_a_survey_is_counted_whole")
    assert "EX-two" in warned(outcome, "every_panel_is_large_enough")
    assert warned(outcome, "every_expert_scores_within_the_weight") == ""
    assert warned(outcome, "every_score_lies_in_the_band_of_its_level") == ""
    assert warned(outcome, "every_own_parameter_is_known") == ""
    assert warned(outcome, "every_rule_profile_is_known") == ""


ODD = (
    Case("outside", same("7.9"), {"scoring_rule": "LEVEL"}, {"actual_value": "达成", "score": "7.9"}),
    Case("on-edge", same("8"), {"scoring_rule": "LEVEL"}, {"actual_value": "全部达成", "score": "8"}),
    Case("above-edge", same("8"), {"scoring_rule": "LEVEL"}, {"actual_value": "部分达成", "score": "8"}),
    Case("unnamed", same("8"), {"scoring_rule": "LEVEL"}, {"actual_value": "较好", "score": "8"}),
    Case("over", same("10.33"), {"scoring_rule": "EXPERT"}, experts=("10", "10", "11")),
    Case("aside", same(None), {"scoring_rule": "GIVEN"}, {"score": "8", "status": "NOT_ASSESSED"}),
    computed("typo", "AT_LEAST", "80", "100", same("8.00"), '{"flor_rate":0.5}'),
    computed("bands", "BANDS", "80", "", same(None), '{"bands":"unheard of"}'),
    Case(
        "no-blank-is-0", same(None), {"scoring_rule": "SURVEY"}, answers=({"group_name": "甲", "very_satisfied": "3"},)
    ),
)


def test_odd_scores_stand_and_are_named_and_what_a_home_received_goes_before_what_ships(desk: Desk) -> None:
    tables = tables_of(ODD, "CY10")
    unknown = tables_of((computed("GE80", "AT_LEAST", "80", "100", same(None)),), "ZZ")
    own = tables_of((computed("GE80", "AT_LEAST", "80", "100", same("6.00")),), "KPI")
    for name in tables:
        tables[name] += unknown[name] + own[name]
    rule = {
        "rule_profile": "KPI",
        "scoring_rule": "AT_LEAST",
        "parameter": "floor_rate",
        "effective_from": "2020-01-01",
    }
    tables["profile_rule"] = [rule | {"value": "0.5"}]
    desk.receive(**tables)

    outcome = desk.evaluate()

    for case in ODD:
        score = case.scores[0]
        assert leaf_of(desk, "CY10", case.code)["score"] == (None if score is None else Decimal(score)), case.code
    assert leaf_of(desk, "KPI", "GE80")["score"] == Decimal("6.00")
    assert leaf_of(desk, "ZZ", "GE80")["status"] == "NOT_ASSESSED"
    assert outcome.verdict == "PUBLISHED"
    levels = "S-CY10 P above-edge 部分达成 8.000 · S-CY10 P outside 达成 7.900 · S-CY10 P unnamed 较好 8.000"
    assert warned(outcome, "every_score_lies_in_the_band_of_its_level") == levels
    assert warned(outcome, "every_expert_scores_within_the_weight") == "S-CY10 P over"
    assert warned(outcome, "every_own_parameter_is_known") == "S-CY10 typo flor_rate"
    assert warned(outcome, "every_rule_profile_is_known") == "S-ZZ (ZZ)"
    assert warned(outcome, "every_group_of_a_survey_is_counted_whole") == "S-CY10 P no-blank-is-0"
