"""A page shows published amounts or says why it has none; it never makes up a zero and never shows a stack trace."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from dashboards import app
from dashboards.app import render_page
from interface.paths import Home
from tests.unit.dashboards.made_edition import (
    MadeHome,
    a_gate_result,
    a_line,
    a_received_file,
    a_set_aside_row,
    a_settlement,
)
from tests.unit.dashboards.made_visit import a_visit, app_of


@pytest.fixture
def made(tmp_path):
    made = MadeHome(tmp_path)
    made.publish("R1", "2020-05", {"settlement": [a_settlement()], "settlement_line": [a_line()]})
    june = {"run_id": "R2", "settlement_period": "2020-06", "payable_amt_cn": "人民币壹佰元整"}
    settlement = a_settlement(contract_no="HT-002", settle_no="JS-2", gross_amt="100", payable_amt="100", **june)
    made.publish("R2", "2020-06", {"settlement": [settlement]})
    return made


def text_of(component):
    """All text of a page, figures and grids apart."""
    if component is None or isinstance(component, (str, int)):
        return str(component or "")
    if isinstance(component, (list, tuple)):
        return "|".join(text_of(each) for each in component)
    return text_of(getattr(component, "children", None))


def shown(made, path="/settlement", **query):
    return text_of(render_page(a_visit(made.home, **query), path))


def test_the_newest_period_is_shown_where_the_address_names_none(made):
    text = shown(made, "/settlement")

    assert "¥100.00|人民币壹佰元整" in text
    assert "R2（初次结算 Initial）" in text
    assert "已发布 Published" in text


def test_a_period_and_a_contract_can_be_chosen(made):
    text = shown(made, period="2020-05", contract="HT-001")

    assert "¥240.00|人民币贰佰肆拾元整" in text
    assert "¥100.00" not in text


@pytest.mark.parametrize(
    ("query", "state", "choice"),
    [
        ({"period": "2020-07"}, "没有这一期|No such period", "2020-05|2020-06"),
        ({"period": "<script>"}, "没有这一期|No such period", "2020-05|2020-06"),
        ({"period": "2020-06", "contract": "HT-001"}, "本期没有这份合同|No such contract in this period", "HT-002"),
    ],
    ids=["period", "no-period-at-all", "contract"],
)
def test_an_unknown_filter_shows_no_amount(made, query, state, choice):
    text = shown(made, **query)

    assert state in text
    assert choice in text
    assert "¥" not in text
    assert "0.00" not in text


@pytest.mark.parametrize(
    ("path", "state"),
    [
        ("/settlement", "尚未发布"),
        ("/quality", "尚未发布"),
        ("/quarantine", "尚未接收任何文件"),
        ("/x", "没有这个页面"),
    ],
)
def test_an_empty_home_says_what_is_missing_and_who_acts(tmp_path, path, state):
    text = text_of(render_page(a_visit(Home(tmp_path)), path))

    assert state in text
    assert "¥" not in text


def test_rows_set_aside_and_later_files_are_told(made):
    later = datetime(2020, 12, 1, tzinfo=UTC)
    made.report("1", quarantine=[a_set_aside_row()] * 2, ingest_file=[a_received_file(landed_at=later)])

    text = shown(made)

    assert "2 行数据被隔离、未处理，本期金额可能不完整" in text
    assert "1 个文件在本版本之后收到，尚未结算" in text


def test_a_clean_home_has_no_notice(made):
    made.report("1", ingest_file=[a_received_file()])

    assert "被隔离" not in shown(made)
    assert "尚未结算" not in shown(made)


def test_an_indicative_run_is_marked(tmp_path):
    made = MadeHome(tmp_path)
    made.publish("R1", "2020-05", {"settlement": [a_settlement()]}, run_type="INDICATIVE")

    assert "试算，不作为支付依据" in shown(made)


def test_damaged_data_shows_no_amount(made):
    path = made.home.published / "R1" / "settlement.parquet"
    path.write_bytes(path.read_bytes()[:-1])

    text = shown(made)

    assert "数据未通过校验|The data failed its check" in text
    assert "¥" not in text


def test_an_unforeseen_error_shows_a_number_and_no_trace(made, monkeypatch, caplog):
    def fail(home, query):
        raise RuntimeError("secret detail")

    monkeypatch.setattr(app, "PAGES", (app.Page("/settlement", "page.settlement", fail),))

    text = shown(made)

    assert "错误编号 Error No. " in text
    assert "secret detail" not in text
    assert text[-12:] in caplog.text


def test_the_gate_shows_the_latest_judgement_of_a_period_with_signs_and_words(made):
    results = [
        a_gate_result(run_id="R3", success=False, unexpected_count=3, sample="GD-07"),
        a_gate_result(run_id="R3", expectation="freshness", severity="WARN", success=False, unexpected_count=1),
        a_gate_result(run_id="R3", expectation="balances"),
    ]
    made.refuse("R3", "2020-06", results)

    text = shown(made, "/quality", show="all", suite="settlement")

    assert "2020-06|✕ 未发布 refused" in text
    assert "✕|阻断" in text
    assert "conservation →|–|✕ 3" in text
    assert "freshness →|–|! 1" in text
    assert "balances →|✓ 各期最近一次判定均未出现问题" in text
    assert "GD-07" in text


def test_the_gate_can_be_read_before_anything_is_published(tmp_path):
    made = MadeHome(tmp_path)
    made.refuse("R1", "2020-05", [a_gate_result(success=False, unexpected_count=2)])

    assert "conservation →|✕ 2" in shown(made, "/quality")


def test_nothing_is_allowed_from_another_host(made):
    answer = app_of(made.home).server.test_client().get("/")

    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self' 'sha256-")
    assert "unsafe-eval" not in policy
    assert "script-src 'self' 'unsafe-inline'" not in policy
    assert b"http://" not in answer.data
    assert b"https://" not in answer.data


@pytest.mark.parametrize(
    ("address", "start"),
    [
        ("/download/settlement_line.csv?period=2020-05", b"line_id,run_id"),
        ("/download/settlement.xlsx?period=2020-05&contract=HT-001", b"PK"),
        ("/download/statement.pdf?settle_no=JS-1", b"%PDF-"),
    ],
)
def test_a_view_can_be_taken_away(made, address, start):
    answer = app_of(made.home).server.test_client().get(address)

    assert answer.status_code == 200
    assert answer.data.startswith(start)
    assert answer.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("/download/settlement_line.csv?period=2019-01", "No run has the period 2019-01"),
        ("/download/settlement_line.csv?period=2020-05&contract=HT-9", "Contract HT-9 has no statement in 2020-05"),
        ("/download/settlement.xlsx?period=2020-05&contract=HT-9", "Contract HT-9 has no statement in 2020-05"),
        ("/download/passwords.csv", "There is no download passwords.csv"),
        ("/download/difference.pdf", "There is no download difference.pdf: choose csv or xlsx."),
        ("/download/audit.parquet", "There is no download audit.parquet: choose csv or xlsx."),
        ("/download/statement.pdf?settle_no=JS-9", "There is no statement 'JS-9'"),
    ],
)
def test_what_is_not_there_is_no_empty_file(made, address, sentence):
    answer = app_of(made.home).server.test_client().get(address)

    assert answer.status_code == 404
    assert sentence in answer.get_data(as_text=True)


def test_amounts_of_several_runs_of_a_period_are_added(made):
    revision = a_settlement(run_id="R3", settle_no="JS-3", gross_amt="0.01", payable_amt="0.01")
    line = a_line(run_id="R3", amount=Decimal("0.01"))
    made.publish("R3", "2020-05", {"settlement": [revision], "settlement_line": [line]}, run_type="REVISION")

    assert "¥240.01|人民币贰佰肆拾元零壹分" in shown(made, period="2020-05")


def test_every_block_of_the_style_is_closed():
    """A brace too few would keep all that follows for the windows of the last query."""
    text = (Path(app.__file__).parent / "assets" / "hengliang.css").read_text("utf-8")

    assert text.count("{") == text.count("}")
