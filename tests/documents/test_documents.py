"""Statements say the same three ways: a sample of what ``make documents`` does with every statement of a year."""

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.documents import every_statement
from tests.documents.every_statement import check_every_statement
from tests.unit.dashboards.made_edition import MadeHome, a_line, a_settlement


@pytest.fixture
def made(tmp_path):
    """A statement with a deduction and retention released, and one of nothing."""
    made = MadeHome(tmp_path)
    paid = a_settlement(
        assess_deduct_amt="24.00", retention_amt="-4.00", payable_amt="220.00", payable_amt_cn="人民币贰佰贰拾元整"
    )
    nothing = a_settlement(
        settle_no="JS-2",
        contract_no="HT-002",
        gross_amt="0",
        payable_amt="0",
        payable_amt_cn="人民币零元整",
    )
    made.publish("R1", "2020-05", {"settlement": [paid, nothing], "settlement_line": [a_line()]})
    return made


def test_statements_agree_and_every_amount_is_counted(made):
    said = []

    checked = check_every_statement(made.home, say=said.append)

    assert (checked.wrong, checked.statements) == ([], 2)
    assert checked.amounts > 10
    assert said == ["JS-1 agrees", "JS-2 agrees"]


def test_a_document_that_says_otherwise_is_found(made, monkeypatch):
    """Were a workbook to hold a fen more, the check must say so, or it shows nothing."""
    paid = every_statement.read_statements(every_statement.open_settlements(made.home, every_statement.SYSTEM))[0]
    other = every_statement.statement_workbook
    dearer = replace(paid, row={**paid.row, "assess_deduct_amt": Decimal("23.99"), "payable_amt": Decimal("220.01")})
    monkeypatch.setattr(
        every_statement,
        "statement_workbook",
        lambda edition, statement: other(edition, dearer if statement.row["settle_no"] == "JS-1" else statement),
    )

    checked = check_every_statement(made.home, say=lambda _: None, most=1)

    assert "JS-1: assess_deduct_amt is -24.00, in the workbook -23.99, in the PDF -24.00" in checked.wrong
