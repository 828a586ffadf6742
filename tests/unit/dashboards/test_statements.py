"""The steps from gross to payable always add up, and nothing that is missing counts as zero yuan."""

from decimal import Decimal

import pytest

from dashboards.access import SYSTEM
from dashboards.editions import open_edition
from dashboards.statements import counted, payable_in_words, read_statements, steps, total
from tests.unit.dashboards.made_edition import MadeHome, a_settlement


@pytest.fixture
def statements(tmp_path):
    """Makes the statements of one run out of settlement rows."""

    def make(*rows, run_type="INITIAL"):
        made = MadeHome(tmp_path)
        made.publish("R1", "2020-06", {"settlement": rows}, run_type=run_type)
        return read_statements(open_edition(made.home, SYSTEM))

    return make


def as_text(found):
    return [(step.key, str(step.amount)) for step in found]


def test_a_full_month_goes_from_gross_to_payable(statements):
    found = statements(
        a_settlement(
            gross_amt="1441200.00",
            assess_deduct_amt="60000.00",
            penalty_amt="15000.50",
            prepay_offset_amt="483000.00",
            retention_amt="1000.00",
            payable_amt="882199.50",
        )
    )

    assert as_text(steps(found)) == [
        ("gross_amt", "1441200.00"),
        ("assess_deduct_amt", "-60000.00"),
        ("penalty_amt", "-15000.50"),
        ("carried_in_amt", "0.00"),
        ("prepay_offset_amt", "-483000.00"),
        ("retention_amt", "-1000.00"),
        ("payable_amt", "882199.50"),
    ]


def test_deductions_beyond_the_gross_are_carried_on(statements):
    found = statements(
        a_settlement(gross_amt="100.00", penalty_amt="15000.00", carried_deduct_amt="14900.00", payable_amt="0")
    )

    assert as_text(steps(found))[2:5] == [
        ("penalty_amt", "-15000.00"),
        ("carried_in_amt", "0.00"),
        ("carried_deduct_amt", "14900.00"),
    ]


def test_what_lies_above_the_ceiling_is_a_step_of_its_own(statements):
    found = statements(a_settlement(gross_amt="500.00", above_ceiling_amt="120.25", payable_amt="379.75"))

    assert ("above_ceiling_amt", "-120.25") in as_text(steps(found))


def test_a_month_of_an_annual_contract_is_accrued(statements):
    found = statements(a_settlement(gross_amt="500.00", accrued_amt="500.00", payable_amt="0"))

    assert as_text(steps(found))[-4:] == [
        ("accrued_amt", "-500.00"),
        ("prepay_offset_amt", "0.00"),
        ("retention_amt", "0.00"),
        ("payable_amt", "0.00"),
    ]


def test_a_month_that_pays_nothing_is_not_taken_for_accrued(statements):
    """A month whose columns did not add up to a payable of zero used to be shown as accrued."""
    found = statements(a_settlement(gross_amt="500.00", payable_amt="0"))

    assert ("unexplained", "-500.00") in as_text(steps(found))


def test_retention_released_is_a_step_of_its_own(statements):
    found = statements(a_settlement(gross_amt="500.00", retention_amt="-70.00", payable_amt="570.00"))

    assert as_text(steps(found))[-2:] == [("retention_released", "70.00"), ("payable_amt", "570.00")]
    assert "retention_amt" not in dict(as_text(steps(found)))


def test_one_contract_holds_what_another_releases(statements):
    found = statements(
        a_settlement(gross_amt="500.00", retention_amt="-70.00", payable_amt="570.00"),
        a_settlement(contract_no="HT-002", settle_no="JS-2", retention_amt="40.00", payable_amt="200.00"),
    )

    assert as_text(steps(found))[-3:] == [
        ("retention_amt", "-40.00"),
        ("retention_released", "70.00"),
        ("payable_amt", "770.00"),
    ]


def test_columns_that_do_not_add_up_show_the_difference(statements):
    found = statements(a_settlement(gross_amt="500.00", payable_amt="499.00"))

    assert ("unexplained", "-1.00") in as_text(steps(found))


def test_several_contracts_are_summed_column_by_column(statements):
    found = statements(
        a_settlement(gross_amt="0.10", payable_amt="0.10"),
        a_settlement(contract_no="HT-002", settle_no="JS-2", gross_amt="0.20", payable_amt="0.20"),
    )

    assert total(found, "payable_amt") == Decimal("0.30")
    assert payable_in_words(found) == "人民币叁角整"


def test_a_single_statement_keeps_its_published_words(statements):
    found = statements(a_settlement(payable_amt_cn="人民币贰佰肆拾元整（原文）"))

    assert payable_in_words(found) == "人民币贰佰肆拾元整（原文）"


def test_without_a_statement_there_is_no_total():
    with pytest.raises(ValueError, match="no statement, no total"):
        total([], "payable_amt")


def test_an_indicative_run_counts_only_where_nothing_else_is(tmp_path):
    made = MadeHome(tmp_path)
    made.publish("R1", "2020-05", {"settlement": [a_settlement()]}, run_type="INDICATIVE")
    alone = read_statements(open_edition(made.home, SYSTEM))
    made.publish("R2", "2020-05", {"settlement": [a_settlement(run_id="R2", settle_no="JS-2")]})
    both = read_statements(open_edition(made.home, SYSTEM))

    assert [each.row["settle_no"] for each in counted(alone)] == ["JS-1"]
    assert [each.row["settle_no"] for each in counted(both)] == ["JS-2"]
