"""The workbench tells a reader what their role may do next, and nothing that it may neither do nor see."""

from datetime import date
from types import SimpleNamespace

import pytest
from dash import dcc, html

from dashboards import workbench
from dashboards.access import SYSTEM, Principal, Role, may_open
from dashboards.app import render_page
from dashboards.visits import Decision
from interface.paths import Home
from tests.unit.dashboards.made_edition import MadeHome, a_gate_result, a_received_file, a_set_aside_row, a_settlement
from tests.unit.dashboards.made_visit import a_visit, idle_desk
from tests.unit.dashboards.made_work import an_idle_order, an_order
from tests.unit.dashboards.test_pages import text_of

ASKED = Decision("agree_override", "O1", "李明", date(2020, 6, 2))
WAIVER = Decision("approve_waiver", "W1", "李明", date(2020, 6, 3))


@pytest.fixture
def made(tmp_path):
    made = MadeHome(tmp_path)
    event = a_gate_result(
        expectation="every_event_has_a_liable_answer", severity="WARN", success=False, unexpected_count=3
    )
    tables = {
        "settlement": [a_settlement()],
        "gate_result": [event],
        "work_order_progress": [an_order(), an_idle_order()],
        "month_coverage": [],
    }
    made.publish("R1", "2020-05", tables)
    made.report("1", quarantine=[a_set_aside_row()], ingest_file=[a_received_file()])
    return made


def bench(made, reader):
    return text_of(render_page(a_visit(made.home, reader, idle_desk(decisions=lambda _: (ASKED, WAIVER))), "/"))


def test_the_purchaser_reviews_decides_and_answers(made):
    text = bench(made, Principal("王芳", Role.PURCHASER))

    assert "待复核的结算单|Statements to review|1" in text
    assert "待第二人同意的放行|Overrides that wait for a second person|1|2020-06-02" in text
    assert "待第二人批准的豁免|Waivers that wait for a second person|1|2020-06-03" in text
    assert "未认定责任的违约事件|Breach events without an answer|3" in text
    assert "待支付的工单" in text


def test_nobody_is_the_second_person_of_their_own_matter(made):
    text = bench(made, Principal("李 明", Role.PURCHASER))

    assert "第二人" not in text


def test_a_provider_is_told_of_its_deliveries_and_of_no_amount(made):
    text = bench(made, Principal("乙", Role.PROVIDER, providers=frozenset({"P2"})))

    assert "待交付的工单|Work orders that wait for delivery|1" in text
    assert "¥" not in text
    assert "结算单" not in text


def test_an_operator_of_another_contract_has_nothing_waiting_and_no_amount(made):
    text = bench(made, Principal("甲", Role.OPERATOR, contracts=frozenset({"HT-002"})))

    assert "没有待您办理的事项" in text
    assert "¥" not in text


@pytest.mark.parametrize("role", [*Role])
def test_every_role_has_a_workbench_and_no_link_to_a_page_that_is_closed_to_it(made, role):
    reader = Principal("丙", role)
    visit = a_visit(made.home, reader, idle_desk(decisions=lambda _: (ASKED, WAIVER)))
    page = html.Div(render_page(visit, "/"))

    links = [each.href.partition("?")[0] for each in page._traverse() if isinstance(each, dcc.Link)]
    assert [href for href in links if not may_open(reader, href)] == []
    assert "工作台" in text_of(page)


def test_an_empty_home_says_that_nothing_is_published_and_nothing_waits(tmp_path):
    text = text_of(render_page(a_visit(Home(tmp_path), SYSTEM), "/"))

    assert "尚未发布" in text
    assert "没有待您办理的事项" in text
    assert "¥" not in text


def test_who_approved_may_deliver_and_not_issue():
    statement = SimpleNamespace(run=SimpleNamespace(prepared_by="赵敏"))
    approved = [SimpleNamespace(by="王芳")]

    def is_for_another(person, act):
        return workbench._is_for_another(Principal(person, Role.PURCHASER), act, statement, approved)

    assert [is_for_another("王芳", act) for act in ("issue", "deliver", "review")] == [True, False, False]
    assert [is_for_another("赵 敏", act) for act in ("approve", "issue")] == [True, False]
