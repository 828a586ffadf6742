"""A whole file that is unfit is refused with the code of its case, and one in any fit dress lands the same rows."""

import pytest

from ingest.formats.encodings import decode
from ingest.received import received_files
from tests.unit.ingest.conftest import FRAME, Trial, a_delivery, deliveries

CHINESE = "交付编号,工单编号,交付物名称,交付时间,数量,计量单位,版本\n"
LINES = (a_delivery("D1", deliverable_key="数据采集"), a_delivery("D2", work_order_no="W2", quantity="3", unit="个"))
PLAIN = deliveries(*LINES)
LABELLED = CHINESE + "".join(LINES)
DATA = "".join(LINES)
TRADITIONAL = a_delivery("D1", deliverable_key="數據採集與匯聚", unit="萬條")
TRADITIONAL_HEADER = "交付編號,工單編號,交付物名稱,交付時間,數量,計量單位,版本\n"
LANDED = [("D1", "W1", "数据采集", "12.500000", "万条", 1), ("D2", "W2", "K-D2", "3.000000", "个", 1)]


def without(text: str, column: int) -> str:
    """The table without one column."""
    rows = (line.split(",") for line in text.splitlines())
    return "".join(",".join(cells[:column] + cells[column + 1 :]) + "\n" for cells in rows)


def in_order(text: str, *order: int) -> str:
    """The table's columns in another order."""
    rows = (line.split(",") for line in text.splitlines())
    return "".join(",".join(cells[index] for index in order) + "\n" for cells in rows)


