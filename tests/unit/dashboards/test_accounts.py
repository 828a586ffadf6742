"""What is unpaid, budgeted and not settled is told in published figures, or in words where nobody gave them."""

from datetime import date

import pytest

from dashboards.app import render_page
from tests.unit.dashboards.made_accounts import a_budget, a_covered_month, a_statement_payment, an_annual_month
from tests.unit.dashboards.made_edition import MadeHome, a_settlement
from tests.unit.dashboards.made_visit import a_visit
from tests.unit.dashboards.test_pages import text_of


@pytest.fixture
def shown(tmp_path):
    """Makes a home of one month with these tables and gives the text of its overview."""

    def make(period="2020-05", contract=None, run_type="INITIAL", **tables):
        made = MadeHome(tmp_path)
        settlement = a_settlement(settlement_period=period)
        made.publish("R1", period, {"settlement": [settlement], **tables}, run_type=run_type)
        query = {"period": period} | ({"contract": contract} if contract else {})
        return text_of(render_page(a_visit(made.home, **query), "/settlement"))

    return make


def test_unpaid_statements_stand_there_overdue_first_and_add_up(shown):
    late = {"late_days": 12, "late_interest_amt": "1.20", "payment_status": "OVERDUE", "due_on": date(2020, 7, 30)}
    text = shown(
        statement_payment=[
            a_statement_payment(),
            a_statement_payment(settle_no="JS-2", settlement_period="2020", paid_amt="0", unpaid_amt="240", **late),
            a_statement_payment(settle_no="JS-3", paid_amt="240", unpaid_amt="0", payment_status="PAID"),
        ]
    )

    first = "JS-2|HT-001|2020 年度 annual|2020-07-30|逾期未付 Overdue|240.00|0.00|240.00|12|1.20"
    second = "JS-1|HT-001|2020-05|2020-06-30|待付 Due|240.00|40.00|200.00|0|无适用利率 no rate applies"
    assert f"{first}|{second}|合计 Total|||||||440.00||" in text
    assert "JS-3" not in text


def test_a_statement_whose_due_date_is_not_known_says_so(shown):
    text = shown(statement_payment=[a_statement_payment(due_on=None, late_days=None)])

    assert "JS-1|HT-001|2020-05|起算日未知 base date not known|待付 Due|" in text
    assert "|200.00|起算日未知 base date not known|" in text


@pytest.mark.parametrize(
    ("payments", "words"),
    [
        ([], "还没有应付的结算单。"),
        ([a_statement_payment(paid_amt="0", unpaid_amt="240")], "尚未收到支付数据，已付多少无从判断。"),
        (
            [a_statement_payment(paid_amt="240", unpaid_amt="0", payment_status="PAID")],
            "应付的结算单均已付清。",
        ),
    ],
    ids=["nothing-payable", "no-payment-known", "all-paid"],
)
def test_where_nothing_is_unpaid_or_known_words_stand_and_no_zero(shown, payments, words):
    text = shown(statement_payment=payments)

    part = text.partition("未付与逾期的结算单")[2].partition("预算、应计与支付")[0]
    assert words in part
    assert "0.00" not in part


def test_a_contract_that_was_never_paid_is_told_unpaid_where_another_was_paid(shown):
    paid = a_statement_payment(contract_no="HT-002", settle_no="JS-7")
    text = shown(contract="HT-001", statement_payment=[a_statement_payment(paid_amt="0", unpaid_amt="240"), paid])

    assert "JS-1|HT-001|2020-05|2020-06-30|待付 Due|240.00|0.00|240.00" in text


def test_earned_stands_beside_paid_and_budget(shown):
    text = shown(budget_execution=[a_budget()])

    assert "XM-01|2020|1,000.00|640.00|64%|240.00|100.00|24%|400.00" in text


