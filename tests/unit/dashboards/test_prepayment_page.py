"""The prepayment page keeps account by contract and year until a prepayment is used up, and makes up no zero."""

from decimal import Decimal

import pytest

from dashboards.access import Principal, Role
from dashboards.app import render_page
from dashboards.pages.prepayment import by_year
from tests.unit.dashboards.made_accounts import an_entry
from tests.unit.dashboards.made_edition import MadeHome, a_settlement
from tests.unit.dashboards.made_visit import a_visit
from tests.unit.dashboards.test_pages import shown, text_of


def entries(run_id, period, *rows):
    """Entries of one run: kind, opening, amount, closing."""
    return [
        an_entry(
            run_id=run_id,
            settlement_period=period,
            entry_no=number,
            kind=kind,
            opening_amt=opening,
            entry_amt=amount,
            closing_amt=closing,
        )
        for number, (kind, opening, amount, closing) in enumerate(rows, start=1)
    ]


@pytest.fixture
def made(tmp_path):
    """500 paid in November 2020, 100 offset then, the rest in January 2021."""
    made = MadeHome(tmp_path)
    november = entries("R1", "2020-11", ("PAY", "0", "500.00", "500.00"), ("OFFSET", "500.00", "-100.00", "400.00"))
    made.publish("R1", "2020-11", {"settlement": [a_settlement()], "ledger_entry": november})
    january = entries("R2", "2021-01", ("OFFSET", "400.00", "-400.00", "0.00"))
    made.publish(
        "R2", "2021-01", {"settlement": [a_settlement(run_id="R2", settle_no="JS-2")], "ledger_entry": january}
    )
    return made


def test_years_carry_on_until_the_prepayment_is_used_up(made):
    text = shown(made, "/prepayment")

    assert "HT-001|2020|0.00|500.00|−100.00|400.00|结转下一年度|carried to the next year" in text
    assert "HT-001|2021|400.00|0.00|−400.00|0.00|已抵完|used up" in text
    assert "台账不连续" not in text


def test_a_ledger_that_does_not_go_on_where_it_ended_is_said_aloud(made):
    gap = entries("R3", "2022-01", ("OFFSET", "90.00", "-90.00", "0.00"))
    made.publish("R3", "2022-01", {"settlement": [a_settlement(run_id="R3", settle_no="JS-3")], "ledger_entry": gap})

    assert "台账不连续" in shown(made, "/prepayment")


def test_an_indicative_run_only_tries(made):
    tried = entries("R3", "2021-02", ("PAY", "0", "900.00", "900.00"))
    statement = a_settlement(run_id="R3", settle_no="JS-3")
    made.publish("R3", "2021-02", {"settlement": [statement], "ledger_entry": tried}, run_type="INDICATIVE")

    assert "900.00" not in shown(made, "/prepayment")


def test_another_ledger_is_not_a_prepayment():
    held = an_entry(ledger="PREPAYMENT", kind="PAY", opening_amt="0", entry_amt="70.00", closing_amt="70.00")

    assert by_year([held])[0]["paid"] == Decimal("70.00")


def test_without_a_prepayment_it_says_so_and_who_acts(tmp_path):
    made = MadeHome(tmp_path)
    made.publish("R1", "2020-05", {"settlement": [a_settlement()]})

    text = shown(made, "/prepayment")

    assert "没有预付款" in text
    assert "请运营人员提交预付款表" in text
    assert "0.00" not in text


@pytest.mark.parametrize("contract", ["HT-9", "<script>"])
def test_an_unknown_contract_shows_a_choice_and_no_amount(made, contract):
    text = shown(made, "/prepayment", contract=contract)

    assert "这份合同没有预付款" in text
    assert "HT-001" in text
    assert "0.00" not in text


def test_an_operator_sees_its_own_contracts_and_a_provider_none(made):
    other = Principal("丁", Role.OPERATOR, contracts=frozenset({"HT-002"}))
    provider = Principal("戊", Role.PROVIDER, providers=frozenset({"P1"}))

    assert "没有预付款" in text_of(render_page(a_visit(made.home, other), "/prepayment"))
    assert "您没有查看本页的权限" in text_of(render_page(a_visit(made.home, provider), "/prepayment"))
