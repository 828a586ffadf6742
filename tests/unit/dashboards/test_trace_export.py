"""A trace as a file has every step with file, row, raw text and amount, and nothing that is not for its reader."""

import csv
import io
from datetime import UTC, datetime
from decimal import Decimal
from types import UnionType
from typing import get_args

import pytest

from dashboards.access import SYSTEM
from dashboards.approvals import Step
from dashboards.documents import trace_rows as module
from dashboards.documents.trace_rows import TRACE, trace_rows
from dashboards.traces import NothingToFollow, RowTrace, RunTrace, StatementTrace, SubjectTrace, Trace, WorkOrderTrace
from interface.tables import PUBLISHED
from tests.unit.dashboards.made_accounts import a_deduction
from tests.unit.dashboards.made_edition import MadeHome, a_line, a_settlement
from tests.unit.dashboards.made_scores import a_leaf, a_node, a_summary
from tests.unit.dashboards.made_visit import app_of, idle_desk
from tests.unit.dashboards.made_work import a_pending, an_order
from tests.unit.dashboards.opened_workbook import cells
from tests.unit.dashboards.test_trace import LINE, RAW, SHA


@pytest.fixture
def made(tmp_path):
    made = MadeHome(tmp_path / "home")
    made.publish("R1", "2020-05", {"settlement": [a_settlement()], "settlement_line": [a_line()]})
    return made


def told(trace, *columns):
    return [tuple(row[name] for name in columns) for row in trace_rows([trace])]


def test_a_line_goes_down_to_raw_text_and_up_to_the_payable():
    rows = trace_rows([LINE])

    assert [row["step_no"] for row in rows] == [*range(1, len(rows) + 1)]
    line, raw, hidden, delivered, gross = rows[:5]
    assert (line["identity"], line["quantity"], line["unit_price"], line["amount"]) == (
        *("L1", Decimal(2), Decimal(120)),
        Decimal("240.00"),
    )
    assert (raw["table_name"], raw["file_name"], raw["row_number"], raw["file_sha256"], raw["raw"]) == (
        *("交付日志 delivery", "delivery.csv", 2, SHA),
        "JF-1,<script>alert(1)</script>",
    )
    assert (delivered["identity"], delivered["quantity"], delivered["detail"]) == (
        *("JF-1", Decimal(20000)),
        "已计入 Counted → 2 万条",
    )
    assert (gross["amount"], gross["detail"]) == (Decimal("240.00"), "结算总额(元) gross_amt")
    assert (rows[-2]["amount"], rows[-2]["detail"]) == (Decimal("240.00"), "应付金额(元) payable_amt =")
    assert rows[-1]["amount"] is None
    assert hidden["raw"].startswith("不在您的查看范围内")


def test_of_a_row_of_others_neither_place_nor_text_is_given():
    (hidden,) = [row for row in trace_rows([LINE]) if row["table_name"] == "合同 contract"]

    assert {name for name, cell in hidden.items() if cell is not None} == {"step_no", "step", "table_name", "raw"}
    assert not any("cdcd" in str(cell) for cell in hidden.values())


def test_a_statement_has_its_steps_and_what_was_deducted():
    step = Step("JS-1", "review", "REVIEWED", "李明", "", "f" * 64, datetime(2020, 7, 1, tzinfo=UTC))
    trace = StatementTrace(a_settlement(), (step,), (a_deduction(),), (), (), Decimal(5), (a_line(),))

    details = told(trace, "detail", "amount")

    assert ("review → REVIEWED · 李明 · 2020-07-01 08:00:00 +08:00", None) in details
    assert (None, Decimal(5)) in details
    assert details[-1][1] == Decimal("240.00")


def test_a_row_set_aside_and_one_that_nothing_used_have_no_amount():
    apart = {"reason": "Q206", "message": "数量有七位小数", "closed_by": None}

    assert told(RowTrace(RAW, apart, (), (), (), ()), "detail", "amount")[1:] == [("Q206 · 数量有七位小数", None)]
    waits = RowTrace(RAW, None, (), (), (), (a_pending(),))
    assert told(waits, "quantity", "amount")[1:] == [(Decimal(3), Decimal("360.00")), (None, None)]


def test_orders_runs_and_scores_have_their_steps():
    run = dict.fromkeys(PUBLISHED["run"].names) | {"run_id": "R1", "run_type": "INITIAL", "period": "2020-05"}
    subject = SubjectTrace(a_summary(), (a_node("决策", score="18"),), (a_leaf("A1", "决策"),), ())

    assert told(WorkOrderTrace("GD-01", an_order(), (), (), ()), "identity", "amount") == [("GD-01", Decimal("240.00"))]
    assert told(WorkOrderTrace("GD-5", None, (), (), ()), "identity", "amount") == [("GD-5", None)]
    assert told(RunTrace(run, (a_settlement(),), ()), "identity", "amount") == [
        ("R1", None),
        ("JS-1", Decimal("240.00")),
    ]
    assert told(subject, "identity", "score", "amount") == [
        ("S:X", Decimal(80), None),
        ("决策", Decimal(18), None),
        ("S:X:A1", Decimal(8), None),
    ]


def test_every_kind_of_trace_has_steps():
    assert isinstance(Trace, UnionType)
    assert set(module._STEPS_OF) == set(get_args(Trace))


def test_the_file_is_asked_as_its_reader_and_raw_text_is_no_formula(made):
    asked = []
    desk = idle_desk(follow=lambda home, reader, identity: asked.append((reader, identity)) or [LINE])
    browser = app_of(made.home, desk=desk).server.test_client()

    answer = browser.get("/download/trace.csv?id=L1")
    book = browser.get("/download/trace.xlsx?id=L1")

    assert asked == [(SYSTEM, "L1")] * 2
    rows = [*csv.DictReader(io.StringIO(answer.text))]
    assert [*rows[0]] == [*TRACE.names]
    assert (rows[0]["amount"], rows[0]["unit_price"]) == ("240.00", "120.000000")
    assert answer.headers["Content-Disposition"].endswith("filename=trace_id-L1.csv")
    path = made.root / "trace.xlsx"
    path.write_bytes(book.data)
    assert cells(path)["A1"] == ("text", "序号")
    assert ("text", "JF-1,<script>alert(1)</script>") in cells(path).values()


def test_an_unknown_id_is_one_sentence_in_both_languages(made):
    def nothing(home, reader, identity):
        raise NothingToFollow("No received row stands at X:9: row numbers are the file's line numbers.")

    answer = app_of(made.home, desk=idle_desk(follow=nothing)).server.test_client().get("/download/trace.csv?id=X:9")

    assert (answer.status_code, answer.text.splitlines()[0]) == (404, "X:9 处没有已接收的行：行号是文件中的行数。")
