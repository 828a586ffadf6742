"""An indicator's page shows what it asks, how its score came about and who stands behind it, or what is missing."""

from datetime import date

import pytest

from dashboards.access import Principal, Role
from dashboards.app import render_page
from dashboards.pages.addresses import indicator_address
from tests.unit.dashboards.made_edition import MadeHome
from tests.unit.dashboards.made_scores import a_finding, a_leaf, a_summary
from tests.unit.dashboards.made_visit import a_visit
from tests.unit.dashboards.test_pages import text_of

EVALUATOR = Principal("王评审", Role.EVALUATOR, "wang")
ODD = "B/3 % ?#.."


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    made = MadeHome(tmp_path_factory.mktemp("scores"))
    given = {
        "framework_weight": "10",
        "explain": "依据是否充分",
        "direction": "≥",
        "target_value": "95",
        "unit": "%",
        "target_source": "年度批复",
        "basis": "GIVEN (CY10): 8.00 / 10",
        "judge": "张三",
        "reviewer": "李四",
        "evidence_no": "ZZ-1",
        "evidence_title": "立项批复",
        "evidence_class": "FORMAL",
        "evidence_date": date(2020, 3, 1),
        "as_of_date": date(2020, 12, 31),
    }
    before = a_leaf(
        "A1", "决策", "立项", **given | {"score": "6", "score_rate": "0.6", "basis": "GIVEN (CY10): 6.00 / 10"}
    )
    made.publish(
        "E0",
        "2021-05",
        {"score_summary": [a_summary(run_id="E0")], "score_indicator": [before | {"run_id": "E0"}]},
        run_type="EVALUATION",
    )
    leaves = [
        a_leaf("A1", "决策", "立项", **given),
        a_leaf("A2", "决策", "目标", score=None, score_rate=None, status="NOT_ASSESSED", basis="未评 not assessed"),
        a_leaf(ODD, "产出", "资料", deviation_reason="缺两项"),
    ]
    tables = {"score_summary": [a_summary()], "score_indicator": leaves, "score_finding": [a_finding(node="立项")]}
    made.publish("E1", "2021-06", tables, run_type="EVALUATION")
    return made


def shown(made, path, reader=EVALUATOR, **query):
    return text_of(render_page(a_visit(made.home, reader, **query), path))


def test_an_indicator_shows_its_definition_formula_evidence_and_people(made):
    text = shown(made, "/indicator/A1", scheme="S", subject="X")

    for told in ("依据是否充分", "≥95%", "年度批复", "GIVEN (CY10): 8.00 / 10", "张三", "李四"):
        assert told in text
    assert "ZZ-1　立项批复 · 正式资料 Formal · 2020-03-01" in text
    assert "8 / 10|已评分 Scored" in text


def test_a_name_that_begins_with_the_code_is_not_given_it_twice(tmp_path):
    made = MadeHome(tmp_path)
    leaves = [a_leaf("B2", "B 过程", "B2 组织实施"), a_leaf("B21", "B 过程", "B211 制度")]
    made.publish("E1", "2021-06", {"score_summary": [a_summary()], "score_indicator": leaves}, run_type="EVALUATION")

    assert " › |B2 组织实施|" in shown(made, "/indicator/B2", scheme="S", subject="X")
    assert " › |B21|B211 制度|" in shown(made, "/indicator/B21", scheme="S", subject="X")


def test_history_tells_what_each_evaluation_made_of_it_the_newest_first(made):
    text = shown(made, "/indicator/A1", scheme="S", subject="X")

    history = text[text.index("历次评价") :]
    assert history.index("E1") < history.index("GIVEN (CY10): 8.00 / 10") < history.index("E0")
    assert "GIVEN (CY10): 6.00 / 10" in history


def test_below_full_score_without_a_reason_the_page_says_so_and_with_one_it_does_not(made):
    assert "未得满分，须说明偏差原因。" in shown(made, "/indicator/A1", scheme="S", subject="X")
    assert "未得满分，须说明偏差原因。" not in shown(made, indicator_path(ODD), scheme="S", subject="X")


def indicator_path(code):
    return indicator_address({"ind_code": code, "scheme_no": "S", "subject_code": "X"}).partition("?")[0]


@pytest.mark.parametrize("code", [ODD, "A1", "中文", "a\\b", "a//b", "%2F", "+"], ids=repr)
def test_a_code_of_any_signs_comes_back_from_its_own_address(tmp_path, code):
    made = MadeHome(tmp_path)
    tables = {"score_summary": [a_summary()], "score_indicator": [a_leaf(code, "决策", "甲指标")]}
    made.publish("E1", "2021-06", tables, run_type="EVALUATION")

    text = shown(made, indicator_path(code), scheme="S", subject="X")

    assert f"{code}|甲指标" in text


def test_a_code_of_points_alone_stands_in_the_query_as_browsers_read_it_as_a_folder(tmp_path):
    address = indicator_address({"ind_code": "..", "scheme_no": "S", "subject_code": "X"})

    assert address == "/indicator?scheme=S&subject=X&code=.."


def test_what_was_not_assessed_shows_no_score_and_no_zero(made):
    text = shown(made, "/indicator/A2", scheme="S", subject="X")

    assert "— / 10|未评 Not assessed" in text
    assert "|0 / 10" not in text


def test_an_unknown_code_leads_to_the_indicators_of_the_card(made):
    text = shown(made, "/indicator/Z9", scheme="S", subject="X")

    assert "没有这个指标" in text
    assert "A1 立项" in text
    assert "8 / 10" not in text


def test_without_a_code_or_a_card_the_cards_are_offered(made):
    assert "S · X" in shown(made, "/indicator")


@pytest.mark.parametrize("role", [Role.FINANCE, Role.OPERATOR, Role.PROVIDER, Role.SUPERVISOR, Role.AUDITOR])
@pytest.mark.parametrize("path", ["/indicator/A1", "/compare", "/scorecard"])
def test_other_roles_see_nothing_of_a_score(made, role, path):
    text = shown(made, path, Principal("某人", role, "x"), scheme="S", subject="X")

    assert "张三" not in text
    assert "8 / 10" not in text
    assert "PURCHASER" not in text
    assert "采购方" in text


def test_only_an_evaluator_with_a_name_finds_a_form(made):
    assert "登记，待复核" in shown(made, "/indicator/A1", scheme="S", subject="X")
    for other in (Principal("购买方", Role.PURCHASER, "p"), Principal("", None), Principal("", Role.EVALUATOR)):
        text = shown(made, "/indicator/A1", other, scheme="S", subject="X")
        assert "登记，待复核" not in text
        assert "由绩效评价人员登录后登记和复核。" in text
