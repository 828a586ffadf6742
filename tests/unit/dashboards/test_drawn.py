"""A page that was drawn is shown again only to whoever sees the same, and only while all that it stands on stays."""

from dataclasses import replace

import pytest

from dashboards.access import SYSTEM, Principal, Role
from dashboards.app import render_page
from dashboards.documents.statement_rows import read_rows
from dashboards.drawn import Drawn
from dashboards.pages import prepayment, settlement, statement, trace
from dashboards.traces import NothingToFollow
from interface.errors import CannotRun
from tests.unit.dashboards.made_edition import MadeHome, a_line, a_settlement
from tests.unit.dashboards.made_visit import a_visit, idle_desk

FINANCE = Principal("甲", Role.PURCHASER, "a")


@pytest.fixture
def made(tmp_path):
    made = MadeHome(tmp_path)
    made.publish("R1", "2020-05", {"settlement": [a_settlement()], "settlement_line": [a_line()]})
    return made


class Counted:
    """Renders the settlement overview, and counts how often."""

    def __init__(self):
        self.times = 0

    def __call__(self, visit):
        self.times += 1
        return settlement.render(visit)


def test_a_second_reader_of_the_same_role_gets_what_was_drawn(made):
    drawn, render = Drawn(), Counted()

    first = drawn.draw(a_visit(made.home, FINANCE), "/settlement", render)
    second = drawn.draw(a_visit(made.home, replace(FINANCE, person="乙", account="b")), "/settlement", render)

    assert second is first
    assert render.times == 1


@pytest.mark.parametrize(
    "other",
    [
        {"reader": SYSTEM},
        {"reader": Principal("丁", Role.OPERATOR, "d", contracts=frozenset({"HT-001"}))},
        {"period": "2020-05"},
    ],
)
def test_another_role_scope_or_filter_is_drawn_for_itself(made, other):
    drawn, render = Drawn(), Counted()
    drawn.draw(a_visit(made.home, FINANCE), "/settlement", render)

    drawn.draw(a_visit(made.home, **({"reader": FINANCE} | other)), "/settlement", render)

    assert render.times == 2


def test_two_scopes_of_one_role_are_apart(made):
    drawn, render = Drawn(), Counted()
    for contracts in ({"HT-001"}, {"HT-002"}):
        reader = Principal("丁", Role.OPERATOR, "d", contracts=frozenset(contracts))
        drawn.draw(a_visit(made.home, reader), "/settlement", render)

    assert render.times == 2


def test_two_homes_are_apart(made, tmp_path):
    drawn, render = Drawn(), Counted()
    other = MadeHome(tmp_path / "other")
    other.publish("R1", "2020-05", {"settlement": [a_settlement()], "settlement_line": [a_line()]})
    for home in (made.home, other.home):
        drawn.draw(a_visit(home, FINANCE), "/settlement", render)

    assert render.times == 2


def test_the_lines_of_a_statement_are_drawn_once_and_told_of_when_they_change(made, monkeypatch):
    read = []
    monkeypatch.setattr(statement, "read_rows", lambda *given: read.append(1) or read_rows(*given))

    def shown():
        return str(render_page(a_visit(made.home, FINANCE, settle_no=str(a_settlement()["settle_no"])), statement.PATH))

    assert shown() == shown()
    assert read == [1]
    (made.home.published / "R1" / "settlement_line.parquet").unlink()
    assert "settlement_line.parquet" in shown()


def test_a_new_edition_shows_at_once(made):
    drawn = Drawn()
    before = str(render_page(a_visit(made.home, FINANCE), settlement.PATH, drawn))
    made.publish("R2", "2021-02", {"settlement": [a_settlement(run_id="R2", settlement_period="2021-02")]})

    after = str(render_page(a_visit(made.home, FINANCE), settlement.PATH, drawn))

    assert "2021-02" in after
    assert "2021-02" not in before


def test_a_trace_is_followed_once_until_something_is_received(made):
    drawn, asked = Drawn(), []

    def follow(home, reader, identity):
        asked.append(reader.account)
        raise NothingToFollow("nothing has that id")

    def open_trace(reader):
        return render_page(a_visit(made.home, reader, idle_desk(follow=follow), id="L1"), trace.PATH, drawn)

    shown = [open_trace(FINANCE), open_trace(replace(FINANCE, person="乙", account="b"))]
    open_trace(replace(FINANCE, role=Role.FINANCE, account="c"))
    made.report("1", quarantine=[], ingest_file=[])
    open_trace(FINANCE)

    assert shown[0] == shown[1]
    assert asked == ["a", "c", "a"]


def test_a_changed_file_is_told_of_though_the_page_was_drawn(made):
    drawn = Drawn()
    render_page(a_visit(made.home, FINANCE), settlement.PATH, drawn)
    path = made.home.published / "R1" / "settlement.parquet"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))

    assert "settlement.parquet" in str(render_page(a_visit(made.home, FINANCE), settlement.PATH, drawn))


def test_what_could_not_be_drawn_is_tried_again(made):
    drawn = Drawn()

    def fail(_):
        raise CannotRun("not now")

    with pytest.raises(CannotRun):
        drawn.draw(a_visit(made.home, FINANCE), prepayment.PATH, fail)

    assert drawn.draw(a_visit(made.home, FINANCE), prepayment.PATH, lambda _: ["drawn"]) == ["drawn"]
