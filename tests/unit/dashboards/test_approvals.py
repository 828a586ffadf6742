"""Statements go from draft to accepted by steps of named people, two of them where it matters, kept for good."""

from dataclasses import replace

import pytest

from dashboards.access import SYSTEM
from dashboards.approvals import take_step
from dashboards.editions import open_settlements
from dashboards.statements import read_statements
from interface.errors import CannotRun
from interface.ledger import read_entries, writing
from orchestration.approving import list_statements, take
from tests.unit.dashboards.made_edition import MadeHome, a_line, a_settlement


@pytest.fixture
def home(tmp_path):
    made = MadeHome(tmp_path)
    made.publish("R1", "2020-05", {"settlement": [a_settlement()], "settlement_line": [a_line()]})
    return made.home


def steps(home, *acts):
    """Take steps written ``act:who``; the state after each."""
    states = []
    for act, _, who in (each.partition(":") for each in acts):
        states.append(take(home, "JS-1", act=act, by=who, because="数量有误").state)
    return states


def test_a_statement_goes_from_draft_to_accepted(home):
    taken = steps(home, "review:甲", "approve:乙", "issue:丙", "deliver:丙", "accept:运营商")

    assert taken == ["REVIEWED", "APPROVED", "ISSUED", "DELIVERED", "ACCEPTED"]
    listed = list_statements(home, period="2020-05")
    assert listed[0] == "JS-1 HT-001 2020-05: ACCEPTED, payable 240.00 yuan"
    assert [line.split()[:6] for line in listed[1:3]] == [
        ["review", "→", "REVIEWED", "by", "甲", "at"],
        ["approve", "→", "APPROVED", "by", "乙", "at"],
    ]


@pytest.mark.parametrize(
    ("before", "act", "says"),
    [
        (["review:甲"], "approve: 甲 ", "took the step review: another person must approve"),
        (["review:A b"], "approve:ａＢ", "another person must approve"),
        (["review:甲", "approve:乙"], "issue:乙", "took the step approve: another person must issue"),
        ([], "approve:乙", "is DRAFT: one can review, return now, not approve"),
        (["review:甲", "approve:乙", "issue:丙"], "return:甲", "is ISSUED: one can deliver now, not return"),
        (["review:甲", "approve:乙", "issue:丙", "deliver:丙", "accept:丁"], "object:丁", "one can nothing more now"),
        ([], "review: ", "Say who takes the step"),
    ],
)
def test_a_step_that_does_not_fit_is_refused_and_leaves_nothing(home, before, act, says):
    steps(home, *before)
    known = home.ledger.read_bytes() if home.ledger.exists() else b""

    with pytest.raises(CannotRun, match=says):
        steps(home, act)

    assert (home.ledger.read_bytes() if home.ledger.exists() else b"") == known


@pytest.mark.parametrize(("before", "act"), [([], "return"), (["review", "approve", "issue", "deliver"], "object")])
def test_to_return_or_to_object_needs_a_reason(home, before, act):
    for number, each in enumerate(before):
        take(home, "JS-1", act=each, by=f"人{number}", because="")

    with pytest.raises(CannotRun, match="needs a reason"):
        take(home, "JS-1", act=act, by="戊", because=" ")


def test_after_a_return_the_first_reviewer_may_approve_what_another_reviewed(home):
    assert steps(home, "review:甲", "return:乙", "review:乙", "approve:甲")[-1] == "APPROVED"


def test_a_step_holds_only_for_the_outputs_that_it_was_about(home):
    steps(home, "review:甲")
    [statement] = read_statements(open_settlements(home, SYSTEM))
    run = replace(statement.manifest.run, outputs_hash="0" * 64)
    changed = replace(statement, manifest=replace(statement.manifest, run=run))

    with writing(home) as ledger, pytest.raises(CannotRun, match=r"was REVIEWED for outputs .* and now 000000000000"):
        take_step(ledger, read_entries(home), changed, act="approve", by="乙")


def test_an_unknown_statement_is_named(home):
    with pytest.raises(CannotRun, match="There is no statement 'JS-9'"):
        take(home, "JS-9", act="review", by="甲", because="")