REFUSED: dict[str, list[tuple[str | bytes, str]]] = {
    "6-utf-16-be-without-mark": [
        (PLAIN.encode("utf-16-be"), "E101"),
        (LABELLED.encode("utf-16-be"), "E101"),
        (LABELLED.encode("utf-16-le"), "E101"),
        (PLAIN.replace("\n", "\r\n").encode("utf-16-be"), "E101"),
    ],
    "7-big5": [
        ((TRADITIONAL_HEADER + TRADITIONAL).encode("big5"), "E111"),
        (deliveries(a_delivery("D1", deliverable_key="公共資料每日歸集", unit="筆")).encode("big5"), "E111"),
        (deliveries(a_delivery("D1", deliverable_key="開放資料集第一批", unit="1")).encode("big5"), "E111"),
    ],
    "8-one-bad-byte": [
        (PLAIN.encode().replace(b"K-D2", b"K\xff2"), "E101"),
        (LABELLED.encode().replace("数据采集".encode(), "数据采集".encode()[:-1]), "E101"),
        (LABELLED.encode("gbk").replace(b"K-D2", b"K\xff2"), "E101"),
        (DATA.encode() + b"\x80\n", "E101"),
        (PLAIN.encode("utf-16")[:-1], "E101"),
    ],
    "9-decoded-twice": [
        (LABELLED.encode().decode("gb18030", "replace"), "E111"),
        (LABELLED.encode().decode("latin-1"), "E111"),
        (PLAIN.encode().decode("latin-1"), "E111"),
        (deliveries(a_delivery(deliverable_key="采é", unit="点")).encode().decode("cp1252"), "E111"),
        (deliveries(a_delivery(deliverable_key="数据采集汇聚")).encode().decode("gb18030"), "E111"),
    ],
    "10-nul": [
        (PLAIN.replace("D2", "D\0"), "E102"),
        (PLAIN.replace("D2", "D\0").replace("\n", "\r"), "E102"),
        (LABELLED.replace("W1", "W1\0").encode("gb18030"), "E102"),
        (LABELLED.replace("W1", "W1\0").encode("utf-16"), "E102"),
        ("\0" + PLAIN, "E102"),
    ],
    "12-empty": [("", "E104"), ("\ufeff", "E104"), ("\n \r\n", "E104"), (b"\xff\xfe", "E104")],
    "13-header-alone": [
        (deliveries(), "E108"),
        (CHINESE, "E108"),
        (CHINESE.rstrip(), "E108"),
        (CHINESE + "\n", "E108"),
    ],
    "14-no-header": [
        (DATA, "E111"),
        (a_delivery("D1", work_order_no="D1"), "E112"),
        (FRAME["party.csv"], "E111"),
    ],
    "17-mixed-line-ends": [
        (PLAIN.replace("\n", "\r\n", 1), "E105"),
        (PLAIN.replace("\n", "\r", 2), "E105"),
        (PLAIN.replace("\n", "\r\n") + a_delivery("D3"), "E105"),
    ],
    "18-broken-off": [
        (PLAIN[:-9], "E107"),
        (PLAIN[: PLAIN.index("D2") + 1], "E107"),
        (PLAIN.replace("\n", "\r\n")[:-9], "E107"),
        (PLAIN.encode("utf-16")[:-20], "E107"),
    ],
    "21-open-quote": [
        (PLAIN.replace("D1", '"D1'), "E106"),
        (PLAIN.replace("D2", '"D2', 1), "E106"),
        (PLAIN.replace("K-D2", '"K-D2'), "E106"),
        (PLAIN.replace("D1", '"D1').replace("D2", 'D2"x', 1), "E106"),
        (PLAIN.replace("D1", '"D1').replace("W2", '"W2"'), "E106"),
    ],
    "23-24-another-separator": [
        (PLAIN.replace(",", ";"), "E111"),
        (PLAIN.replace(",", "\t"), "E111"),
        (PLAIN.replace(",", "|"), "E111"),
        (PLAIN.replace(",", "，"), "E111"),
    ],
    "26-a-column-twice": [
        (PLAIN.replace("version", "unit"), "E112"),
        (PLAIN.replace("version", "数量"), "E112"),
        (PLAIN.replace("version", " quantity "), "E112"),
    ],
    "27-a-column-missing": [(without(PLAIN, 0), "E111"), (without(LABELLED, 4), "E111"), (without(PLAIN, 5), "E111")],
    "30-a-mark-in-the-header": [
        (LABELLED.replace("工单编号", "工单编号（必填）"), "E111"),
        (LABELLED.replace("工单编号", "*工单编号"), "E111"),
        (LABELLED.replace("版本", "版本（选填）"), "E111"),
        (LABELLED.replace("版本", "版本*"), "E111"),
        (PLAIN.replace("version", "Version"), "E111"),
        (PLAIN.replace("version", "ver\u200bsion"), "E111"),
    ],
    "31-title-rows": [
        ("交付日志\n" + LABELLED, "E111"),
        ("交付日志,,,,,,\n" + LABELLED, "E111"),
        ("2020年5月\n单位：条\n" + LABELLED, "E111"),
        ("\n" + LABELLED, "E111"),
    ],
    "34-sep-line": [("sep=,\n" + PLAIN, "E111"), ("sep=;\n" + PLAIN, "E111"), ("SEP=,\r\n" + PLAIN, "E111")],
    "121-an-endless-line": [
        (PLAIN + "D3," + "x" * 1_000_001 + "\n", "E103"),
        ("x" * 1_000_001, "E103"),
        (PLAIN + '"' + "x\n" * 600_000 + '",\n', "E103"),
    ],
}


def numbered(cases: dict[str, list]) -> dict[str, list]:
    """What ``parametrize`` takes: each input of each case, its case and a number as its name."""
    listed = [(f"{case}-{number}", one) for case, inputs in cases.items() for number, one in enumerate(inputs, 1)]
    return {"argvalues": [one for _, one in listed], "ids": [name for name, _ in listed]}


@pytest.fixture(scope="module")
def unfit_files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str | None, tuple[int, ...]]]:
    """Refusal and counts of every unfit file, all sent in one folder, with a sound one last."""
    trial = Trial(tmp_path_factory.mktemp("unfit"))
    cases = numbered(REFUSED)
    files = {f"delivery/{name}.csv": one[0] for name, one in zip(cases["ids"], cases["argvalues"], strict=True)}
    outcomes = trial.send({**FRAME, **files, "delivery/sound.csv": PLAIN})
    return {
        name: (each.refusal, (each.rows_read, each.rows_landed, each.rows_duplicate, each.rows_quarantined))
        for name, each in outcomes.items()
    }


