"""The audit page tells who did what from both chains, says where one is broken, and is for who may see it."""

import zipfile
from datetime import UTC, datetime
from io import BytesIO

import pytest

from dashboards.access import Forbidden, Principal, Role
from dashboards.app import render_page
from dashboards.entry.access_log import Noted, note, note_often
from dashboards.trail import UnknownFilter, read_trail
from interface.ledger import append, writing
from tests.unit.dashboards.made_edition import MadeHome
from tests.unit.dashboards.made_visit import a_visit, app_of
from tests.unit.dashboards.test_pages import text_of

AUDITOR = Principal("审计岗", Role.AUDITOR, "shenji")


@pytest.fixture
def made(tmp_path):
    made = MadeHome(tmp_path)
    approval = {"settle_no": "JS-1", "act": "approve", "by": "财务岗", "because": "", "state": "APPROVED"}
    waiver = {"waiver_id": "WV1", "asked_by": "工程岗", "decided_by": "采购岗", "because": "=1+1", "reason": "Q105"}
    with writing(made.home):
        append(made.home, kind="approval", content=approval, at=datetime(2020, 6, 1, 15, 59, tzinfo=UTC))
        append(made.home, kind="waiver", content=waiver, at=datetime(2020, 6, 1, 16, 0, tzinfo=UTC))
        append(made.home, kind="received", content={"file_name": "x.csv"}, at=datetime(2020, 6, 2, tzinfo=UTC))
    note(made.home, Noted.LOGGED_IN, account="caiwu", person="财务岗", what="password", source="10.0.0.1")
    return made


def shown(made, reader=AUDITOR, **query):
    return text_of(render_page(a_visit(made.home, reader, **query), "/audit"))


def test_decisions_stand_beside_log_ins_newest_first_and_what_came_in_does_not(made):
    rows = read_trail(made.home, AUDITOR).rows

    assert [(row["deed"], row["person"], row["what"]) for row in rows] == [
        ("LOGGED_IN", "财务岗", "password"),
        ("WAIVER", "采购岗", "WV1 · Q105"),
        ("APPROVAL", "财务岗", "approve · JS-1"),
    ]


@pytest.mark.parametrize(
    ("query", "deeds"),
    [
        ({"person": "财务岗"}, ["LOGGED_IN", "APPROVAL"]),
        ({"deed": "WAIVER"}, ["WAIVER"]),
        ({"until": "2020-06-01"}, ["APPROVAL"]),
        ({"since": "2020-06-02", "until": "2020-06-02"}, ["WAIVER"]),
        ({"since": "2019-01-01", "until": "2019-12-31"}, []),
    ],
    ids=["person", "deed", "until", "one-day", "none"],
)
def test_a_filter_leaves_what_it_names_by_days_of_shanghai(made, query, deeds):
    """15:59 UTC is still the first of June there, and 16:00 the second."""
    assert [row["deed"] for row in read_trail(made.home, AUDITOR).chosen(**query)] == deeds


@pytest.mark.parametrize("query", [{"person": "x"}, {"deed": "<script>"}, {"from": "yesterday"}, {"to": "2020-02-30"}])
def test_an_unknown_filter_is_a_state_with_choices(made, query):
    text = shown(made, **query)

    assert "没有这样的记录可选" in text
    assert "全部 All" in text
    assert "谁做了什么" not in text


def test_nothing_of_that_kind_is_a_state_too(made):
    assert "没有符合条件的记录" in shown(made, to="2019-01-01")


def test_whole_chains_are_said_to_be_whole(made):
    text = shown(made)

    assert text.count("完整|Whole") == 2
    assert "日志链校验未通过" not in text


@pytest.mark.parametrize("log", ["home", "access"])
def test_a_changed_line_is_named_and_the_others_are_shown(made, log):
    ledger = (made.home if log == "home" else made.home.access).ledger
    ledger.write_bytes(ledger.read_bytes().replace("财务岗".encode(), "采购岗".encode(), 1))

    text = shown(made)

    assert "日志链校验未通过" in text
    assert f"Line 1 of {ledger} was changed" in text


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.AUDITOR, Role.PURCHASER)])
def test_other_roles_see_neither_page_nor_export(made, role):
    reader = Principal("某岗", role)

    assert "您没有查看本页的权限" in shown(made, reader)
    assert app_of(made.home, reader).server.test_client().get("/download/audit.csv").status_code == 403
    with pytest.raises(Forbidden):
        read_trail(made.home, reader)


def test_the_export_holds_what_the_filters_leave_and_no_formula(made):
    client = app_of(made.home, AUDITOR).server.test_client()

    lines = client.get("/download/audit.csv?deed=WAIVER").get_data(as_text=True).splitlines()

    assert lines[0] == "at,log,line,deed,person,account,what,because,source,times"
    assert lines[1:] == ["2020-06-02T00:00:00+08:00,LEDGER,2,WAIVER,采购岗,,WV1 · Q105,'=1+1,,1"]
    with zipfile.ZipFile(BytesIO(client.get("/download/audit.xlsx").data)) as book:
        assert b"<f>" not in b"".join(book.read(name) for name in book.namelist())
    assert client.get("/download/audit.parquet").status_code == 404
    assert client.get("/download/audit.csv?person=x").status_code == 404


def test_what_repeats_is_counted_and_what_everybody_causes_is_bounded(tmp_path):
    made = MadeHome(tmp_path)
    for number in range(400):
        note_often(made.home, Noted.LOG_IN_FAILED, now=0.0, source=f"10.0.{number // 4}.1")

    # The first of four of each address, until 200 were counted in all; the 50 addresses after that have no line.
    assert len(read_trail(made.home, AUDITOR).rows) == 50
    note_often(made.home, Noted.LOG_IN_FAILED, now=3600.0, source="10.0.0.1")
    assert len(read_trail(made.home, AUDITOR).rows) == 51


def test_an_unknown_filter_names_what_there_is(made):
    with pytest.raises(UnknownFilter, match="choose one of 财务岗, 采购岗"):
        read_trail(made.home, AUDITOR).chosen(person="x")
