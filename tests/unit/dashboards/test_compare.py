"""Comparisons put published rates on one axis; what is missing has no length and no difference, and is never a zero."""

from decimal import Decimal

import pytest

from dashboards.app import render_page
from dashboards.figures_compare import before_and_after, rates
from dashboards.figures_scores import colour_of_rate, weights
from interface.tables import PUBLISHED
from tests.unit.dashboards.made_edition import MadeHome
from tests.unit.dashboards.made_scores import a_leaf, a_node, a_summary, typed
from tests.unit.dashboards.made_visit import a_visit
from tests.unit.dashboards.test_pages import text_of


def a_comparison(path, **given):
    row = dict.fromkeys(PUBLISHED["score_comparison"].names)
    row |= {"run_id": "E1", "scheme_no": "S", "subject_code": "X", "path": path, "compared_scheme_no": "S0"}
    row |= {"score_rate": "0.9", "compared_score_rate": "0.95", "rate_difference": "-0.05"}
    return typed(row | given, "score_comparison")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    made = MadeHome(tmp_path_factory.mktemp("scores"))
    tables = {
        "score_summary": [
            a_summary(score_rate="0.9"),
            a_summary(subject_code="Y", total_score=None, score_rate=None, grade=None),
            a_summary(scheme_no="S0", score_rate="0.95"),
        ],
        "score_node": [a_node("决策", score="18", score_rate="0.9")],
        "score_comparison": [
            a_comparison("决策", compared_score_rate=None, rate_difference=None),
            a_comparison("*", grade="优", compared_grade="优"),
        ],
    }
    made.publish("E1", "2021-06", tables, run_type="EVALUATION")
    return made


def shown(made, **query):
    return text_of(render_page(a_visit(made.home, **query), "/compare"))


def test_the_whole_stands_first_with_both_rates_and_a_signed_difference_in_points(made):
    text = shown(made)

    assert "S0 → S" in text
    assert "总体 Whole|90%|95%|−5 个百分点|优|优|决策|90%|—|—|—|—" in text


def test_subjects_and_evaluations_are_listed_with_what_was_not_assessed_as_such(made):
    text = shown(made, scheme="S", subject="X")

    assert "Y|财政评价 By finance|—|CY10|—|100|—" in text
    assert "S0|财政评价 By finance|良|CY10|80|100|95%" in text


def test_a_subject_without_anything_to_compare_says_why(made):
    assert "没有指定对比体系" in shown(made, scheme="S0", subject="X")


def test_an_unknown_subject_leads_to_the_known_ones(made):
    text = shown(made, scheme="S", subject="Z")

    assert "没有这个评价对象" in text
    assert "S · X" in text


def test_what_is_missing_has_no_dot():
    figure = before_and_after([a_comparison("*"), a_comparison("决策", compared_score_rate=None, rate_difference=None)])

    before, after = figure.data
    assert (list(before.x), list(after.x)) == ([95.0], [90.0, 90.0])
    assert [note.text for note in figure.layout.annotations] == ["−5 个百分点", "—"]


def test_a_rate_that_is_missing_is_named_so():
    [bars] = rates([("X", Decimal("0.9")), ("Y", None)]).data

    assert list(bars.text) == ["90%", "—"]


def test_tiles_are_as_large_as_weights_and_what_has_none_has_no_tile():
    leaves = [
        a_leaf("A1", "决策", "立项", weight="4.5"),
        a_leaf("A2", "决策", "目标", weight=None, score=None, score_rate=None),
        a_leaf("A3", "决策", "资金", weight="5.5", score=None, score_rate=None),
        a_leaf("B1", "产出", weight="90"),
    ]

    [tiles] = weights(leaves).data

    assert dict(zip(tiles.labels, tiles.values, strict=True)) == {
        "决策": 10_000,
        "A1 立项": 4_500,
        "A3 资金": 5_500,
        "B1 产出": 90_000,
    }
    assert list(tiles.text) == ["", "8 / 4.5　80%", "— / 5.5", "8 / 90　80%"]


@pytest.mark.parametrize(("rate", "like"), [("0.599999", "0"), ("0.6", "0.79"), ("0.8", "0.999999")])
def test_a_bound_belongs_to_the_colour_above(rate, like):
    assert colour_of_rate(Decimal(rate)) == colour_of_rate(Decimal(like))


def test_every_step_of_a_rate_has_a_colour_of_its_own():
    rates_of_steps = (None, Decimal(0), Decimal("0.6"), Decimal("0.8"), Decimal(1))

    assert len({colour_of_rate(rate) for rate in rates_of_steps}) == 5