def test_a_year_without_a_budget_says_so_beside_one_that_has_one(shown):
    blank = {"current_amt": None, "earned_rate": None, "cash_rate": None}
    text = shown(budget_execution=[a_budget(), a_budget(fiscal_year="2021", **blank)])

    assert "XM-01|2021|未给出 not given|640.00|未给出 not given|240.00|100.00|未给出 not given|400.00" in text


def test_without_any_payment_the_budget_shows_no_payment_of_zero(shown):
    text = shown(budget_execution=[a_budget(paid_amt="0", prepaid_amt="0", cash_rate="0")])

    blanks = "未给出 not given|未给出 not given|未给出 not given"
    assert f"XM-01|2020|1,000.00|640.00|64%|{blanks}|400.00" in text
    assert "尚未收到支付数据" in text


@pytest.mark.parametrize("rows", [[], [a_budget(current_amt=None)]], ids=["no-row", "no-budget"])
def test_without_a_budget_words_stand_there(shown, rows):
    text = shown(budget_execution=rows)

    assert "尚未收到预算数据，无从比较。" in text
    assert "XM-01" not in text


def test_months_that_no_run_settled_are_listed(shown):
    missing = a_covered_month(
        service_period="2020-06", coverage="NOT_SETTLED", last_run_id=None, booked_amt="0", unbooked_amt="77.70"
    )
    text = shown(month_coverage=[a_covered_month(), missing])

    part = text.partition("未结算的服务月份")[2]
    assert "HT-001|2020-06|0.00|77.70|0" in part
    assert "HT-001|2020-05" not in part


@pytest.mark.parametrize(
    ("rows", "words"),
    [([a_covered_month()], "每个服务月份都已结算"), ([], "本版本没有月份覆盖数据")],
    ids=["all-settled", "not-known"],
)
def test_where_no_month_is_missing_words_stand_there(shown, rows, words):
    assert words in shown(month_coverage=rows)


def test_a_contract_keeps_its_own_payments_and_months(shown):
    others = {"contract_no": "HT-002", "settle_no": "JS-7"}
    text = shown(
        contract="HT-001",
        statement_payment=[a_statement_payment(), a_statement_payment(**others)],
        month_coverage=[a_covered_month(contract_no="HT-002", coverage="NOT_SETTLED")],
    )

    assert "JS-7" not in text
    assert "HT-002" not in text


def test_an_annual_period_shows_the_months_that_it_takes(shown):
    months = [an_annual_month(run_id="R1"), an_annual_month(run_id="R1", service_period="2020-06", pinned_run_id=None)]
    text = shown(period="2020", run_type="ANNUAL", annual_month=months)

    assert "年度结算所含月份|Months of the annual settlement" in text
    assert "HT-001|2020-05|R1|240.00|HT-001|2020-06|从未结算 never settled|240.00|合计 Total|||480.00" in text
    assert "¥240.00|人民币贰佰肆拾元整" in text


def test_months_of_several_contracts_are_not_added_up(shown):
    months = [an_annual_month(run_id="R1"), an_annual_month(run_id="R1", contract_no="HT-002")]
    text = shown(period="2020", run_type="ANNUAL", annual_month=months)

    assert "480.00" not in text


def test_how_things_stand_is_told_by_the_newest_run_on_every_page(tmp_path):
    made = MadeHome(tmp_path)
    made.publish("R1", "2020-05", {"settlement": [a_settlement()], "statement_payment": [a_statement_payment()]})
    paid = a_statement_payment(run_id="R2", paid_amt="240", unpaid_amt="0", payment_status="PAID")
    june = a_settlement(run_id="R2", settle_no="JS-2", settlement_period="2020-06")
    made.publish("R2", "2020-06", {"settlement": [june], "statement_payment": [paid]})

    text = text_of(render_page(a_visit(made.home, period="2020-05"), "/settlement"))

    assert "应付的结算单均已付清。" in text
    assert "知悉截止 Known before 2020-07-05 08:00:00 +08:00" in text
