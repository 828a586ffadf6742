"""A refused run passes where two people let it, for what they looked at, and whoever reads its statement is told."""

import re

import pytest

from dashboards.access import SYSTEM
from dashboards.approvals import take_step
from dashboards.documents.statement import statement_pdf
from dashboards.documents.statement_page import statement_html
from dashboards.documents.statement_rows import read_rows
from dashboards.editions import open_settlements
from dashboards.pages.quality import render as render_quality
from dashboards.pages.settlement import render as render_settlement
from dashboards.statements import read_statements
from expectations.overrides import overrides_among
from interface.errors import CannotRun
from interface.ledger import read_entries, writing
from orchestration.gate_decisions import agree, ask, list_history, list_overrides
from orchestration.settlement import Outcome
from orchestration.verify import verify
from tests.integration.conftest import Desk, a_contract, a_delivery, a_work_order
from tests.unit.dashboards.made_visit import a_visit

RESERVED = "reserved_work_stays_with_the_operator"


def refused_for_reserved_work(desk: Desk) -> Outcome:
    """W1 delivers 1 万条 at 120 yuan; W2 is reserved work of a provider, which is set aside."""
    tables = a_contract()
    tables["work_order"] = [a_work_order("W1"), a_work_order("W2", item_code="I2", no_subcontract_flag="是")]
    desk.receive(**tables, delivery=[a_delivery("D1")])
    outcome = desk.settle("2020-03")
    assert outcome.verdict == "REFUSED"
    assert [each.expectation for each in outcome.findings if each.blocks] == [RESERVED]
    return outcome


def test_two_people_let_a_run_pass_and_the_statement_says_so(desk: Desk) -> None:
    refused = refused_for_reserved_work(desk)

    asked = ask(desk.home, refused.run_id, rule=RESERVED, because="应急期间由原服务商承担", by="甲")
    assert desk.settle("2020-03").verdict == "REFUSED"
    agree(desk.home, asked.override_id, by="乙")
    outcome = desk.settle("2020-03")

    assert (outcome.verdict, outcome.run_id) == ("PUBLISHED", refused.run_id)
    assert [line[4] for line in desk.lines()] == [120]
    edition = open_settlements(desk.home, SYSTEM)
    (row,) = [
        row
        for row in edition.table("gate_result").to_pylist()
        if row["expectation"] == RESERVED and row["overridden_by"]
    ]
    assert (row["success"], row["overridden_by"], row["override_reason"]) == (
        False,
        "甲 + 乙",
        "应急期间由原服务商承担",
    )
    (statement,) = read_statements(edition)
    text = statement_html(statement, read_rows(edition, statement))
    assert "质量门豁免" in text
    assert "甲 + 乙" in text
    assert "应急期间由原服务商承担" in text
    assert statement_pdf(edition, statement).startswith(b"%PDF")
    assert "项质量门检查由两人豁免" in str(render_settlement(a_visit(desk.home)))
    assert "甲 + 乙：应急期间由原服务商承担" in str(render_quality(a_visit(desk.home)))
    assert list_history(desk.home, rule=RESERVED, period=None)[-1] == f"✕○ {RESERVED}"
    assert verify(desk.home)[1] == []


def test_what_is_learned_since_is_another_run_which_nobody_let_pass(desk: Desk) -> None:
    refused = refused_for_reserved_work(desk)
    asked = ask(desk.home, refused.run_id, rule=RESERVED, because="应急", by="甲")
    agree(desk.home, asked.override_id, by="乙")

    desk.receive(delivery=[a_delivery("D2")])

    assert desk.settle("2020-03").verdict == "REFUSED"


def test_one_person_is_not_two_and_nobody_decides_twice(desk: Desk) -> None:
    refused = refused_for_reserved_work(desk)
    asked = ask(desk.home, str(refused.folder).rpartition("/")[2], rule=RESERVED, because="应急", by="Li Ming")

    with pytest.raises(CannotRun, match="another person must agree"):
        agree(desk.home, asked.override_id, by="ｌｉｍｉｎｇ")
    with pytest.raises(CannotRun, match="asks this already"):
        ask(desk.home, refused.run_id, rule=RESERVED, because="应急", by="乙")
    agree(desk.home, asked.override_id, by="乙")
    with pytest.raises(CannotRun, match="was agreed to by 乙 already"):
        agree(desk.home, asked.override_id, by="丙")

    assert [each.agreed_by for each in overrides_among(read_entries(desk.home))] == ["乙"]
    assert re.search(r"agreed to by 乙 at 20\d\d-", list_overrides(desk.home)[1])


def test_an_override_that_does_not_fit_is_refused_in_one_sentence(desk: Desk) -> None:
    refused = refused_for_reserved_work(desk)

    for rule, because, by, said in (
        ("exactly_one_price_applies", "无", "甲", "does not block run"),
        ("no_row_of_that_name", "无", "甲", "what can be overridden is"),
        (RESERVED, " ", "甲", "Give --reason"),
        (RESERVED, "应急", "\n", "Give --by"),
    ):
        with pytest.raises(CannotRun, match=said):
            ask(desk.home, refused.run_id, rule=rule, because=because, by=by)

    assert overrides_among(read_entries(desk.home)) == ()


def test_a_rule_that_leaves_amounts_open_cannot_be_overridden(desk: Desk) -> None:
    tables = a_contract()
    tables["catalogue_version"][0]["effective_from"] = "2020-04-01"
    desk.receive(**tables, delivery=[a_delivery("D1")])
    refused = desk.settle("2020-03")
    assert refused.verdict == "REFUSED"

    with pytest.raises(CannotRun, match="mend what it names and run again"):
        ask(desk.home, refused.run_id, rule="exactly_one_price_applies", because="应急", by="甲")


def test_who_prepared_a_run_does_not_approve_its_statement(desk: Desk) -> None:
    desk.receive(**a_contract(), delivery=[a_delivery("D1")])
    desk.settle("2020-03")
    (statement,) = read_statements(open_settlements(desk.home, SYSTEM))
    preparer = statement.run.prepared_by
    assert preparer == desk.settings.person

    with writing(desk.home) as ledger:
        take_step(ledger, read_entries(desk.home), statement, act="review", by=str(preparer))
        with pytest.raises(CannotRun, match=r"prepared run .* another person must approve"):
            take_step(ledger, read_entries(desk.home), statement, act="approve", by=str(preparer))
        step = take_step(ledger, read_entries(desk.home), statement, act="approve", by="乙")

    assert step.state == "APPROVED"
