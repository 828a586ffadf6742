"""The statement of a year adds up from what its months booked; changes and ledgers stand there to the fen."""

from datetime import date
from decimal import Decimal

import pytest

from dashboards.access import SYSTEM
from dashboards.documents.settlement_book import settlement_workbook
from dashboards.editions import open_edition
from interface.errors import CannotRun
from tests.unit.dashboards.made_accounts import (
    a_deduction,
    a_difference,
    a_statement_payment,
    an_annual_month,
    an_entry,
)
from tests.unit.dashboards.made_edition import MadeHome, a_line, a_settlement
from tests.unit.dashboards.opened_workbook import part, sheet_names
from tests.unit.dashboards.test_statement import text_of


def a_provider(**given):
    row = {"run_id": "R1", "contract_no": "HT-001", "provider": "P1", "provider_name": "甲服务商"}
    return row | {"amount": Decimal("240.00")} | given


def annual(**given):
    """R9's statement of 2020: 250 yuan gross, all payable."""
    row = {"settle_no": "JS-9", "run_id": "R9", "settlement_period": "2020", "gross_amt": "250", "payable_amt": "250"}
    return a_settlement(**row | given)


@pytest.fixture
def made(tmp_path):
    """May 2020: 240 yuan that only accrue."""
    made = MadeHome(tmp_path)
    tables = {
        "settlement": [a_settlement(accrued_amt="240.00", payable_amt="0")],
        "settlement_line": [a_line()],
        "provider_settlement": [a_provider()],
    }
    made.publish("R1", "2020-05", tables)
    return made


def publish_year(made, settlement, **tables):
    """The annual run of 2020 with a line of 10 yuan for May of its own."""
    late = a_line(
        line_id="L9",
        run_id="R9",
        settlement_period="2020",
        line_type="ADJUSTMENT",
        work_order_no="GD-02",
        provider="P2",
        amount=Decimal("10.00"),
        adjustment_reason="OBJECTION",
    )
    months = [
        an_annual_month(booked_amt="250.00"),
        an_annual_month(service_period="2020-06", pinned_run_id=None, booked_amt="0"),
    ]
    rows = {"settlement": [settlement], "settlement_line": [late], "annual_month": months, **tables}
    made.publish("R9", "2020", rows, run_type="ANNUAL")


def test_a_year_that_pays_its_months_lists_them_and_all_their_lines(made):
    publish_year(made, annual())

    text = text_of(made)

    assert text.startswith("|结算单号 Statement No. JS-9")
    assert "|年度结算单|Annual statement of service settlement|" in text
    assert "|结算期|Settlement period|2020 年度 annual|" in text
    assert "各月按合同只计提不支付，由本结算单一并结算。" in text
    assert "|2020-05|R1|250.00|2020-06|从未结算|never settled|0.00|合计|Total|250.00|" in text
    assert "|GD-01|数据采集与汇聚|DH-01|2020-05|本期|Current|P1|" in text
    assert "|GD-02|数据采集与汇聚|DH-01|2020-05|调整|Adjustment · 异议成立 objection upheld|P2|" in text
    assert "|甲服务商|240.00|P2|10.00|合计|Total|250.00|" in text


def test_a_second_annual_run_settles_only_what_came_since(made):
    publish_year(made, annual())
    late = a_line(line_id="L3", run_id="R3", settlement_period="2021-01", amount=Decimal("5.00"))
    accrued = {"gross_amt": "5", "accrued_amt": "5", "payable_amt": "0"}
    january = a_settlement(run_id="R3", settle_no="JS-3", settlement_period="2021-01", **accrued)
    made.publish("R3", "2021-01", {"settlement": [january], "settlement_line": [late]})
    again = annual(run_id="R10", settle_no="JS-10", gross_amt="5", payable_amt="5")
    months = [an_annual_month(run_id="R10", pinned_run_id="R3", booked_amt="255.00")]
    made.publish("R10", "2020", {"settlement": [again], "annual_month": months}, run_type="ANNUAL")

    text = text_of(made)

    assert "|合计|Total|255.00|其中以前的年度结算单已结|of which earlier annual statements settled|：250.00|" in text
    assert "|5.00|合计|Total|5.00|" in text
    assert "|240.00|" not in text


