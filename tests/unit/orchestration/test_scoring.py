"""A person's result is received once another confirms it; what is unfit is refused in one sentence."""

import shutil
from decimal import Decimal

import pytest

from dashboards.access import Forbidden, Principal, Role
from dashboards.pages.giving import take
from dashboards.proposals import proposals_among
from ingest.tracing import find_rows
from interface.errors import CannotRun
from interface.ledger import read_entries
from interface.paths import Home
from orchestration import scoring
from orchestration.desk import open_desk
from orchestration.scoring import confirm, decline, give, list_proposals
from tests.unit.dashboards.made_edition import MadeHome
from tests.unit.dashboards.made_scores import a_leaf, a_summary, typed
from tests.unit.dashboards.made_visit import a_visit

RULES = ("GIVEN", "LEVEL", "ELEMENTS", "EXPERT", "AT_LEAST", "AT_MOST", "DEDUCT", "BY_DATE", "EQUALS")
GOOD = {"score": "8.5", "as_of_date": "2020-12-31", "evidence_no": "ZZ-1", "reason": "缺一项依据"}


@pytest.fixture(scope="module")
def evaluated(tmp_path_factory):
    made = MadeHome(tmp_path_factory.mktemp("evaluated"))
    leaves = [a_leaf(rule, "决策", rule, rule=rule, framework_weight="10", target_value="95") for rule in RULES]
    leaves.append(a_leaf("LATE", "决策", "按期", rule="BY_DATE", framework_weight="10", target_value="2020-12-31"))
    leaves.append(a_leaf("SHEET", "决策", "印制", origin="SHEET"))
    leaves.append(a_leaf("MEASURED", "决策", "实测", rule="AT_LEAST", framework_weight="10"))
    measure = {"run_id": "E1", "scheme_no": "S", "subject_code": "X", "ind_code": "MEASURED", "measure": "ON_TIME_RATE"}
    measure |= {"value": "97", "unit": "%", "as_of_date": None, "trace": "按期 / 全部"}
    tables = {
        "score_summary": [a_summary()],
        "score_indicator": leaves,
        "indicator_measure": [typed(measure, "indicator_measure")],
    }
    made.publish("E1", "2021-06", tables, run_type="EVALUATION")
    return made.home


@pytest.fixture
def home(evaluated, tmp_path):
    """A copy of the home for each test, which is cheaper than another."""
    shutil.copytree(evaluated.root, tmp_path / "home")
    return Home(tmp_path / "home")


def given(home, rule="GIVEN", by="王评审", **cells):
    return give(home, ("S", "X", rule), given=cells or GOOD, by=by)


def test_what_was_given_waits_and_is_received_once_another_person_confirms_it(home):
    proposal = given(home)
    assert (proposal.proposal_id, proposal.state) == ("PF00001", "WAITS")
    assert not home.raw.exists()

    confirmed = confirm(home, "PF00001", by="李复核")

    assert confirmed.state == "LANDED"
    text = (
        "scheme_no,subject_code,ind_code,score,as_of_date,reason,evidence_no,judge,reviewer\n"
        "S,X,GIVEN,8.5,2020-12-31,缺一项依据,ZZ-1,王评审,李复核\n"
    )
    [stored] = [path for path in home.raw.rglob("*") if path.is_file()]
    assert stored.read_text(encoding="utf-8") == text
    received = find_rows(home, [(stored.name, 2)])["indicator_result", stored.name, 2]
    assert received.file_name == "indicator_result/PF00001.csv"


def test_whoever_gave_it_does_not_confirm_it_however_the_name_is_written(home):
    given(home, by="Wang Ping")

    with pytest.raises(CannotRun, match="another person must confirm"):
        confirm(home, "PF00001", by="wang　ping")

    assert proposals_among(read_entries(home))[0].state == "WAITS"


