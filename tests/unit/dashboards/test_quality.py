"""The gate's page shows what failed of which period, keeps to what was asked, and lets two people override."""

from types import SimpleNamespace

import pytest

from dashboards.access import SYSTEM, Principal, Role
from dashboards.app import render_page
from dashboards.pages.overriding import _ask
from tests.unit.dashboards.made_edition import MadeHome, a_gate_result
from tests.unit.dashboards.made_visit import a_visit, idle_desk
from tests.unit.dashboards.test_pages import text_of

PURCHASER = Principal("甲", Role.PURCHASER)
FAULT = {"success": False, "unexpected_count": 2, "sample": "GD-1 · GD-2"}


def a_home(tmp_path, *, months=("2020-05", "2020-06")):
    """Months of two checks of which the first of the last month failed and refused it."""
    made = MadeHome(tmp_path)
    for number, month in enumerate(months[:-1]):
        run = {"run_id": f"R{number}"}
        made.publish(f"R{number}", month, {"gate_result": [a_gate_result(**run), a_gate_result(**run, **OTHER)]})
    made.refuse("RX", months[-1], [a_gate_result(run_id="RX", **RESERVED, **FAULT), a_gate_result(run_id="RX")])
    return made


OTHER = {"suite": "inputs", "expectation": "price_coverage"}
RESERVED = {"suite": "inputs", "expectation": "reserved"}


def shown(made, reader=SYSTEM, desk=None, **query):
    return text_of(render_page(a_visit(made.home, reader, desk, **query), "/quality"))


def test_only_what_failed_has_a_row_until_all_is_asked_for(tmp_path):
    made = a_home(tmp_path)

    assert "price_coverage →" not in shown(made)
    assert "reserved →" in shown(made)
    assert "price_coverage →" not in shown(made, show="all")
    assert "price_coverage →" in shown(made, show="all", suite="inputs")


def test_a_suite_shows_its_worst_result_and_how_many_failed(tmp_path):
    text = shown(a_home(tmp_path), show="all")

    assert "inputs|2|✓|✕ 1" in text
    assert "settlement|1|✓ 各期最近一次判定均未出现问题" in text


def test_twelve_periods_are_shown_and_older_ones_have_an_address(tmp_path):
    months = [f"2020-{month:02d}" for month in range(1, 13)] + ["2021-01", "2021-02"]
    made = a_home(tmp_path, months=months)

    text = shown(made)
    older = shown(made, until="2020-02")

    assert "2020-03 – 2021-02" in text
    assert "← 更早" in text
    assert "更近 →" not in text
    assert "2020-01 – 2020-02" in older
    assert "更近 →" in older
    assert "← 更早" not in older


@pytest.mark.parametrize("query", [{"period": "1999-01"}, {"until": "<b>"}, {"span": "13"}, {"of": "x"}])
def test_an_unknown_filter_shows_the_periods_that_there_are(tmp_path, query):
    text = shown(a_home(tmp_path), **query)

    assert "没有这个视图|No such view" in text
    assert "2020-06 结算 Settlements" in text


def test_a_rule_tells_its_history_and_whether_it_may_be_overridden(tmp_path):
    made = a_home(tmp_path)

    assert "可由两人豁免" in shown(made, rule="reserved")
    assert "不可豁免" in shown(made, rule="price_coverage")
    assert "所示各期没有这条检查" in shown(made, rule="nothing")


def test_a_refused_run_offers_an_override_to_who_may_ask(tmp_path):
    made = a_home(tmp_path)

    assert "申请豁免" in shown(made, PURCHASER)
    assert "您的角色不能申请" in shown(made, Principal("丁", Role.AUDITOR))


def test_what_cannot_be_overridden_says_why_and_offers_nothing(tmp_path):
    made = a_home(tmp_path)

    text = shown(made, PURCHASER, idle_desk(overridable=frozenset))

    assert "不可豁免：所见问题使金额悬空或错误" in text
    assert "申请豁免" not in text


def an_override(**given):
    override = {
        "override_id": "OV0001",
        "run_id": "RX",
        "expectation": "reserved",
        "unexpected_count": 2,
        "sample": "GD-1 · GD-2",
        "because": "应急",
        "asked_by": "甲",
        "asked_at": None,
        "agreed_by": "",
        "agreed_at": None,
    }
    return SimpleNamespace(**(override | given))


def test_who_asked_does_not_agree_and_another_person_may(tmp_path):
    made = a_home(tmp_path)
    desk = idle_desk(overrides=lambda home: [an_override()])

    assert "须由另一人同意" in shown(made, PURCHASER, desk)
    assert "同意豁免" not in shown(made, PURCHASER, desk)
    assert "同意豁免" in shown(made, Principal("乙", Role.FINANCE), desk)
    assert "同意豁免" not in shown(made, Principal("乙", Role.ENGINEER), desk)


def test_an_override_that_was_asked_is_not_offered_again(tmp_path):
    text = shown(a_home(tmp_path), PURCHASER, idle_desk(overrides=lambda home: [an_override()]))

    assert "申请豁免" not in text
    assert "待第二人同意；此前仍然阻断" in text


def test_who_asks_is_who_the_session_says(tmp_path):
    made = a_home(tmp_path)
    asked = []

    def ask(*given):
        asked.append(given[1:])
        return an_override()

    told = _ask(a_visit(made.home, PURCHASER, idle_desk(ask_override=ask)), "RX-1|reserved", "应急")

    assert asked == [("RX-1", "reserved", "应急", "甲")]
    assert told.zh.startswith("OV0001 已申请")
