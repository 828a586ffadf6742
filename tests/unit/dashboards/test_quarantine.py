"""The quarantine's page shows rows to those whose they are, a part at a time, and decides on no row of another."""

from types import SimpleNamespace

import pytest

from dashboards.access import SYSTEM, Principal, Role
from dashboards.app import render_page
from dashboards.pages.quarantine_row import _approve, _ask, _ask_revocation
from interface.errors import CannotRun
from tests.unit.dashboards.made_edition import MadeHome, a_received_file, a_set_aside_row
from tests.unit.dashboards.made_visit import a_visit, app_of, idle_desk
from tests.unit.dashboards.test_pages import text_of

OPERATOR = Principal("运", Role.OPERATOR, contracts=frozenset({"HT-001"}))
PURCHASER = Principal("甲", Role.PURCHASER)
SHA = "ab" * 32
ROWS = (
    a_set_aside_row(contract_no="HT-001", work_order_no="GD-01", reason="Q210", rule="not_before_start", raw="OWN"),
    a_set_aside_row(row_number=8, contract_no="HT-002", reason="Q206", raw="FOREIGN"),
    a_set_aside_row(row_number=9, reason="Q200", raw="NOBODYS", closed_by="WV1", table_name="acceptance"),
)


@pytest.fixture
def made(tmp_path):
    made = MadeHome(tmp_path)
    made.report("1", quarantine=ROWS, ingest_file=[a_received_file()])
    return made


def shown(made, reader=SYSTEM, desk=None, **query):
    return text_of(render_page(a_visit(made.home, reader, desk, **query), "/quarantine"))


def test_an_operator_sees_the_rows_of_its_contracts_and_no_file(made):
    text = shown(made, OPERATOR)

    assert "OWN" in text
    assert "FOREIGN" not in text
    assert "NOBODYS" not in text
    assert "接收文件" not in text
    assert "接收文件" in shown(made)


def test_an_operator_without_rows_is_told_who_deals_with_the_rest(made):
    text = shown(made, Principal("运", Role.OPERATOR))

    assert "没有属于您合同的隔离行" in text
    assert "FOREIGN" not in text


def test_a_download_holds_the_same_rows_as_the_page(made):
    client = app_of(made.home, OPERATOR).server.test_client()

    assert client.get("/download/quarantine.csv").get_data(as_text=True).count("\n") == 2
    assert client.get("/download/quarantine.csv?reason=Q206").status_code == 404
    assert client.get("/download/ingest_file.csv").status_code == 403
    whole = app_of(made.home).server.test_client()
    assert "FOREIGN" in whole.get("/download/quarantine.csv?state=open&reason=Q206").get_data(as_text=True)


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ({"reason": "Q206"}, "FOREIGN"),
        ({"table": "acceptance"}, "NOBODYS"),
        ({"contract": "HT-001"}, "OWN"),
        ({"state": "closed"}, "NOBODYS"),
    ],
)
def test_a_filter_of_the_address_leaves_its_rows(made, query, left):
    text = shown(made, **query)

    assert [each for each in ("OWN", "FOREIGN", "NOBODYS") if each in text] == [left]


@pytest.mark.parametrize("query", [{"reason": "Q999"}, {"state": "<b>"}, {"file": "x.csv"}])
def test_an_unknown_filter_shows_no_row(made, query):
    text = shown(made, **query)

    assert "没有这个视图|No such view" in text
    assert "OWN" not in text


def test_many_rows_come_fifty_at_a_time(tmp_path):
    made = MadeHome(tmp_path)
    made.report(
        "1", quarantine=[a_set_aside_row(row_number=number, raw=f"RAW{number:04d}") for number in range(2, 122)]
    )

    assert shown(made).count("RAW0") == 50
    assert "1–50 / 120" in shown(made)
    assert "101–120 / 120" in shown(made, page="3")
    assert "101–120 / 120" in shown(made, page="99")
    assert "1–50 / 120" in shown(made, page="²")


def test_a_row_tells_what_to_do_and_what_may_be_asked(made):
    text = shown(made, OPERATOR, row=f"{SHA}:7:delivery")

    assert "补正后重新报送该行" in text
    assert "申请接受该行" in text
    assert "申请撤回该行" in text
    foreign = shown(made, PURCHASER, row=f"{SHA}:8:delivery")
    assert "申请接受该行" not in foreign
    assert "该行不能接受" in foreign


@pytest.mark.parametrize("row", [f"{SHA}:8:delivery", "x", f"{SHA}:²:delivery", "::::"])
def test_a_row_of_another_is_as_one_that_is_not_there(made, row):
    text = shown(made, OPERATOR, row=row)

    assert "没有这一行" in text
    assert "FOREIGN" not in text


def a_waiver(**given):
    waiver = {
        "waiver_id": "WV1",
        "act": "withdraw",
        "table_name": "delivery",
        "file_sha256": SHA,
        "row_number": 8,
        "because": "重复",
        "asked_by": "甲",
        "decided_by": "",
        "decided_at": None,
        "revokes": "",
    }
    return SimpleNamespace(**(waiver | given))


def test_waivers_are_seen_by_whose_rows_they_are_about(made):
    desk = idle_desk(waivers=lambda home: [a_waiver(), a_waiver(waiver_id="WV2", row_number=7)])

    own, every = shown(made, OPERATOR, desk), shown(made, PURCHASER, desk)

    assert ("WV2" in own, "|WV1|" in own) == (True, False)
    assert "|WV1|" in every
    assert "须由另一人同意" in every
    another = Principal("乙", Role.PURCHASER)
    assert ("|批准|Approve|" in own, "|批准|Approve|" in shown(made, another, desk)) == (False, True)


def test_an_operator_asks_about_its_own_row_in_its_own_name(made):
    asked = []

    def ask(*given):
        asked.append(given[1:])
        return a_waiver(row_number=7)

    _ask(a_visit(made.home, OPERATOR, idle_desk(ask_waiver=ask)), f"withdraw|{SHA}:7:delivery", "重复")

    assert asked == [(f"{SHA}:7", "delivery", "withdraw", "重复", "运")]


@pytest.mark.parametrize("about", [f"withdraw|{SHA}:8:delivery", f"withdraw|{SHA}:9:acceptance", "destroy|x", ""])
def test_a_forged_row_is_not_asked_about(made, about):
    with pytest.raises(CannotRun):
        _ask(a_visit(made.home, OPERATOR), about, "重复")


@pytest.mark.parametrize("act", [_ask_revocation, _approve])
@pytest.mark.parametrize("waiver_id", ["WV1", "WV9"])
def test_a_forged_waiver_is_neither_revoked_nor_approved(made, act, waiver_id):
    desk = idle_desk(waivers=lambda home: [a_waiver()])

    with pytest.raises(CannotRun):
        act(a_visit(made.home, OPERATOR, desk), waiver_id, "重复")