def test_what_was_declined_is_never_received(home):
    given(home)
    decline(home, "PF00001", by="李复核", because="佐证不符")

    with pytest.raises(CannotRun, match="DECLINED already, by 李复核"):
        confirm(home, "PF00001", by="李复核")

    assert not home.raw.exists()
    assert list_proposals(home)[0].startswith("PF00001 DECLINED indicator_result")


def test_declining_needs_a_reason(home):
    given(home)

    with pytest.raises(CannotRun, match="--reason"):
        decline(home, "PF00001", by="李复核", because="  ")


def test_who_was_stopped_between_confirming_and_receiving_ends_it_by_confirming_again(home, monkeypatch):
    given(home)
    with monkeypatch.context() as broken:
        broken.setattr(scoring, "ingest_folder", lambda *given, **named: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            confirm(home, "PF00001", by="李复核")
    assert proposals_among(read_entries(home))[0].state == "CONFIRMED"

    again = confirm(home, "PF00001", by="李复核")

    assert (again.state, again.decided_by) == ("LANDED", "李复核")
    with pytest.raises(CannotRun, match="received already"):
        confirm(home, "PF00001", by="李复核")


def test_a_later_result_is_taken_and_one_of_a_day_that_is_known_is_not(home):
    given(home)
    confirm(home, "PF00001", by="李复核")

    with pytest.raises(CannotRun, match="A result of 2020-12-31 was received already"):
        given(home, **GOOD | {"score": "9"})

    assert given(home, **GOOD | {"as_of_date": "2021-01-31"}).proposal_id == "PF00002"


def test_two_that_would_contradict_each_other_do_not_both_wait(home):
    given(home)

    with pytest.raises(CannotRun, match="PF00001 of 王评审 gives this and waits"):
        given(home, by="赵评审", **GOOD | {"score": "9"})


def test_an_experts_score_is_received_once(home):
    cells = {"expert_no": "ZJ-1", "score": "9", "signed_on": "2021-02-01"}
    given(home, "EXPERT", **cells)
    confirm(home, "PF00001", by="李复核")

    with pytest.raises(CannotRun, match="expert ZJ-1 was received already"):
        given(home, "EXPERT", **cells | {"score": "10"})

    assert given(home, "EXPERT", **cells | {"expert_no": "ZJ-2"}).table == "expert_score"


@pytest.mark.parametrize(
    ("rule", "cells", "told"),
    [
        ("GIVEN", {"score": "10.001"}, "from 0 to the weight 10"),
        ("GIVEN", {"score": "-1"}, "from 0 to the weight 10"),
        ("EXPERT", {"score": "10.5", "expert_no": "ZJ-1", "signed_on": "2021-02-01"}, "from 0 to the weight 10"),
        ("GIVEN", {"score": "8.0001"}, "score"),
        ("GIVEN", {"score": "八"}, "score"),
        ("GIVEN", {"score": " "}, "score is blank"),
        ("GIVEN", {"reason": ""}, "needs its reason"),
        ("GIVEN", {"evidence_no": ""}, "evidence_no is blank"),
        ("GIVEN", {"evidence_no": "=cmd()"}, "begins like a formula"),
        ("GIVEN", {"as_of_date": "2999-01-01"}, "still to come"),
        ("GIVEN", {"as_of_date": "2020-02-30"}, "as_of_date"),
        ("GIVEN", {"reason": "a\u202eb"}, "does not show"),
        ("GIVEN", {"reason": "长" * 3000}, "longer than"),
        ("LEVEL", {"actual_value": "好"}, "none of 达成"),
        ("ELEMENTS", {"actual_value": "全部"}, "numbers of those met"),
        ("AT_LEAST", {"actual_value": "很多"}, "is no number"),
        ("AT_LEAST", {"actual_value": "94.9", "reason": ""}, "needs its reason"),
        ("AT_MOST", {"actual_value": "95.1", "reason": ""}, "needs its reason"),
        ("DEDUCT", {"actual_value": "1", "reason": ""}, "needs its reason"),
        ("BY_DATE", {"actual_value": "年底"}, "is no day"),
        ("BY_DATE", {"actual_value": "2020-12-32"}, "is no day"),
        ("LATE", {"actual_value": "2021-01-01", "reason": ""}, "needs its reason"),
        ("EQUALS", {"actual_value": "94", "reason": ""}, "needs its reason"),
        ("SHEET", {}, "printed score sheet"),
        ("MEASURED", {"actual_value": "99"}, "is measured"),
        ("NOWHERE", {}, "has no indicator 'NOWHERE'"),
    ],
)
def test_what_is_unfit_is_refused_in_one_sentence_and_leaves_no_trace(home, rule, cells, told):
    with pytest.raises(CannotRun, match=told) as refused:
        given(home, rule, **GOOD | cells)

    assert "\n" not in str(refused.value)
    assert not home.ledger.exists()


def test_a_blank_form_gives_nothing(home):
    with pytest.raises(CannotRun, match="is blank"):
        give(home, ("S", "X", "GIVEN"), given={}, by="王评审")


@pytest.mark.parametrize(
    ("rule", "cells"),
    [
        ("GIVEN", {"score": "10", "reason": ""}),
        ("AT_LEAST", {"actual_value": "95", "reason": ""}),
        ("AT_LEAST", {"actual_value": "95%", "reason": ""}),
        ("AT_MOST", {"actual_value": "95", "reason": ""}),
        ("DEDUCT", {"actual_value": "0", "reason": ""}),
        ("ELEMENTS", {"actual_value": "1;3"}),
        ("LEVEL", {"actual_value": "部分达成", "score": "7"}),
        ("BY_DATE", {"actual_value": "2020-12-01"}),
        ("LATE", {"actual_value": "2020-12-31", "reason": ""}),
        ("EQUALS", {"actual_value": "NaN", "reason": ""}),
    ],
)
def test_what_the_rule_reads_is_taken(home, rule, cells):
    assert given(home, rule, **GOOD | cells).state == "WAITS"


def test_a_person_with_another_role_gives_and_confirms_nothing_by_a_forged_request(home):
    given(home)
    for role in (Role.FINANCE, Role.PURCHASER, Role.ENGINEER, Role.OPERATOR):
        visit = a_visit(home, Principal("某人", role, "x"), open_desk())
        for act in ("give", "confirm", "decline"):
            with pytest.raises(Forbidden):
                take(visit, ("S", "X", "GIVEN"), act, "PF00001", given=GOOD, because={"PF00001": "无"})

    assert [each.state for each in proposals_among(read_entries(home))] == ["WAITS"]


def test_the_person_in_the_ledger_is_the_sessions_and_never_a_fields(home):
    visit = a_visit(home, Principal("王评审", Role.EVALUATOR, "wang"), open_desk())

    forged = {**GOOD, "judge": "别人", "reviewer": "别人", "by": "别人", "subject_code": "Y"}
    take(visit, ("S", "X", "GIVEN"), "give", "", given=forged, because={})

    [proposal] = proposals_among(read_entries(home))
    assert proposal.asked_by == "王评审"
    assert proposal.place == ("S", "X", "GIVEN")
    assert "judge" not in proposal.cells


@pytest.mark.parametrize("value", [["8"], {"a": 1}, True, 8.5], ids=repr)
def test_a_field_that_holds_no_text_is_refused(home, value):
    visit = a_visit(home, Principal("王评审", Role.EVALUATOR, "wang"), open_desk())

    with pytest.raises(CannotRun, match="something else than text"):
        take(visit, ("S", "X", "GIVEN"), "give", "", given=GOOD | {"score": value}, because={})


def test_scores_stand_with_the_places_that_were_typed(home):
    assert Decimal(given(home, **GOOD | {"score": "8.125"}).cells["score"]) == Decimal("8.125")