def test_a_year_whose_months_were_paid_settles_its_own_lines_alone(made):
    publish_year(made, annual(gross_amt="10.00", payable_amt="10.00"))

    text = text_of(made)

    assert "本次结算总额只是本单明细之和。" in text
    assert "|GD-02|" in text
    assert "|GD-01|" not in text


def test_months_that_do_not_add_up_make_no_statement(made):
    publish_year(made, annual(gross_amt="250.01", payable_amt="250.01"))

    with pytest.raises(CannotRun, match=r"The lines of statement JS-9 add up to 250\.00, not to its gross of 250\.01"):
        text_of(made)


def test_a_deduction_that_gives_way_says_to_which_clause(made):
    given = {"settle_no": "JS-9", "run_id": "R9", "basis": "EVENT:E1", "gives_way_to": "K1", "applied_amt": "0"}
    publish_year(made, annual(), deduction=[a_deduction(clause_no="K2", kind="INCIDENT", **given)])

    assert (
        "|违约事件 Event E1|本次不扣减，让位于条款 K1 · no deduction, gives way to the clause named|40.00|24.00|0.00|"
    ) in text_of(made)


def test_released_retention_is_given_back(made):
    publish_year(made, annual(retention_amt="-30.00", payable_amt="280.00"))

    text = text_of(made)

    assert "|质保金返还|released|质保期满或按合同返还|released under the contract|30.00|" in text
    assert "|质保金|retention|" not in text


def test_what_changed_stands_there_with_before_after_difference_and_reason(made):
    score = {"reason": "CLAUSE", "before_amount": "0", "after_amount": "-24.00", "delta_amount": "-24.00"}
    rows = [a_difference(run_id="R9"), a_difference(run_id="R9", line_count=1, **score)]
    publish_year(made, annual(), difference_summary=rows)

    text = text_of(made)

    assert "|结算差异说明|Difference statement|" in text
    assert "|2020-04|数量更正|quantity corrected|2|100.00|90.00|−10.00|" in text
    assert "|2020-04|扣款重新计算|deduction reckoned anew|1|0.00|−24.00|−24.00|" in text
    assert "|合计|Total|100.00|66.00|−34.00|" in text


def test_every_ledger_stands_there_from_opening_to_closing(made):
    retention = {"ledger": "RETENTION", "kind": "RELEASE", "opening_amt": "30.00", "closing_amt": "0"}
    rows = [an_entry(run_id="R9"), an_entry(run_id="R9", entry_amt="-30.00", **retention)]
    publish_year(made, annual(), ledger_entry=rows)

    text = text_of(made)

    assert "|预付款台账|Prepayment ledger|" in text
    assert "|1|抵扣|offset|500.00|−100.00|400.00|JS-1|" in text
    assert "|质保金台账|Retention ledger|" in text
    assert "|1|返还|released|30.00|−30.00|0.00|JS-1|" in text
    assert text.index("预付款台账") < text.index("质保金台账")


def test_sections_without_rows_are_left_out(made):
    text = text_of(made)

    assert "台账" not in text
    assert "结算差异" not in text
    assert "所含服务月份" not in text


def test_what_is_paid_is_told_by_the_newest_run_also_in_the_workbook_of_an_earlier_month(made):
    paid = a_statement_payment(run_id="R9", paid_amt="240.00", unpaid_amt="0", paid_on=date(2020, 6, 9))
    publish_year(made, annual(), statement_payment=[paid])
    path = made.root / "book.xlsx"

    path.write_bytes(settlement_workbook(open_edition(made.home, SYSTEM), period="2020-05", contract="HT-001"))

    assert sheet_names(path) == [
        *("结算单", "结算明细", "年度结算月份", "扣减", "服务商结算", "结算差异汇总", "台账分录"),
        *("月份结算覆盖", "结算单支付", "预算执行", "质量门结果", "运行"),
    ]
    assert "2020-06-09" in part(path, "xl/sharedStrings.xml")
