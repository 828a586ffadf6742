"""The scorecard shows published scores with their grounds, or says why there is none; never a made-up zero."""

from decimal import Decimal

import pytest

from dashboards.app import render_page
from dashboards.figures_scores import earned_by_level, points_lost
from tests.unit.dashboards.made_edition import MadeHome, a_line, a_settlement
from tests.unit.dashboards.made_scores import a_leaf, a_node, scored_home
from tests.unit.dashboards.made_visit import a_visit
from tests.unit.dashboards.test_pages import text_of


@pytest.fixture
def made(tmp_path):
    return scored_home(tmp_path)


def shown(made, **query):
    return text_of(render_page(a_visit(made.home, **query), "/scorecard"))


def test_a_subject_is_shown_with_total_grade_counts_and_what_is_wrong(made):
    text = shown(made, scheme="S", subject="X")

    assert "80 / 100|良（CY10）" in text
    assert "80%" in text
    assert "E1（评价 Evaluation）" in text
    assert "所载达标指标 42 个，按评分表为 41 个。|42 are stated, 41 follow." in text
    assert "两数不一致。" in text
    assert "别处的问题。" not in text


def test_the_first_subject_is_shown_where_the_address_names_none_and_the_others_are_links(made):
    text = shown(made)

    assert "80 / 100|良（CY10）" in text
    assert "S · Y" in text


def test_what_was_not_assessed_shows_no_score_and_no_grade(made):
    text = shown(made, scheme="S", subject="Y")

    assert "— / 100|无等级（CY10）" in text
    assert "|0 / 100" not in text


def test_an_unknown_subject_leads_to_the_known_ones(made):
    text = shown(made, scheme="S", subject="Z")

    assert "没有这个评价对象" in text
    assert "S · X" in text
    assert "80 / 100" not in text


def test_without_an_evaluation_the_page_says_so(tmp_path):
    made = MadeHome(tmp_path)
    made.publish("R1", "2020-05", {"settlement": [a_settlement()], "settlement_line": [a_line()]})

    assert "尚未评价" in shown(made)


def test_points_lost_stand_in_their_order_with_score_and_weight():
    leaves = [
        a_leaf("A1", "立项", score="9.5", score_rate="0.95"),
        a_leaf("A2", "A2 目标", score="2", score_rate="0.2"),
    ]

    [trace] = points_lost(leaves).data

    assert list(trace.y) == ["A2 目标", "A1 立项"]
    assert list(trace.x) == [8.0, 0.5]
    assert list(trace.text) == ["2 / 10　20%", "9.5 / 10　95%"]


def test_a_level_that_nobody_assessed_has_no_bar_and_no_zero_in_its_label():
    figure = earned_by_level(
        [a_node("决策", score=None, score_rate=None), a_node("产出", score="18", score_rate="0.9")]
    )

    assert [note.text for note in figure.layout.annotations] == ["— / 20", "18 / 20　90%"]
    assert Decimal(str(figure.data[1].x[0])) == 0
