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


def a_reduction(contract_no, period, claimed, computed, rate):
    """What was cut of two lines, of which one has both amounts."""
    row = {"run_id": "R1", "contract_no": contract_no, "period": period, "line_count": 2, "compared_count": 1}
    amounts = None if claimed is None else Decimal(claimed), None if computed is None else Decimal(computed)
    cut = None if None in amounts else amounts[0] - amounts[1]
    row |= {"claimed_amount": amounts[0], "computed_amount": amounts[1], "difference": cut}
    return row | {"reduction_rate": None if rate is None else Decimal(rate)}


REDUCTIONS = [
    a_reduction("*", "*", "1500.00", "1300.00", "0.133333"),
    a_reduction("*", "2020-05", "700.00", "350.00", "0.5"),
    a_reduction("HT-001", "*", "1200.00", "1000.00", "0.166667"),
    a_reduction("HT-001", "2020-05", "600.00", "300.00", "0.5"),
    a_reduction("HT-002", "*", "300.00", "300.00", "0"),
    a_reduction("HT-002", "2020-05", None, None, None),
]


@pytest.fixture
def made(tmp_path):
    made = MadeHome(tmp_path)
    reviews = [a_review(), a_review(**AGREED)]
    tables = {"settlement": [a_settlement()], "claim_review": reviews, "claim_reduction": REDUCTIONS}
    made.publish("R1", "2020-05", tables)
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


def test_rates_stand_by_contract_and_in_all_with_their_formula(made):
    text = shown(made, "/claims")

    assert "核减率|Reduction rate|13.3333%" in text
    assert "HT-001|2|1|1,200.00|1,000.00|200.00|16.6667%" in text
    # Nothing was cut: that is 0, and said.
    assert "HT-002|2|1|300.00|300.00|0.00|0%" in text
    assert "2|1|1,500.00|1,300.00|200.00|13.3333%" in text
    assert "核减率 = (送审金额 − 审定金额) ÷ 送审金额" in text


def test_a_rate_is_of_the_contract_and_the_month_that_are_chosen(made):
    assert "核减率|Reduction rate|16.6667%" in shown(made, "/claims", contract="HT-001")
    assert "核减率|Reduction rate|50%" in shown(made, "/claims", contract="HT-001", period="2020-05")
    assert (
        "HT-002" not in shown(made, "/claims", contract="HT-001").partition("各合同核减率")[2].partition("申报明细")[0]
    )


def test_a_rate_that_is_not_there_is_not_zero(made):
    text = shown(made, "/claims", contract="HT-002", period="2020-05")

    assert "核减率|Reduction rate|—" in text
    assert "HT-002|2|1|—|—|—|—" in text


def test_a_verdict_or_a_reason_has_no_rate_of_the_whole(made):
    text = shown(made, "/claims", verdict="AGREES")

    assert "核减率|Reduction rate|—" in text
    assert "总核减率只按合同和计量期给出" in text


def test_an_operator_of_some_contracts_sees_no_rate_of_all(made):
    operator = Principal("丁", Role.OPERATOR, contracts=frozenset({"HT-002"}))

    text = text_of(render_page(a_visit(made.home, operator), "/claims"))

    assert "13.3333%" not in text
    assert "HT-002|2|1|300.00|300.00|0.00|0%" in text


def test_an_edition_from_before_the_table_has_no_rate_and_says_who_acts(tmp_path):
    made = MadeHome(tmp_path)
    made.publish("R1", "2020-05", {"settlement": [a_settlement()], "claim_review": [a_review()]})

    text = shown(made, "/claims")

    assert "核减率|Reduction rate|—" in text
    assert "请数据工程人员再运行一次结算" in text
