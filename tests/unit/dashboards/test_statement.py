"""A statement on paper shows every step to the fen, who signs, where it comes from; twice made, it is the same file."""

import re
from dataclasses import replace
from decimal import Decimal
from html import unescape

import pytest

from dashboards.access import SYSTEM
from dashboards.documents.exports import export
from dashboards.documents.statement_page import statement_html
from dashboards.documents.statement_rows import read_rows
from dashboards.editions import open_edition
from dashboards.statements import read_statements
from interface.errors import CannotRun
from tests.unit.dashboards.made_accounts import a_deduction
from tests.unit.dashboards.made_edition import MadeHome, a_line, a_settlement


@pytest.fixture
def made(tmp_path):
    """One statement of 240 yuan gross, 24 deducted, 216 payable, with tax."""
    made = MadeHome(tmp_path / "home")
    settlement = a_settlement(
        assessment_score="87.000",
        assess_deduct_amt="24.00",
        payable_amt="216.00",
        amt_ex_tax="203.77",
        tax_amt="12.23",
        payable_amt_cn="人民币贰佰壹拾陆元整",
    )
    provider = {
        "run_id": "R1",
        "contract_no": "HT-001",
        "provider": "P1",
        "provider_name": "甲服务商",
        "amount": Decimal("240.00"),
    }
    tables = {
        "settlement": [settlement],
        "settlement_line": [a_line()],
        "deduction": [a_deduction(basis="考核得分 87，考核期 2020-05")],
        "provider_settlement": [provider],
    }
    made.publish("R1", "2020-05", tables)
    return made


def text_of(made, **changed):
    """The text of the newest statement, a bar between pieces; its rows may be exchanged."""
    edition = open_edition(made.home, SYSTEM)
    statement = read_statements(edition)[-1]
    html = statement_html(statement, replace(read_rows(edition, statement), **changed))
    return re.sub(r"\s*\|[\s|]*", "|", unescape(re.sub(r"<[^>]+>", "|", html.partition("<body>")[2])))


def test_every_step_stands_there_in_both_languages_to_the_fen(made):
    text = text_of(made)

    assert "|服务费用结算单|Statement of service settlement|" in text
    assert "|结算总额|gross|结算明细合计|sum of the lines|¥240.00|" in text
    assert "|考核扣款|assessment|考核得分|assessment score|87|−24.00|" in text
    assert "|违约扣款|penalty|本期无违约扣款|no incident deducted in this period|0.00|" in text
    assert "|本期应付|payable|以上各项之和|sum of the above|¥216.00|" in text
    assert "|应付金额大写|Payable in words|人民币贰佰壹拾陆元整|" in text
    assert "不含税金额(元) 203.77　税额(元) 12.23" in text


def test_the_grounds_and_the_lines_stand_there(made):
    text = text_of(made)

    assert "|K1|考核|Assessment|考核得分 87，考核期 2020-05|40.00|24.00|24.00|" in text
    assert "|GD-01|数据采集与汇聚|DH-01|2020-05|本期|Current|P1|万条|2|120.00|240.00|合计|Total|240.00|" in text


def test_it_says_where_it_comes_from(made):
    run = open_edition(made.home, SYSTEM).current.run

    text = text_of(made)

    assert "结算单号 Statement No. JS-1 · 本期运行 Run R1|知悉截止 Known before 2020-06-05 08:00:00 +08:00 · " in text
    assert "编制人 Prepared by 未给出 not given|" in text
    assert f"输出摘要 Outputs hash {run.outputs_hash}|" in text


def test_a_contract_without_a_tax_rate_has_no_tax_row(tmp_path):
    made = MadeHome(tmp_path)
    made.publish("R1", "2020-05", {"settlement": [a_settlement()], "settlement_line": [a_line()]})

    assert "税额" not in text_of(made)


def test_text_from_outside_cannot_become_markup(made):
    text = text_of(made, lines=[a_line(provider="<b>P1</b>")])

    assert "|<b>P1</b>|" in text


def test_many_lines_are_told_by_item_and_still_add_up(tmp_path):
    made = MadeHome(tmp_path)
    lines = [a_line(work_order_no=f"GD-{n:03d}", amount=Decimal("1.00"), billed_qty=Decimal("0.5")) for n in range(161)]
    settlement = a_settlement(gross_amt="161.00", payable_amt="161.00")
    made.publish("R1", "2020-05", {"settlement": [settlement], "settlement_line": lines})

    text = text_of(made)

    assert "明细行数 161，明细较多，逐行见结算工作簿" in text
    assert "|数据采集与汇聚|DH-01|万条|80.5|161.00|合计|Total|161.00|" in text


def test_lines_that_do_not_add_up_make_no_statement(tmp_path):
    made = MadeHome(tmp_path)
    tables = {"settlement": [a_settlement()], "settlement_line": [a_line(amount=Decimal("239.99"))]}
    made.publish("R1", "2020-05", tables)

    with pytest.raises(CannotRun, match=r"The lines of statement JS-1 add up to 239\.99, not to its gross of 240\.00"):
        text_of(made)


def test_a_score_of_an_earlier_period_is_not_called_missing(made):
    earlier = a_settlement(run_id="R2", settle_no="JS-2", gross_amt="0", assess_deduct_amt="5.00", payable_amt="0")
    made.publish("R2", "2020-06", {"settlement": [earlier | {"carried_deduct_amt": Decimal("5.00")}]})

    text = text_of(made)

    assert "|考核扣款|assessment|以前考核期，见扣减依据|earlier scores, see the grounds of deductions|−5.00|" in text
    assert "本期无考核得分" not in text


def test_a_statement_is_a_pdf_with_the_same_bytes_every_time(made, tmp_path):
    arguments = {"what": "settlement", "period": "2020-05", "year": None, "format": "pdf", "to": tmp_path / "out"}
    [path] = export(made.home, SYSTEM, **arguments)
    first = path.read_bytes()

    export(made.home, SYSTEM, **arguments)

    assert path.name == "settlement_2020-05_HT-001_JS-1.pdf"
    assert first.startswith(b"%PDF-")
    assert path.read_bytes() == first
