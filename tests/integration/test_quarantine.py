"""Rows set aside can be found, mended and sent again, or decided on by two people, and then the month settles."""

import csv
import sys
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from dashboards.access import SYSTEM
from dashboards.inbox import open_inbox
from orchestration import cli, quarantine_waivers
from orchestration.verify import verify
from tests.integration.conftest import Desk, a_contract, a_delivery

MARCH = "2020-03"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], desk: Desk):
    """Run ``hengliang quarantine`` on the desk's home; (exit code, standard output, standard error)."""

    def _run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setenv("HENGLIANG_HOME", str(desk.home.root))
        monkeypatch.setattr(sys, "argv", ["hengliang", "quarantine", *arguments])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    return _run


def contradict(desk: Desk) -> str:
    """Two contracts of one number that differ in the last day, beside a sound one; the address of the second."""
    tables = a_contract()
    tables["contract"].append(tables["contract"][0] | {"contract_no": "H2"})
    desk.receive(**tables, delivery=[a_delivery("D1")])
    (outcome,) = desk.receive(contract=a_contract(service_to="2021-03-31")["contract"])
    return f"{outcome.file_sha256}:2"


def warned(outcome: object) -> set[str]:
    return {each.expectation for each in outcome.findings if not each.success}


def test_a_home_with_two_contradicting_contracts_goes_on_once_two_people_withdraw_one(desk: Desk, run) -> None:
    address = contradict(desk)
    assert desk.settle(MARCH).verdict == "REFUSED"

    code, out, _ = run("waive", address, "--do", "withdraw", "--reason", "日期录入错误", "--by", "甲")
    assert code == 0
    waiver_id = out.split(":")[0]
    assert desk.settle(MARCH).verdict == "REFUSED"
    before = datetime.now(UTC)
    assert run("approve", waiver_id, "--by", " 甲 ")[0] == 1
    assert run("approve", waiver_id, "--by", "乙")[0] == 0

    assert desk.settle(MARCH, run_type="INDICATIVE", as_of=before).verdict == "REFUSED"
    outcome = desk.settle(MARCH)

    assert outcome.verdict == "PUBLISHED"
    assert "every_row_was_readable" not in warned(outcome)
    # 10000 条 are one 万条, at 120 yuan.
    assert desk.lines() == [(MARCH, "W1", MARCH, "CURRENT", Decimal("120.00"))]
    assert verify(desk.home)[1] == []
    assert "1 withdrawn" in run("list")[1]