@pytest.mark.parametrize(
    ("name", "code"),
    [
        pytest.param(name, one[1], id=name)
        for name, one in zip(numbered(REFUSED)["ids"], numbered(REFUSED)["argvalues"], strict=True)
    ],
)
def test_an_unfit_file_is_refused_whole(unfit_files: dict, name: str, code: str) -> None:
    refusal, counts = unfit_files[f"delivery/{name}.csv"]

    assert (refusal or "")[:5] == f"{code} "
    assert counts == (0, 0, 0, 0)


def test_refused_files_stop_no_other(unfit_files: dict) -> None:
    assert unfit_files["delivery/sound.csv"] == (None, (2, 2, 0, 0))


ACCEPTED: dict[str, list[str | bytes]] = {
    "1-utf-8": [PLAIN, LABELLED, LABELLED.rstrip()],
    "2-utf-8-mark": [PLAIN.encode("utf-8-sig"), LABELLED.encode("utf-8-sig"), ("\ufeff" + LABELLED).rstrip().encode()],
    "3-gbk": [PLAIN.encode("gbk"), LABELLED.encode("gbk"), LABELLED.replace("\n", "\r\n").encode("gb18030")],
    "5-utf-16-mark": [
        LABELLED.encode("utf-16"),
        b"\xfe\xff" + LABELLED.encode("utf-16-be"),
        PLAIN.replace("\n", "\r\n").encode("utf-16"),
    ],
    "15-crlf": [LABELLED.replace("\n", "\r\n"), PLAIN.replace("\n", "\r\n").rstrip()],
    "16-cr": [
        LABELLED.replace("\n", "\r"),
        PLAIN.replace("\n", "\r").rstrip(),
        LABELLED.replace("\n", "\r").encode("gbk"),
    ],
    "28-re-ordered": [
        in_order(PLAIN, 6, 5, 4, 3, 2, 1, 0),
        in_order(LABELLED, 3, 0, 1, 6, 2, 4, 5),
        in_order(PLAIN, 1, 0, 2, 3, 4, 5, 6),
    ],
    "29-spaces-in-the-header": [
        PLAIN.replace("quantity", " quantity "),
        LABELLED.replace("数量", "\u3000数量"),
        PLAIN.replace("version", "version\u00a0"),
    ],
    "33-blank-lines": [
        PLAIN.replace("\n", "\n\n"),
        PLAIN + "\n \n\t\n",
        LABELLED.replace("\n", "\n\u3000\n"),
    ],
}


@pytest.mark.parametrize("content", **numbered(ACCEPTED))
def test_a_fit_file_in_any_dress_lands_the_same_rows(trial: Trial, content: str | bytes) -> None:
    trial.send({"work_order.csv": FRAME["work_order.csv"], "delivery.csv": content})

    rows = trial.query(
        "select delivery_no, work_order_no, deliverable_key, quantity::varchar, unit, version "
        "from landing.delivery order by all"
    )
    assert rows == LANDED
    assert trial.query(
        "select rows_read, rows_landed, warnings from landing.ingest_file where table_name = 'delivery'"
    ) == [(2, 2, None)]


def test_33_blank_lines_are_counted_apart(trial: Trial) -> None:
    trial.send({"delivery.csv": PLAIN.replace("\n", "\n \n")})

    assert [each.blank_lines for each in received_files(trial.home)] == [3]


def test_the_raw_bytes_of_a_refused_file_are_kept(trial: Trial) -> None:
    outcome = trial.send({"delivery.csv": b"\xff\x00\xff"})["delivery.csv"]

    assert trial.home.raw_file(outcome.file_sha256).read_bytes() == b"\xff\x00\xff"


@pytest.mark.parametrize("text", ["主办方、承办方", "参赛选手、专家教练团队及选送单位", "数据归集", "万条"])
def test_3_gbk_of_which_half_happens_to_form_utf_8_is_read(text: str) -> None:
    """A column of survey groups in GBK was refused as damaged UTF-8."""
    content = f"a,b\n1,{text}\n"

    assert decode(content.encode("gbk")) == content
