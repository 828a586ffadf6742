"""Amounts of sixteen digits are settled and judged to the fen; what outgrows even that is told in a sentence."""

from decimal import Decimal

import pytest

from interface.errors import CannotRun
from tests.integration.conftest import Desk, a_contract, a_delivery, an_item


def test_an_amount_of_sixteen_digits_is_settled_taxed_and_worded_to_the_fen(desk: Desk) -> None:
    """34,567,890,123 at 98,765.43 are 3,414,112,532,190,847.89, and 3,220,860,879,425,328.198 of it is untaxed."""
    facts = a_contract(tax_rate="0.06", tax_incl="true")
    facts["service_item"][0] = an_item("I1", unit_price="98765.43")
    desk.receive(**facts, delivery=[a_delivery("D1", quantity="34567890123", unit="个")])

    assert desk.settle("2020-03").verdict == "PUBLISHED"

    [statement] = desk.table("settlement")
    assert statement["payable_amt"] == Decimal("3414112532190847.89")
    assert statement["amt_ex_tax"] == Decimal("3220860879425328.20")
    assert statement["tax_amt"] == Decimal("193251652765519.69")
    assert statement["payable_amt_cn"] == (
        "人民币叁仟肆佰壹拾肆万壹仟壹佰贰拾伍亿叁仟贰佰壹拾玖万零捌佰肆拾柒元捌角玖分"
    )


def test_a_figure_that_outgrows_its_column_names_what_was_received(desk: Desk) -> None:
    largest = a_delivery("D1", quantity="999999999999", unit="万条")
    desk.receive(**a_contract(), delivery=[a_delivery("D0"), largest])

    with pytest.raises(CannotRun) as refused:
        desk.settle("2020-03")

    assert "amounts have at most 16 digits before the point and quantities 12" in str(refused.value)
    assert "The largest received: quantity 999,999,999,999 in delivery.csv, row 3; unit_price 120 in" in str(
        refused.value
    )
