"""Every step of the overview leads to what it is made of, for whoever may see it, and to the statement that pays it."""

from datetime import date
from decimal import Decimal

import pytest

from dashboards.access import Principal, Role
from dashboards.app import render_page
from dashboards.figures import waterfall
from dashboards.figures_accounts import burn
from dashboards.statements import Step
from tests.unit.dashboards.made_accounts import a_covered_month, a_deduction, a_statement_payment, an_entry
from tests.unit.dashboards.made_edition import MadeHome, a_gate_result, a_line, a_settlement
from tests.unit.dashboards.made_visit import a_visit, app_of
from tests.unit.dashboards.test_pages import shown, text_of

OPERATOR = Principal("丙", Role.OPERATOR, contracts=frozenset({"HT-001"}))


@pytest.fixture
def made(tmp_path):
    """340 gross, 24 for a score, 100 of a prepayment offset, 216 payable of a ceiling of 1,000; 40 paid."""
    made = MadeHome(tmp_path)
    settlement = a_settlement(
        gross_amt="340.00",
        assess_deduct_amt="24.00",
        prepay_offset_amt="100.00",
        payable_amt="216.00",
        payable_amt_cn="人民币贰佰壹拾陆元整",
        ceiling_amt="1000.00",
    )
    lines = [a_line(), a_line(line_id="L2", work_order_no="GD-02", item_name=None, item_code="X", amount=Decimal(100))]
    passed = {"success": False, "overridden_by": "甲", "override_reason": "补件", "sample": "HT-002 GD-03"}
    made.publish(
        "R1",
        "2020-05",
        {
            "settlement": [settlement],
            "settlement_line": lines,
            "deduction": [
                a_deduction(),
                a_deduction(clause_no="K2", kind="INCIDENT", basis="EVENT:E1", applied_amt="0"),
            ],
            "ledger_entry": [an_entry()],
            "month_coverage": [a_covered_month(booked_amt="340.00")],
            "statement_payment": [a_statement_payment(due_on=date(2020, 6, 30))],
            "gate_result": [a_gate_result(), a_gate_result(expectation="freshness", **passed)],
        },
    )
    return made


@pytest.mark.parametrize(
    ("step", "rows"),
    [
        ("gross_amt", "DH-01|数据采集与汇聚|240.00|X||100.00|合计 Total||340.00"),
        ("assess_deduct_amt", "HT-001|K1|考核 Assessment|考核得分 Score 2020-05|40.00|24.00|24.00"),
        ("prepay_offset_amt", "HT-001|1|抵扣 offset|500.00|−100.00|400.00|JS-1"),
        ("payable_amt", "JS-1|HT-001|216.00"),
    ],
)
def test_a_step_shows_what_it_is_made_of(made, step, rows):
    text = shown(made, step=step)

    part = text[text.index("构成|Made of", text.index("构成|Made of") + 1) :]
    assert rows in part
    assert "违约事件" not in part[: part.index(rows)]


def test_an_unknown_step_shows_the_overview_alone(made):
    assert shown(made, step="<script>").count("构成|Made of") == 1


def test_every_bar_of_the_waterfall_names_its_step():
    figure = waterfall([Step("gross_amt", Decimal(240), is_total=True), Step("penalty_amt", Decimal(-40))])

    assert figure.data[0].customdata == (["¥240.00", "gross_amt"], ["−40.00", "penalty_amt"])


def test_earned_paid_and_ceiling_stand_beside_each_other(made):
    assert "HT-001|¥340.00|¥40.00|¥1,000.00" in shown(made)


def test_without_payments_or_ceiling_nothing_is_said_to_be_zero(tmp_path):
    made = MadeHome(tmp_path)
    made.publish("R1", "2020-05", {"settlement": [a_settlement()], "month_coverage": [a_covered_month()]})

    assert "HT-001|¥240.00|未知 not known|未发布上限 no ceiling published" in shown(made)


def test_the_ceiling_is_marked_at_80_95_and_100_per_cent():
    figure = burn([("2020-05", Decimal(340))], [], Decimal(1_000_000))

    assert [shape.y0 for shape in figure.layout.shapes] == [80.0, 95.0, 100.0]
    assert [each.text for each in figure.layout.annotations] == ["80%", "95%", "100%"]
    assert [trace.name for trace in figure.data] == ["累计应计 Earned"]


def test_an_operator_opens_the_overview_of_its_contract_without_budgets(made):
    text = text_of(render_page(a_visit(made.home, OPERATOR), "/settlement"))

    assert "¥216.00" in text
    assert "预算、应计与支付" not in text


def test_an_operator_reads_what_was_let_pass_on_its_statement_without_the_offending_rows(made):
    text = text_of(render_page(a_visit(made.home, OPERATOR, settle_no="JS-1"), "/settlement/statement"))

    assert "补件" in text
    assert "HT-002" not in text
    assert "HT-002" in shown(made, "/settlement/statement", settle_no="JS-1")


@pytest.mark.parametrize("file", ["settlement.xlsx", "statement.xlsx", "application.xlsx"])
def test_an_operator_takes_away_the_files_of_its_own_statement_alone(made, file):
    for reader, status in ((OPERATOR, 200), (Principal("丁", Role.OPERATOR, contracts=frozenset({"HT-002"})), 404)):
        client = app_of(made.home, reader).server.test_client()
        query = "period=2020-05&contract=HT-001" if file == "settlement.xlsx" else "settle_no=JS-1"

        assert client.get(f"/download/{file}?{query}").status_code == status
