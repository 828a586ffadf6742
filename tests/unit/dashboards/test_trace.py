"""The page of a trace draws what was followed, sets raw text as text, and says in words where a trace ends."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from dash import html

from dashboards.access import Principal, Role, may_read_named, may_read_received
from dashboards.approvals import Step
from dashboards.traces import (
    Delivered,
    Fate,
    FindingTrace,
    LineTrace,
    NothingToFollow,
    Origin,
    RowTrace,
    RunTrace,
    StatementTrace,
    WorkOrderTrace,
)
from interface.tables import INPUTS, PUBLISHED
from tests.unit.dashboards.made_edition import MadeHome, a_line, a_settlement
from tests.unit.dashboards.made_visit import a_visit, app_of, idle_desk
from tests.unit.dashboards.made_work import a_fate, a_pending, an_order
from tests.unit.dashboards.test_pages import render_page, text_of

SHA = "ab" * 32
RAW = Origin("delivery", SHA, 2, "delivery.csv", "JF-1,<script>alert(1)</script>")
HIDDEN = Origin("contract", "cd" * 32, 3, None, None, is_withheld=True)
LINE = LineTrace(
    line=a_line(),
    differences=(),
    origins=(RAW, HIDDEN),
    deliveries=(Delivered(a_fate(), "万条", RAW),),
    statement=a_settlement(),
    paid_by=None,
    waits_for_year=True,
)


@pytest.fixture
def made(tmp_path):
    made = MadeHome(tmp_path)
    made.publish("R1", "2020-05", {"settlement": [a_settlement()], "settlement_line": [a_line()]})
    return made


def traced(made, *traces, reader=None, **query):
    desk = idle_desk(follow=lambda home, reader, identity: traces)
    visit = a_visit(made.home, desk=desk, **({"id": "X"} | query))
    return text_of(render_page(visit, "/trace"))


def test_a_line_is_drawn_from_its_reckoning_down_to_raw_text_and_up_to_the_payable(made):
    text = traced(made, LINE)

    assert "2 万条 × 120.00 → ¥240.00" in text
    assert "20,000 条|2 万条" in text
    assert "delivery.csv : 2" in text
    assert "人民币贰佰肆拾元整" in text
    assert "该月只计提，等待年度结算" in text


def test_raw_text_is_text_and_a_row_of_others_is_a_place_without_text(made):
    page = html.Div(render_page(a_visit(made.home, desk=idle_desk(follow=lambda *_: [LINE]), id="L1"), "/trace"))

    codes = [each.children for each in page._traverse() if isinstance(each, html.Code)]
    assert "JF-1,<script>alert(1)</script>" in codes
    assert "不在您的查看范围内" in text_of(page)
    assert "cdcd" not in text_of(page)


def test_a_statement_that_is_not_for_the_reader_is_said_and_has_no_amount(made):
    text = traced(made, LineTrace(a_line(), (), (), (), None, None, waits_for_year=False))

    assert "结算单不在您的查看范围内" in text
    assert "应付金额" not in text


def test_a_row_set_aside_says_why_it_has_no_yuan(made):
    apart = {"reason": "Q206", "message": "数量有七位小数", "closed_by": None}
    text = traced(made, RowTrace(RAW, apart, (), (), (), ()))

    assert "已隔离，未进入任何金额" in text
    assert "Q206" in text
    assert "¥" not in text


def test_a_row_that_nothing_used_yet_says_what_its_order_waits_for(made):
    text = traced(made, RowTrace(RAW, None, (), (), (), (a_pending(),)))

    assert "尚未进入任何已发布的结算或评价" in text
    assert "待计量核定" in text


def test_every_other_trace_is_drawn(made):
    at = datetime(2020, 7, 1, tzinfo=UTC)
    step = Step("JS-1", "review", "REVIEWED", "李明", "", "f" * 64, at)
    run = dict.fromkeys(PUBLISHED["run"].names) | {"run_id": "R1", "run_type": "INITIAL", "period": "2020-05"}
    finding = dict.fromkeys(PUBLISHED["score_finding"].names) | {"finding_no": "F1", "kind": "TOTAL_DIFFERS"}
    text = traced(
        made,
        StatementTrace(a_settlement(), (step,), (), (), (), Decimal(0), (a_line(),)),
        RunTrace(run, (a_settlement(),), ()),
        WorkOrderTrace("GD-01", an_order(), (a_pending(),), (), ()),
        RowTrace(RAW, None, (Fate(a_fate(), (a_line(),)),), (a_line(line_id="L7"),), (), ()),
        FindingTrace(finding),
    )

    for told in ("review → REVIEWED · 李明", "尚无结算明细", "已计入 Counted", "L7", "总分不符 Total differs"):
        assert told in text


def test_an_unknown_id_and_no_id_are_states_without_an_amount(made):
    def nothing(home, reader, identity):
        raise NothingToFollow("not here")

    unknown = text_of(render_page(a_visit(made.home, desk=idle_desk(follow=nothing), id="<b>"), "/trace"))
    asked = text_of(render_page(a_visit(made.home), "/trace"))

    assert "没有这个编号" in unknown
    assert "请输入要追溯的编号" in asked
    assert "¥" not in unknown + asked


@pytest.mark.parametrize("role", [*Role])
def test_nobody_but_the_city_reads_rows_of_every_kind(role):
    reader = Principal("丙", role)

    every = all(may_read_received(reader, name) for name in INPUTS)
    assert every == (role in (Role.PURCHASER, Role.ENGINEER))
    assert may_read_named(reader, "contract") == (role is Role.OPERATOR)
    assert may_read_received(reader, "expert_score") == (role in (Role.PURCHASER, Role.ENGINEER, Role.EVALUATOR))


def test_an_auditor_opens_no_trace(made):
    assert "您没有查看本页的权限" in text_of(render_page(a_visit(made.home, Principal("审", Role.AUDITOR)), "/trace"))
    assert app_of(made.home)
