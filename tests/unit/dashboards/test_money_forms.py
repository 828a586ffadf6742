"""A payment application asks for what its statement pays and lists what is attached; a report tells the progress."""

from decimal import Decimal

import pytest

from dashboards.access import SYSTEM
from dashboards.documents.exports import export
from dashboards.documents.forms_files import form_csv, form_workbook
from dashboards.documents.forms_of_settlement import application_of, report_of
from dashboards.documents.read_workbook import first_sheet
from dashboards.editions import open_settlements
from dashboards.statements import read_statements
from interface.errors import CannotRun
from orchestration.approving import take
from tests.unit.dashboards.made_accounts import a_covered_month, a_deduction, a_statement_payment
from tests.unit.dashboards.made_edition import MadeHome, a_line, a_settlement


@pytest.fixture
def made(tmp_path):
    """240 gross, 24 deducted, 216 payable, of which 40 are paid; one line that a verification decided."""
    made = MadeHome(tmp_path / "home")
    settlement = a_settlement(
        assess_deduct_amt="24.00", payable_amt="216.00", payable_amt_cn="人民币贰佰壹拾陆元整", ceiling_amt="1000.00"
    )
    source = {"line_id": "L1", "run_id": "R1", "table_name": "metering_verification"}
    made.publish(
        "R1",
        "2020-05",
        {
            "settlement": [settlement],
            "settlement_line": [a_line()],
            "deduction": [a_deduction()],
            "line_source": [{**source, "file_sha256": "ab" * 32, "row_number": 7}],
            "statement_payment": [a_statement_payment(payable_amt="216.00", unpaid_amt="176.00")],
            "month_coverage": [a_covered_month()],
            "pending_metering": [_waiting("GD-08", "80.00"), _waiting("GD-09", None)],
        },
    )
    return made


def _waiting(work_order_no, amount):
    return {
        "run_id": "R1",
        "contract_no": "HT-001",
        "work_order_no": work_order_no,
        "service_period": "2020-05",
        "quantity": Decimal(1),
        "unit_code": "万条",
        "indicative_amount": None if amount is None else Decimal(amount),
        "waiting_for": "VERIFICATION",
    }


def application(made):
    edition = open_settlements(made.home, SYSTEM)
    return application_of(edition, read_statements(edition)[-1])


def rows_of(form):
    return [[str(cell) for cell in row.cells if cell not in (None, "")] for row in form.rows]


def test_the_application_asks_for_the_payable_and_says_what_it_rests_on(made):
    rows = rows_of(application(made))

    assert ["合同编号", "HT-001", "结算单号", "JS-1"] in rows
    assert ["结算总额", "240.00", "结算明细合计"] in rows
    assert ["考核扣款", "−24.00", "见扣减依据"] in rows
    assert ["本期应付", "216.00", "以上各项之和"] in rows
    assert ["应付金额大写", "人民币贰佰壹拾陆元整"] in rows
    assert ["合同上限（元）", "1,000.00", "累计应付（元，含本次）", "216.00"] in rows
    assert ["本单已付（元）", "40.00", "本单未付（元）", "176.00"] in rows


def test_the_check_list_counts_what_the_lines_rest_on(made):
    rows = rows_of(application(made))

    assert ["计量核定", "1 / 1 行明细以此为据", "1 行", "□"] in rows
    assert ["费用核定", "没有明细以此为据", "无", "不适用或未收到", "□"] in rows
    assert ["扣减依据", "K1", "1 项", "□"] in rows


def test_nothing_is_paid_upon_a_statement_that_nobody_approved(made):
    assert ["本结算单待复核，尚未批准，不得据以支付。"] in rows_of(application(made))

    take(made.home, "JS-1", act="review", by="甲", because="")
    take(made.home, "JS-1", act="approve", by="乙", because="")
    rows = rows_of(application(made))

    assert not any("不得据以支付" in cell for row in rows for cell in row)
    assert [row[:2] for row in rows if row[0] in ("复核", "批准")] == [["复核", "甲"], ["批准", "乙"]]


def test_an_application_is_the_same_bytes_again_and_holds_numbers(made):
    content = form_workbook(application(made))

    assert form_workbook(application(made)) == content
    assert Decimal("216.00") in first_sheet(content).values()
    assert "本期应付,,,216.00,以上各项之和," in form_csv(application(made))


def test_the_progress_report_tells_months_waiting_work_and_payments(made):
    rows = rows_of(report_of(open_settlements(made.home, SYSTEM), "HT-001"))

    assert ["2020-05", "已结算", "240.00", "0.00", "0", "R1"] in rows
    assert ["待计量核定", "2020-05", "2", "80.00", "1 张工单没有价格，不计入"] in rows
    assert ["JS-1", "2020-05", "216.00", "40.00", "176.00", "2020-06-30"] in rows
    assert ["合计", "216.00", "40.00", "176.00"] in rows


@pytest.mark.parametrize(
    ("what", "name"),
    [
        ("form:payment_application", "form_payment_application_HT-001_JS-1.xlsx"),
        ("form:progress_report", "form_progress_report_HT-001.xlsx"),
    ],
)
def test_forms_are_exported_by_name(made, tmp_path, what, name):
    paths = export(made.home, SYSTEM, what=what, period="2020-05", year=None, format="xlsx", to=tmp_path / "out")

    assert [path.name for path in paths] == [name]


def test_nothing_payable_is_not_applied_for(tmp_path):
    made = MadeHome(tmp_path / "home")
    made.publish("R1", "2020-05", {"settlement": [a_settlement(payable_amt="0", gross_amt="0")]})

    with pytest.raises(CannotRun, match="settle a month that has something to pay"):
        export(
            made.home,
            SYSTEM,
            what="form:payment_application",
            period=None,
            year=None,
            format="csv",
            to=tmp_path / "out",
        )


def test_a_progress_report_of_an_unknown_contract_is_refused(made):
    with pytest.raises(CannotRun, match="'HT-9' has no statement"):
        report_of(open_settlements(made.home, SYSTEM), "HT-9")
