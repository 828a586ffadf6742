"""The editions' page tells the chain, what differs by yuan and line, and takes back only what an engineer looked at."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from dashboards.access import SYSTEM, Principal, Role
from dashboards.app import render_page
from dashboards.decisions import TakenBack, Work
from dashboards.differences import by_reason, changes_between, edition_at, kept_edition, lines_between
from dashboards.editions import open_edition
from dashboards.pages.rolling_back import _roll_back
from interface.errors import CannotRun
from tests.unit.dashboards.made_edition import MadeHome, a_gate_result, a_line, a_received_file, a_settlement
from tests.unit.dashboards.made_visit import a_visit, app_of, idle_desk
from tests.unit.dashboards.test_pages import text_of

ENGINEER = Principal("工", Role.ENGINEER)
OPERATOR = Principal("运", Role.OPERATOR, contracts=frozenset({"HT-002"}))


@pytest.fixture
def made(tmp_path):
    """May: 240 yuan of HT-001. June: 100.50 of HT-002, and May of HT-001 corrected by -20.25."""
    made = MadeHome(tmp_path)
    made.publish("R1", "2020-05", {"settlement": [a_settlement()], "settlement_line": [a_line()]})
    june = {"run_id": "R2", "settlement_period": "2020-06"}
    lines = [
        a_line(**june, line_id="L2", service_period="2020-06", contract_no="HT-002", amount=Decimal("100.50")),
        a_line(**june, line_id="L3", line_type="ADJUSTMENT", adjustment_reason="CORRECTED", amount=Decimal("-20.25")),
    ]
    statement = {"settle_no": "JS-2", "contract_no": "HT-002", "gross_amt": "100.50", "payable_amt": "90.00"}
    made.publish("R2", "2020-06", {"settlement": [a_settlement(**june, **statement)], "settlement_line": lines})
    made.refuse("R3", "2020-07", [a_gate_result(run_id="R3", success=False, unexpected_count=4, message_zh="缺少单价")])
    return made


def shown(made, reader=SYSTEM, desk=None, **query):
    return text_of(render_page(a_visit(made.home, reader, desk, **query), "/editions"))


def test_the_chain_is_told_with_amounts_and_refusals(made):
    text = shown(made)

    assert "R2|当前|current" in text
    assert "|2|1|100.50|90.00|" in text
    assert "|1|1|240.00|240.00|" in text
    assert "缺少单价| conservation (4)" in text


def test_a_reader_sees_amounts_of_own_rows_alone(made):
    own = shown(made, OPERATOR, **{"from": "R1", "to": "R2"})
    evaluator = shown(made, Principal("评", Role.EVALUATOR), **{"from": "R1", "to": "R2"})

    assert "100.50" in own
    assert "240.00" not in own
    assert "20.25" not in own
    assert "缺少单价" not in own
    assert "R2|当前|current" in evaluator
    assert [amount for amount in ("100.50", "240.00", "20.25", "90.00") if amount in evaluator] == []


def test_lines_between_editions_add_up_to_the_changes_of_months(made):
    edition = open_edition(made.home, SYSTEM)
    before, after = edition_at(edition, "R1"), edition

    lines = lines_between(before, after)

    assert [(row["line_id"], row["change"]) for row in lines.to_pylist()] == [
        ("L2", Decimal("100.50")),
        ("L3", Decimal("-20.25")),
    ]
    assert [(each.reason, each.count, each.change) for each in by_reason(lines)] == [
        ("CURRENT", 1, Decimal("100.50")),
        ("CORRECTED", 1, Decimal("-20.25")),
    ]
    months = [each.change for each in changes_between(before, after) if each.what == "month"]
    assert sum(months) == Decimal("80.25")
    assert [row["change"] for row in lines_between(after, before).to_pylist()] == [Decimal("-100.50"), Decimal("20.25")]


def test_the_difference_is_shown_and_can_be_taken_away(made):
    text = shown(made, **{"from": "R1", "to": "R2"})

    assert "服务月份 Service month +80.25 · 应付 Payable +90.00" in text
    assert "合计 Total|2|+80.25" in text
    one = app_of(made.home).server.test_client().get("/download/difference.csv?from=R1&to=R2&reason=CORRECTED")
    assert one.get_data(as_text=True).splitlines()[1:] == [
        "HT-001,2020-05,GD-01,DH-01,数据采集与汇聚,CORRECTED,-20.25,R2,L3"
    ]


@pytest.mark.parametrize("query", [{"from": "R1", "to": "R9"}, {"from": "R1", "to": "R2", "reason": "X"}])
def test_an_unknown_edition_or_filter_shows_no_difference(made, query):
    text = shown(made, **query)

    assert "没有这个视图" in text
    assert "差异明细" not in text


@pytest.mark.parametrize("name", ["run", "back"])
def test_an_unknown_run_shows_those_that_there_are(made, name):
    assert "没有这次运行|No such run" in shown(made, **{name: "<b>"})


def test_an_edition_that_was_taken_back_can_still_be_compared(made):
    edition = open_edition(made.home, SYSTEM)
    newest = edition.current
    undone = TakenBack(
        "R2", "2020-06", "INITIAL", newest.manifest_hash, datetime(2020, 8, 1, tzinfo=UTC), "工", "报送有误"
    )

    assert kept_edition(edition_at(edition, "R1"), "R2", [undone]).chain == edition.chain
    assert "工|报送有误" in shown(made, desk=idle_desk(taken_back=lambda home: [undone]))
    with pytest.raises(CannotRun, match="No published run"):
        kept_edition(edition_at(edition, "R1"), "R2", [])


def test_an_engineer_is_shown_what_is_taken_back_before_it_is(made):
    desk = idle_desk(plan_rollback=lambda home, run_id: ("R2",))

    text = shown(made, ENGINEER, desk, back="R1")

    assert "下列运行将不再计入任何金额" in text
    assert "确认回退版本" in text
    assert "确认回退版本" not in shown(made, Principal("甲", Role.PURCHASER), back="R1")


def test_what_cannot_be_taken_back_says_why_and_offers_nothing(made):
    def refuse(home, run_id):
        raise CannotRun("Statement JS-2 was issued.")

    text = shown(made, ENGINEER, idle_desk(plan_rollback=refuse), back="R1")

    assert "Statement JS-2 was issued." in text
    assert "确认回退版本" not in text


def test_taking_back_names_the_edition_that_was_looked_at(made):
    asked = []

    def roll_back(*given):
        asked.append(given[1:])
        return ("R2",)

    told = _roll_back(a_visit(made.home, ENGINEER, idle_desk(roll_back=roll_back)), "R1|R2", "有误")

    assert asked == [("R1", "R2", "有误", "工")]
    assert told.en == "Taken back: R2"
    with pytest.raises(CannotRun, match="does not say which edition"):
        _roll_back(a_visit(made.home, ENGINEER), "R1", "有误")


def test_an_engineer_sees_what_is_under_way_and_what_was_killed(made):
    made.report("1", ingest_file=[a_received_file(refusal="E002 too large")])
    desk = idle_desk(work=lambda home: [Work("2020-07-a", is_under_way=True), Work("2020-07-b", is_under_way=False)])

    text = shown(made, ENGINEER, desk)

    assert "…|运行中|Under way|2020-07-a" in text
    assert "!|运行中断留下的文件夹" in text
    assert "1 个文件曾被拒收" in text
    assert "运行状况" not in shown(made, Principal("财", Role.FINANCE), desk)
