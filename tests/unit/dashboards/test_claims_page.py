"""The claims page holds each claim line once against what it comes to; what lacks an amount is in no sum, and said."""

from decimal import Decimal

import pytest

from dashboards.access import Principal, Role
from dashboards.app import render_page
from tests.unit.dashboards.made_edition import MadeHome, a_settlement
from tests.unit.dashboards.made_visit import a_visit
from tests.unit.dashboards.test_pages import shown, text_of


def a_review(**given):
    """A claim of 1,200 yuan of which 1,000 are found."""
    row = {
        "run_id": "R1",
        "claim_no": "SB-1",
        "line_no": "1",
        "contract_no": "HT-001",
        "work_order_no": "GD-01",
        "item_code": "DH-01",
        "period": "2020-05",
        "claimed_qty": Decimal(10),
        "unit": "万条",
        "verified_qty": Decimal("8.333333"),
        "billed_qty": Decimal("8.333333"),
        "unit_code": "万条",
        "claimed_unit_price": Decimal(120),
        "unit_price": Decimal(120),
        "claimed_amount": Decimal("1200.00"),
        "computed_amount": Decimal("1000.00"),
        "difference": Decimal("200.00"),
        "verdict": "DIFFERS",
        "reduction_rate": Decimal("0.166667"),
        "cut_reason": "重复数据剔除",
    }
    return row | given


AGREED = {
    "line_no": "2",
    "contract_no": "HT-002",
    "claimed_amount": Decimal("300.00"),
    "computed_amount": Decimal("300.00"),
    "difference": Decimal("0.00"),
    "verdict": "AGREES",
    "reduction_rate": Decimal(0),
    "cut_reason": None,
}


@pytest.fixture
def made(tmp_path):
    made = MadeHome(tmp_path)
    made.publish("R1", "2020-05", {"settlement": [a_settlement()], "claim_review": [a_review(), a_review(**AGREED)]})
    return made


def test_claimed_and_computed_are_added_up_and_cuts_stand_by_reason(made):
    text = shown(made, "/claims")

    assert "送审金额|Claimed|¥1,500.00" in text
    assert "审定金额|Computed|¥1,300.00" in text
    assert "审减金额|Cut|¥200.00" in text
    assert "重复数据剔除|1|200.00" in text


def test_of_several_reviews_of_a_line_the_newest_runs_counts(made):
    again = a_review(run_id="R2", computed_amount=Decimal("1100.00"), difference=Decimal("100.00"))
    made.publish(
        "R2", "2020-06", {"settlement": [a_settlement(run_id="R2", settle_no="JS-2")], "claim_review": [again]}
    )

    assert "审减金额|Cut|¥100.00" in shown(made, "/claims")


def test_a_line_without_a_record_is_in_no_sum_and_is_said(made):
    blank = {"computed_amount": None, "difference": None, "reduction_rate": None, "verdict": "NO_RECORD"}
    rows = [a_review(run_id="R2", line_no="3", **blank)]
    made.publish("R2", "2020-06", {"settlement": [a_settlement(run_id="R2", settle_no="JS-2")], "claim_review": rows})

    text = shown(made, "/claims")

    assert "1 行缺送审金额或审定金额，不计入合计" in text
    assert "送审金额|Claimed|¥1,500.00" in text
    assert "¥" not in shown(made, "/claims", verdict="NO_RECORD")


@pytest.mark.parametrize(
    ("query", "claimed"),
    [
        ({"verdict": "AGREES"}, "¥300.00"),
        ({"contract": "HT-001"}, "¥1,200.00"),
        ({"reason": "未注明原因"}, "¥300.00"),
        ({"period": "2020-05", "reason": "重复数据剔除"}, "¥1,200.00"),
    ],
)
def test_every_filter_narrows_the_sums(made, query, claimed):
    assert f"送审金额|Claimed|{claimed}" in shown(made, "/claims", **query)


@pytest.mark.parametrize(
    "query", [{"period": "1999-01"}, {"contract": "<script>"}, {"verdict": "DIFFERS", "reason": "无"}]
)
def test_a_filter_that_fits_no_line_shows_no_amount(made, query):
    text = shown(made, "/claims", **query)

    assert "没有符合条件的申报" in text
    assert "¥" not in text


def test_without_a_claim_it_says_so_and_who_acts(tmp_path):
    made = MadeHome(tmp_path)
    made.publish("R1", "2020-05", {"settlement": [a_settlement()]})

    assert "请运营人员提交工作量申报" in shown(made, "/claims")


def test_a_supervisor_sees_all_and_an_operator_its_own(made):
    supervisor = Principal("己", Role.SUPERVISOR)
    operator = Principal("丁", Role.OPERATOR, contracts=frozenset({"HT-002"}))

    assert "¥1,500.00" in text_of(render_page(a_visit(made.home, supervisor), "/claims"))
    text = text_of(render_page(a_visit(made.home, operator), "/claims"))
    assert "送审金额|Claimed|¥300.00" in text
    assert "1,200.00" not in text