def test_a_delivery_before_its_order_counts_once_two_people_accept_it(desk: Desk, run) -> None:
    tables = a_contract()
    tables["work_order"][0]["start_time"] = "2020-03-16T00:00:00+08:00"
    desk.receive(**tables, delivery=[a_delivery("D1"), a_delivery("D2", delivered_at="2020-03-16T00:00:00+08:00")])
    desk.settle(MARCH)
    (line,) = run("list", "--reason", "Q210")[1].splitlines()
    address = line.split()[-1]

    waiver_id = run("waive", address, "--do", "accept", "--reason", "提前交付属实", "--by", "甲")[1].split(":")[0]
    run("approve", waiver_id, "--by", "乙")
    assert desk.settle(MARCH).verdict == "PUBLISHED"

    # 120 for D2 at first, then 120 for D1 as well.
    assert sorted(amount for *_, amount in desk.lines()) == [Decimal("120.00"), Decimal("120.00")]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        pytest.param(("--do", "accept", "--by", "甲", "--reason", "x"), "can be accepted", id="accept-a-contradiction"),
        pytest.param(("--do", "withdraw", "--by", " ", "--reason", "x"), "Give --by as a text", id="nobody"),
        pytest.param(("--do", "withdraw", "--by", "甲", "--reason", " "), "Give --reason as a text", id="no-reason"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_one_sentence(
    desk: Desk, run, arguments: tuple[str, ...], sentence: str
) -> None:
    address = contradict(desk)

    code, out, err = run("waive", address, *arguments)

    assert (code, out, err.count("\n")) == (1, "", 1)
    assert sentence in err


def test_the_same_is_not_asked_twice_and_unknown_rows_and_waivers_are_refused(desk: Desk, run) -> None:
    address = contradict(desk)
    run("waive", address, "--do", "withdraw", "--reason", "x", "--by", "甲")

    assert "asks this already" in run("waive", address, "--do", "withdraw", "--reason", "y", "--by", "乙")[2]
    assert "is not in quarantine" in run("show", address.replace(":2", ":3"))[2]
    assert "names no row" in run("show", "abc:2")[2]
    assert "There is no waiver WV0" in run("approve", "WV0", "--by", "乙")[2]
    assert "There is no input table 'x'" in run("list", "--table", "x")[2]


def test_a_waiver_is_not_approved_once_its_row_stands_otherwise(desk: Desk, run) -> None:
    address = contradict(desk)
    first = run("waive", address, "--do", "withdraw", "--reason", "x", "--by", "甲")[1].split(":")[0]
    other = next(line.split()[-1] for line in run("list", "--table", "contract")[1].splitlines() if address not in line)
    second = run("waive", other, "--do", "withdraw", "--reason", "x", "--by", "甲")[1].split(":")[0]
    run("approve", first, "--by", "乙")

    code, _, err = run("approve", second, "--by", "乙")

    assert code == 1
    assert "no longer set aside as it was" in err


def test_list_and_show_say_what_is_open_and_what_to_do(desk: Desk, run) -> None:
    desk.receive(**a_contract(), delivery=[a_delivery("D1"), a_delivery("D2", quantity="约12")])

    (line,) = run("list")[1].splitlines()
    address = line.split()[-1]
    assert line.startswith("delivery Q206 delivery.csv: 1 open; first ")
    shown = run("show", address[:12] + ":3")[1]

    assert "D2,W1,D2,2020-03-15T10:00:00+08:00,约12,条,1" in shown
    assert "Column quantity (数量)" in shown
    assert "补正后重新报送该行" in shown


def test_exported_rows_land_once_mended_and_close_those_before(desk: Desk, run, tmp_path: Path) -> None:
    """The file has the submitter's columns in the submitter's order, with one that the product does not know."""
    header = "备注,交付编号,工单编号,交付物名称,交付时间,数量,计量单位\n"
    at = "2020-03-15T10:00:00+08:00"
    lines = (
        f'"a,""b""",D1,W1,K1,{at},约1,万条\n',
        f"c,D2,W1,K2,{at},1,万条\n",
        f'"d\ne",D3,W1,K3,{at},1,箱\n',
        f"f,D4,W1,K4,{at}\n",
    )
    inputs = tmp_path / "sent"
    (inputs / "delivery").mkdir(parents=True)
    (inputs / "delivery" / "三月.csv").write_bytes((header + "".join(lines)).encode("gb18030"))
    desk.receive(**a_contract())
    desk.receive_folder(inputs)
    to = tmp_path / "mend"

    code, out, _ = run("export", "--to", str(to))

    assert code == 0
    mend, reasons = (Path(line) for line in out.splitlines())
    assert mend.parent == to / "delivery"
    rows = list(csv.reader(mend.open(encoding="utf-8-sig", newline="")))
    assert rows == [
        ["备注", "交付编号", "工单编号", "交付物名称", "交付时间", "数量", "计量单位"],
        ['a,"b"', "D1", "W1", "K1", at, "约1", "万条"],
        ["d\ne", "D3", "W1", "K3", at, "1", "箱"],
        ["f", "D4", "W1", "K4", at],
    ]
    told = list(csv.reader(reasons.open(encoding="utf-8-sig", newline="")))
    assert [(row[1], row[2], row[3]) for row in told[1:]] == [
        ("2", "2", "Q206"),
        ("4", "3", "Q205"),
        ("6", "5", "Q200"),
    ]

    text = (
        mend.read_text(encoding="utf-8-sig")
        .replace("约1", "1")
        .replace("箱", "万条")
        .replace(at + "\n", at + ",1,万条\n")
    )
    mend.write_text(text, encoding="utf-8")
    (outcome,) = desk.receive_folder(to)
    assert (outcome.rows_landed, outcome.rows_quarantined) == (3, 0)
    listed = run("list")[1]
    # A row that cannot be cut into cells has no key, so nobody can know that D4 was it: it stays open.
    assert [line.split(":")[1].split(";")[0] for line in sorted(listed.splitlines())] == [
        " 1 open",
        " 1 mended",
        " 1 mended",
    ]


def test_nothing_open_and_no_home_are_said_in_one_sentence(desk: Desk, run, tmp_path: Path) -> None:
    assert "is no home" in run("list")[2]

    desk.receive(**a_contract())

    assert run("list")[1] == "Nothing is in quarantine.\n"
    assert "No row is open in quarantine" in run("export", "--to", str(tmp_path / "x"))[2]


def test_a_waiver_is_revoked_by_two_people_and_the_list_says_so(desk: Desk, run) -> None:
    address = contradict(desk)
    waiver_id = run("waive", address, "--do", "withdraw", "--reason", "日期录入错误", "--by", "甲")[1].split(":")[0]
    assert "is not one that holds" in run("revoke", waiver_id, "--reason", "x", "--by", "丙")[2]
    run("approve", waiver_id, "--by", "乙")
    assert desk.settle(MARCH).verdict == "PUBLISHED"

    revocation = run("revoke", waiver_id, "--reason", "补充协议属实", "--by", "丙")[1].split(":")[0]
    assert "asks this already" in run("revoke", waiver_id, "--reason", "y", "--by", "丁")[2]
    assert "another person must approve it" in run("approve", revocation, "--by", "丙")[2]
    assert desk.settle(MARCH).verdict == "NOTHING_NEW"
    assert run("approve", revocation, "--by", "丁")[0] == 0

    assert desk.settle(MARCH).verdict == "REFUSED"
    listed = run("list", "--reason", "Q221")[1]
    assert f"approved by 乙, revoked by {revocation}" in listed
    assert (
        f"{revocation} revoke {waiver_id} contract Q221 {address}, asked by 丙 (补充协议属实): approved by 丁" in listed
    )
    assert "was revoked already" in run("revoke", waiver_id, "--reason", "z", "--by", "甲")[2]
    assert verify(desk.home)[1] == []


def test_reserved_work_of_a_provider_settles_once_two_people_accept_it_and_the_gate_says_so(desk: Desk, run) -> None:
    tables = a_contract()
    tables["work_order"][0]["no_subcontract_flag"] = "yes"
    desk.receive(**tables, delivery=[a_delivery("D1")])
    refused = desk.settle(MARCH)
    assert refused.verdict == "REFUSED"
    assert {"reserved_work_stays_with_the_operator", "no_work_row_is_set_aside"} <= warned(refused)
    (line,) = run("list", "--reason", "Q214")[1].splitlines()

    waiver_id = run("waive", line.split()[-1], "--do", "accept", "--reason", "经批准", "--by", "甲")[1].split(":")[0]
    run("approve", waiver_id, "--by", "乙")
    outcome = desk.settle(MARCH)

    assert outcome.verdict == "PUBLISHED"
    assert "no_reserved_work_was_waived" in warned(outcome)
    assert desk.lines() == [(MARCH, "W1", MARCH, "CURRENT", Decimal("120.00"))]


def test_an_approval_repeated_after_a_crash_writes_the_report_that_was_missing(
    desk: Desk, run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The row once stayed open in the report until the next ingest, and the repeated approval only said it was done."""
    early = a_delivery("D1", delivered_at="2020-02-20T10:00:00+08:00")
    (outcome,) = [each for each in desk.receive(**a_contract(), delivery=[early]) if each.table_name == "delivery"]
    address = f"{outcome.file_sha256}:2"
    _, out, _ = run("waive", address, "--do", "withdraw", "--reason", "误报", "--by", "甲")
    waiver_id = out.split(":")[0]
    with monkeypatch.context() as crashing:
        crashing.setattr(quarantine_waivers, "_report", lambda home, ledger: sys.exit(9))
        assert run("approve", waiver_id, "--by", "乙")[0] == 9
    assert open_inbox(desk.home, SYSTEM).table("quarantine").column("closed_by").to_pylist() == [None]

    code, _, err = run("approve", waiver_id, "--by", "乙")

    assert (code, "approved already, by 乙" in err) == (1, True)
    assert open_inbox(desk.home, SYSTEM).table("quarantine").column("closed_by").to_pylist() == [waiver_id]
