"""A statement leads to what it is made of, and a line to the statement that pays it: its month's or its year's."""

from decimal import Decimal

import pytest

from orchestration.explain import explain
from tests.unit.dashboards.made_accounts import a_deduction, an_annual_month, an_entry
from tests.unit.dashboards.made_edition import MadeHome, a_line, a_settlement

JUNE = {"settlement_period": "2020-06", "service_period": "2020-06"}


def accrued(run_id, settle_no, period, amount):
    """A month's statement of a contract that settles yearly."""
    words = {"settle_no": settle_no, "settlement_period": period, "payable_amt_cn": "人民币零元整"}
    return a_settlement(run_id=run_id, gross_amt=amount, accrued_amt=amount, payable_amt="0", **words)


@pytest.fixture
def year(tmp_path):
    """May with 240 yuan and June with 100 accrue; the annual run adds 10 for May, deducts 24 and offsets 100."""
    made = MadeHome(tmp_path)
    june = a_line(line_id="L2", run_id="R2", amount=Decimal("100.00"), **JUNE)
    made.publish(
        "R1", "2020-05", {"settlement": [accrued("R1", "JS-1", "2020-05", "240")], "settlement_line": [a_line()]}
    )
    made.publish("R2", "2020-06", {"settlement": [accrued("R2", "JS-2", "2020-06", "100")], "settlement_line": [june]})
    annual = a_settlement(
        settle_no="JS-9",
        run_id="R9",
        settlement_period="2020",
        gross_amt="350.00",
        assess_deduct_amt="24.00",
        prepay_offset_amt="100.00",
        payable_amt="226.00",
        payable_amt_cn="人民币贰佰贰拾陆元整",
    )
    late = a_line(line_id="L9", run_id="R9", settlement_period="2020", line_type="ADJUSTMENT", amount=Decimal("10.00"))
    of_year = {"settle_no": "JS-9", "run_id": "R9"}
    tables = {
        "settlement": [annual],
        "settlement_line": [late],
        "deduction": [
            a_deduction(basis="SCORE:2020", **of_year),
            a_deduction(
                clause_no="K2", kind="INCIDENT", basis="EVENT:E1", applied_amt="0", gives_way_to="K1", **of_year
            ),
        ],
        "annual_month": [
            an_annual_month(pinned_run_id="R9", booked_amt="250.00"),
            an_annual_month(service_period="2020-06", pinned_run_id="R2", booked_amt="100.00"),
            an_annual_month(service_period="2020-07", pinned_run_id=None, booked_amt="0"),
        ],
        "ledger_entry": [an_entry(run_id="R9", settlement_period="2020", ref="JS-9")],
    }
    made.publish("R9", "2020", tables, run_type="ANNUAL")
    return made


def told(made, identity):
    return "\n".join(explain(made.home, identity))


def test_an_annual_statement_leads_to_its_months_and_to_the_lines_of_every_run_that_booked_them(year):
    text = told(year, "JS-9")

    assert "2020-05: booked 250.00 元, last reckoned by R9" in text
    assert "2020-07: booked 0.00 元, 从未结算 never settled" in text
    assert "L1 CURRENT GD-01 DH-01 2020-05: 240.00 元 (booked by R1)" in text
    assert "L2 CURRENT GD-01 DH-01 2020-06: 100.00 元 (booked by R2)" in text
    assert "L9 ADJUSTMENT GD-01 DH-01 2020-05: 10.00 元 (booked by R9)" in text


def test_an_annual_statement_tells_deductions_with_their_basis_and_its_prepayment(year):
    text = told(year, "JS-9")

    assert "K1 ASSESSMENT SCORE:2020: computed 40.00 元, capped 24.00 元, applied 24.00 元\n" in text
    assert "K2 INCIDENT EVENT:E1: computed 40.00 元, capped 24.00 元, applied 0.00 元, gives way to K1 让位" in text
    assert "台账 ledger PREPAYMENT OFFSET JS-9: 500.00 元 -100.00 → 400.00 元" in text


def test_a_line_that_accrued_leads_up_to_the_annual_statement(year):
    text = told(year, "L1")

    assert "− 留待年度结算 accrued: 240.00 元" in text
    assert "paid by the annual statement:\n  结算单 statement JS-9 HT-001 2020" in text
    assert "= 应付金额 payable: 226.00 元" in text


def test_a_line_booked_by_the_annual_run_counts_there_and_nowhere_else(year):
    text = told(year, "L9")

    assert text.count("结算单 statement") == 1
    assert "结算单 statement JS-9 HT-001 2020" in text


def test_a_line_that_accrued_before_any_annual_run_waits_for_it(tmp_path):
    made = MadeHome(tmp_path)
    tables = {"settlement": [accrued("R1", "JS-1", "2020-05", "240")], "settlement_line": [a_line()]}
    made.publish("R1", "2020-05", tables)

    assert told(made, "L1").endswith("its month only accrued: it waits for the annual run of its contract year.")


def test_a_line_booked_after_the_annual_run_waits_for_the_next_one(year):
    late = a_line(line_id="L10", run_id="R10", settlement_period="2020-07", line_type="ADJUSTMENT")
    tables = {"settlement": [accrued("R10", "JS-10", "2020-07", "240")], "settlement_line": [late]}
    year.publish("R10", "2020-07", tables)

    assert "it waits for the annual run" in told(year, "L10")
    assert "JS-9" in told(year, "L1")


def test_a_line_of_a_contract_that_pays_monthly_is_paid_by_its_month(tmp_path):
    made = MadeHome(tmp_path)
    made.publish("R1", "2020-05", {"settlement": [a_settlement()], "settlement_line": [a_line()]})
    annual = a_settlement(settle_no="JS-9", run_id="R9", settlement_period="2020", gross_amt="0", payable_amt="0")
    made.publish("R9", "2020", {"settlement": [annual], "annual_month": [an_annual_month()]}, run_type="ANNUAL")

    text = told(made, "L1")

    assert "= 应付金额 payable: 240.00 元" in text
    assert "annual" not in text
