"""Evaluations stand in the chain of settlements: each kind of table is read from its own runs; two editions compare."""

from decimal import Decimal

import pytest

from dashboards.access import SYSTEM
from dashboards.differences import Change, changes_between, edition_at
from dashboards.editions import NothingPublished, UnknownPeriod, open_edition, open_settlements
from interface.errors import CannotRun
from orchestration.diff import diff
from tests.unit.dashboards.made_edition import MadeHome, a_line, a_settlement


def a_summary(**given):
    row = {
        "run_id": "E1",
        "scheme_no": "S",
        "subject_code": "P",
        "total_weight": Decimal(100),
        "total_score": Decimal("88.500"),
        "assessed_weight": Decimal(100),
        "grade": "良",
        "grade_scale": "CY10",
        "rule_profile": "CY10",
        "met_count": 1,
        "unmet_count": 1,
        "not_assessed_count": 0,
        "not_applicable_count": 0,
        "defect_count": 0,
    }
    return row | given


@pytest.fixture
def made(tmp_path):
    """May settled, S and T evaluated in July, June settled, S alone evaluated again in July."""
    made = MadeHome(tmp_path)
    made.publish("R1", "2020-05", {"settlement": [a_settlement()], "settlement_line": [a_line()]})
    both = [a_summary(), a_summary(scheme_no="T", total_score=Decimal(70))]
    made.publish("E1", "2020-07", {"score_summary": both}, run_type="EVALUATION")
    june = {"run_id": "R2", "settlement_period": "2020-06"}
    lines = [
        a_line(line_id="L2", service_period="2020-06", amount=Decimal("100.10"), **june),
        a_line(line_id="L3", line_type="ADJUSTMENT", amount=Decimal("-0.05"), **june),
    ]
    made.publish(
        "R2",
        "2020-06",
        {"settlement": [a_settlement(settle_no="JS-2", payable_amt="100.05", **june)], "settlement_line": lines},
    )
    again = [a_summary(run_id="E2", total_score=Decimal("91.250"))]
    made.publish("E2", "2020-07", {"score_summary": again}, run_type="EVALUATION", scheme_no="S")
    return made


def scores(edition, **asked):
    return {row["scheme_no"]: row["total_score"] for row in edition.table("score_summary", **asked).to_pylist()}


def test_of_each_framework_the_newest_run_that_was_asked_for_it_counts(made):
    assert scores(open_edition(made.home, SYSTEM)) == {"S": Decimal("91.250"), "T": Decimal(70)}


def test_a_run_that_was_asked_for_every_framework_leaves_nothing_of_those_before(made):
    made.publish("E3", "2020-08", {"score_summary": [a_summary(run_id="E3")]}, run_type="EVALUATION")

    assert scores(open_edition(made.home, SYSTEM)) == {"S": Decimal("88.500")}
    assert scores(open_edition(made.home, SYSTEM), period="2020-07") == {"S": Decimal("91.250"), "T": Decimal(70)}


def test_periods_and_settlements_are_those_that_were_settled(made):
    edition = open_edition(made.home, SYSTEM)

    assert edition.periods == ("2020-05", "2020-06")
    assert edition.newest_settlement.run.run_id == "R2"
    assert edition.current.run.run_id == "E2"
    assert [manifest.run.run_id for manifest in edition.evaluations] == ["E1", "E2"]


def test_an_evaluation_supersedes_no_settlement_and_a_later_one_of_its_month_supersedes_it(made):
    edition = open_edition(made.home, SYSTEM)

    assert [edition.status(manifest) for manifest in edition.chain] == [
        "PUBLISHED",
        "SUPERSEDED",
        "PUBLISHED",
        "PUBLISHED",
    ]


def test_a_month_that_was_only_settled_has_no_scores_and_one_that_was_only_evaluated_no_lines(made):
    edition = open_edition(made.home, SYSTEM)

    assert scores(edition, period="2020-05") == {}
    with pytest.raises(UnknownPeriod, match="No run has the period 2020-07: choose one of 2020-05, 2020-06"):
        edition.table("settlement_line", period="2020-07")
    with pytest.raises(UnknownPeriod, match="2020-09"):
        edition.table("score_summary", period="2020-09")


def test_where_nothing_was_settled_the_settlement_says_so(tmp_path):
    made = MadeHome(tmp_path)
    made.publish("E1", "2020-07", {"score_summary": [a_summary()]}, run_type="EVALUATION")

    assert open_edition(made.home, SYSTEM).periods == ()
    with pytest.raises(NothingPublished, match="Nothing is settled"):
        open_settlements(made.home, SYSTEM)


def test_two_editions_differ_by_the_fen_of_each_month_payable_and_score(made):
    edition = open_edition(made.home, SYSTEM)

    changes = changes_between(edition_at(edition, "R1"), edition_at(edition, "E2"))

    assert list(changes) == [
        Change("month", "HT-001 2020-05", Decimal("240.00"), Decimal("239.95"), Decimal("-0.05")),
        Change("month", "HT-001 2020-06", None, Decimal("100.10"), Decimal("100.10")),
        Change("payable", "HT-001 JS-2", None, Decimal("100.05"), Decimal("100.05")),
        Change("score", "S P", None, Decimal("91.250"), Decimal("91.250")),
        Change("score", "T P", None, Decimal("70.000"), Decimal("70.000")),
    ]


def test_the_difference_is_printed_by_yuan_and_by_points_with_its_sign(made):
    assert diff(made.home, "R1", "R2") == [
        "服务月份 month HT-001 2020-05: 240.00 → 239.95 (-0.05)",
        "服务月份 month HT-001 2020-06: — → 100.10 (+100.10)",
        "应付 payable HT-001 JS-2: — → 100.05 (+100.05)",
        "得分 score S P: — → 88.500 (+88.500)",
        "得分 score T P: — → 70.000 (+70.000)",
    ]
    assert diff(made.home, "R2", "E2") == ["得分 score S P: 88.500 → 91.250 (+2.750)"]
    assert diff(made.home, "E2", "E2") == ["E2 and E2 agree in every service month, payable and score."]


def test_an_unknown_run_is_named_with_those_that_there_are(made):
    with pytest.raises(CannotRun, match="No published run has the id 'R9': the newest are R1, E1, R2, E2"):
        diff(made.home, "R1", "R9")
