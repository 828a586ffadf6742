"""A large file lands the same through the engine as through the careful reader: every column, count and warning."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest import fast_lines
from ingest.batches import Written, quarantine_file, rows_file, write_batch
from ingest.candidates import candidates
from ingest.fast import write_plain_batch
from ingest.fast_lines import open_plain_lines
from ingest.formats.csv import CsvText
from ingest.headers import match_header
from ingest.rows import RowJudge
from interface.paths import Home
from interface.tables import INPUTS
from tests.unit.ingest.conftest import FRAME, Trial, a_delivery, deliveries

RECEIVED_AT = datetime(2020, 6, 1, 2, 30, tzinfo=UTC)
ORIGIN = {"file_name": "delivery/五月's.csv", "file_sha256": "ab" * 32, "stored_at": RECEIVED_AT}
HEADER = "delivery_no,work_order_no,deliverable_key,delivered_at,quantity,unit,version,content_hash\n"
PLAIN = ["D1", "W1", "交付物-1", "2020-05-15T17:30:00+08:00", "12.5", "万条", "1", "9e107d9d"]
NAMES = INPUTS["delivery"].names

Landed = tuple[Written, str, int, list[tuple[object, ...]] | None, pa.Table | None]


@pytest.fixture(autouse=True)
def any_size(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let files of any size be read by the engine."""
    monkeypatch.setattr(fast_lines, "LEAST_BYTES", 1)


def row(**cells: str) -> str:
    """One line of a delivery file; columns not named are plain."""
    return ",".join((dict(zip(NAMES, PLAIN, strict=True)) | cells).values()) + "\n"


def file_of(*lines: str) -> bytes:
    """A delivery file of lines that have their line ends."""
    return (HEADER + "".join(lines)).encode()


def fast(root: Path, content: bytes, table_name: str = "delivery") -> Landed:
    """What the engine's way lands."""
    home, table, path = Home(root / "fast"), INPUTS[table_name], root / "content"
    path.write_bytes(content)
    text = open_plain_lines(path)
    assert text is not None
    header = match_header(text.header, table)
    judge = RowJudge(table, header)
    written = write_plain_batch(home, table, text, header, judge, **ORIGIN)
    return _landed(home, table_name, written, judge, text.blank_lines, content)


def careful(root: Path, content: bytes, table_name: str = "delivery") -> Landed:
    """What the careful reader lands."""
    home, table, text = Home(root / "careful"), INPUTS[table_name], CsvText(content)
    judge = RowJudge(table, match_header(text.header, table))
    written = write_batch(home, table, judge.judge_rows(text.rows()), **ORIGIN)
    return _landed(home, table_name, written, judge, text.blank_lines, content)


def _landed(home: Home, table_name: str, written: Written, judge: RowJudge, blank_lines: int, content: bytes) -> Landed:
    counts = replace(written, rows_sha256=None, quarantine_sha256=None)
    rows, bad = (place(home, ORIGIN["file_sha256"], table_name) for place in (rows_file, quarantine_file))
    found = _read(rows, table_name, content) if rows.exists() else None
    return (
        counts,
        str(sorted(judge.warnings.items())),
        blank_lines,
        found,
        pq.read_table(bad).replace_schema_metadata() if bad.exists() else None,
    )


def _read(path: Path, table_name: str, content: bytes) -> list[tuple[object, ...]]:
    """The batch as it is read, in its order; where it keeps no text, that of the file."""
    lines = content.decode("utf-8-sig").split("\n")
    query = candidates(INPUTS[table_name], [path], also=("file_name", "raw"))
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        found = connection.execute(f"select * exclude (raw), raw from ({query})")
        number = [name for name, *_ in found.description].index("row_number")
        rows = found.fetchall()
    return [row if row[-1] is not None else (*row[:-1], lines[row[number] - 1]) for row in rows]


def odd_count(root: Path, content: bytes) -> int:
    """How many rows the engine's way hands to the careful judge."""
    seen = []

    class Watched(RowJudge):
        def judge_rows(self, rows):  # type: ignore[no-untyped-def]
            """Note the rows on their way."""
            for each in rows:
                seen.append(each.number)
                yield from super().judge_rows([each])

    path = root / "content"
    path.write_bytes(content)
    text = open_plain_lines(path)
    assert text is not None
    table = INPUTS["delivery"]
    header = match_header(text.header, table)
    judge = Watched(table, header)
    write_plain_batch(Home(root / "watched"), table, text, header, judge, **ORIGIN)
    return len(seen)


PLAIN_CELLS = {
    "delivery_no": [
        "D1", "a", "GD-2020/05#1", "n1", "N", "nz", "123456789012345678", "12e4f-1", "7E", "合同", "合", "小时数",
        "总量1",
    ],
    "deliverable_key": ["=1+1", "a b", "<x>;'", "null", "合计", "（一）数据", "-", "~", "x" * 150],
    "delivered_at": [
        "2020-05-15T17:30:00Z", "2020-05-15 17:30:00", "2020-02-29T00:00:00-03:30", "2020-05-15T17:30:00.5+08:00",
        "2020-05-15T23:59:59.123456Z", "2020-01-01T00:00:00+08:00",
    ],
    "quantity": ["0", "0.0", "12.50", "100", "0.000001", "999999999999.999999", "1", "10.0"],
    "unit": ["条", "GB", "个"],
    "version": ["", "0", "999999999999999999"],
    "content_hash": ["", "a=b", "100%"],
}  # fmt: skip
ODD_CELLS = {
    "delivery_no": [
        "", " D1", "D1 ", "D\u00a01", "Ｄ1", "１", "é", "e\u0301", "=1", "+1", "-1", "@x", "＝1", "NULL", "na", "N/A",
        "nan", "None", "nil", "1E5", "1E+5", "2.5e6", "1e-7", "1234567890123456789", "合计", "小计1", "总计", "合 计",
        "a<b", "a;b", "a'b", "x" * 200, "x" * 201, "a\u200bb", "a\u202eb", "\ufffd", "a\tb", "𠀀", "é" * 100,
        "万" * 200, "万" * 201, "\u3000", "_a", "本月合计", "季度累计", "共计1", "\ue000", "\x0b", "a\x1fb",
        "\ufeffD1", "'x'", "--", "n/", "a/b c",
    ],
    "deliverable_key": [
        "", " ", "\u3000x", "x ", "a\u200bb", "x" * 2000, "x" * 2001, "\x85", "é", "万" * 900, "😀",
    ],
    "delivered_at": [
        "", "2020-05-15", "2020/5/15", "2020年5月15日", "2019-02-29T00:00:00Z", "2020-02-30T00:00:00Z",
        "2020-04-31 00:00:00", "2020-05-15T24:00:00", "2020-05-15T23:59:60Z", "2020-05-31T23:59:59+08:00",
        "2020-06-02T02:30:00Z", "2020-06-02T02:30:01Z", "2020-06-02T10:30:01", "9999-12-31T00:00:00Z",
        "1990-05-15T00:00:00", "46237", "２０２０-05-15T17:30:00Z", "2020-05-15T17:30:00+8",
        "2020-05-15T17:30:00+14:00", "2020-05-15T17:30:00.1", "2020-13-01T00:00:00Z", "2100-02-29T00:00:00Z",
        "20200515", "2020-05-15T17:30:00+15:00", "2020-05-15t17:30:00z",
    ],
    "quantity": [
        "", "-", "-0", "-1", "+1", "0012.50", ".5", "5.", "1e3", "NaN", "inf", "１２．５", " 1", "1 ", "\u00a01",
        "12.5万", "98%", "￥1", "1234567890123", "0.1234567", "0.1000000", "1" * 31, "0x1F", "TRUE", "\u221212", "(1)",
        "十二", "1" * 100, "٣", "1_0",
    ],
    "unit": ["", "％", "NA", "合计"],
    "version": ["-1", "01", "1.0", "1.5", "1234567890123456789", "-0", "一", "１"],
    "content_hash": [" a", "a\u2028b"],
}  # fmt: skip


@pytest.mark.parametrize(("name", "cell"), [(name, cell) for name, cells in PLAIN_CELLS.items() for cell in cells])
def test_a_plain_cell_is_taken_by_the_engine_alone(tmp_path: Path, name: str, cell: str) -> None:
    assert odd_count(tmp_path, file_of(row(**{name: cell}), row())) == 0


def test_plain_cells_land_alike(tmp_path: Path) -> None:
    content = file_of(*(row(**{name: cell}) for name, cells in PLAIN_CELLS.items() for cell in cells))

    assert fast(tmp_path, content) == careful(tmp_path, content)


def test_odd_cells_land_alike_among_plain_ones(tmp_path: Path) -> None:
    lines = [row(**{name: cell}) for name, cells in ODD_CELLS.items() for cell in cells]
    content = file_of(*(each for line in lines for each in (row(), line)))

    assert fast(tmp_path, content) == careful(tmp_path, content)


@pytest.mark.parametrize(
    "lines",
    [
        [row(), "\n", " \n", "\u3000\n", row()],
        [row(), "D1,W1\n", "合计\n", row()[:-1] + ",x\n", row().replace(",", "，"), row()],
        [row(delivery_no="")],
        [row(), row(quantity="一")],
        [row(), row(quantity="１")],
        ["\n", "\n"],
    ],
    ids=["blank-lines", "other-numbers-of-cells", "only-bad", "plain-and-bad", "plain-and-changed", "no-rows"],
)
def test_rows_of_odd_form_land_alike(tmp_path: Path, lines: list[str]) -> None:
    content = file_of(*lines)

    assert fast(tmp_path, content) == careful(tmp_path, content)


@pytest.mark.parametrize(
    "header",
    [
        "交付编号,工单编号,交付物名称,交付时间,数量,计量单位,版本,内容摘要",
        "\ufeff交付编号 ,工单编号,交付物名称,delivered_at,数量,计量单位,备注,版本",
        "delivery_no,work_order_no,deliverable_key,delivered_at,quantity,unit,other,",
    ],
    ids=["chinese", "mark-blank-and-unknown", "columns-absent"],
)
def test_headers_of_every_spelling_land_alike(tmp_path: Path, header: str) -> None:
    content = (header + "\n" + row() + row(content_hash="") + row(version="", quantity="x")).encode()

    assert fast(tmp_path, content) == careful(tmp_path, content)


def test_reordered_columns_land_alike(tmp_path: Path) -> None:
    lines = [HEADER, row(), row(quantity="-1"), row(unit="")]
    content = "".join(",".join(reversed(line.strip().split(","))) + "\n" for line in lines).encode()

    assert fast(tmp_path, content) == careful(tmp_path, content)


@pytest.mark.parametrize(
    ("table_name", "content"),
    [
        ("contract", "contract_no,purchaser,operator,service_from,service_to,catalogue_code,metering_basis,tax_rate\n"
         "H1,P,O,2020-02-29,2020-12-07,C,,0.06\nH2,P,O,2020-01-01,2021-02-29,C,VERIFIED,1\n"
         "H3,P,O,2020-01-01,2020-12-31,C,DELIVERED,1.000\nH4,P,O,2020-01-01,2020-12-31,C,verified,1.1\n"
         "H5,P,O,2020/1/1,2020-12-31,C,ACCEPTED,\n"),
        ("breach_event",
        "contract_no,clause_no,event_no,occurred_on\nH1,K1,E1,2020-05-20\nH1,K1,,2020-05-20\n"),
        ("breach_event", "contract_no,clause_no,event_no,occurred_on,liable\nH1,K1,E1,2020-05-20,yes\n"
         "H1,K1,E2,2020-05-20,否\nH1,K1,E3,2020-05-20,\nH1,K1,E4,2020-05-20,YES\nH1,K1,E5,2020-05-20,无责\n"),
        ("assessment", "contract_no,period,score\nH1,2020-05,99.5\nH1,2020-Q2,-1\nH1,2020,100\nH1,2020-Q5,1\n"
         "H1,2020年5月,1.2345\nH1,2020-13,1\n"),
    ],
    ids=["dates-ratios-codes-defaults", "absent-column", "flags", "periods-scores"],
)  # fmt: skip
def test_other_tables_land_alike(tmp_path: Path, table_name: str, content: str) -> None:
    assert fast(tmp_path, content.encode(), table_name) == careful(tmp_path, content.encode(), table_name)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cells=st.lists(
        st.tuples(
            st.sampled_from(NAMES),
            st.one_of(
                st.text(st.characters(exclude_characters='",\r\n\0', exclude_categories=["Cs"]), max_size=12),
                st.text("0123456789.-+eE:T Z", max_size=25),
                st.text("NnAaUuLl/1合小总计_", max_size=5),
            ),
        ),
        min_size=1,
        max_size=40,
    )
)
def test_random_cells_land_alike(tmp_path: Path, cells: list[tuple[str, str]]) -> None:
    content = file_of(*(row(**{name: cell}) for name, cell in cells))

    assert fast(tmp_path, content) == careful(tmp_path, content)


def test_many_pieces_land_alike_in_their_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fast_lines, "_PIECE_BYTES", 1000)
    content = file_of(*(row(delivery_no=f"D{each}", quantity="x" if each % 97 == 0 else "1") for each in range(5000)))

    assert fast(tmp_path, content) == careful(tmp_path, content)


@pytest.mark.parametrize("quantity", ["x", "0012.50"], ids=["bad", "changed"])
def test_pieces_without_a_plain_row_land_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, quantity: str) -> None:
    monkeypatch.setattr(fast_lines, "_PIECE_BYTES", 1000)
    odd = [row(delivery_no=f"D{each}", quantity=quantity) for each in range(40)]
    content = file_of(*odd, row(), *odd, row(delivery_no="D7"))

    assert fast(tmp_path, content) == careful(tmp_path, content)


def test_a_folder_is_known_alike_whichever_way_its_files_went(
    trial: Trial, another_trial: Callable[[], Trial], monkeypatch: pytest.MonkeyPatch
) -> None:
    files: dict[str, str | bytes] = dict(FRAME)
    files["delivery.csv"] = deliveries(a_delivery("D1"), a_delivery("D2", quantity="-1"), a_delivery("D3", unit="条"))
    other = another_trial()

    engine_outcomes = trial.send(files)
    monkeypatch.setattr(fast_lines, "LEAST_BYTES", 1 << 20)
    careful_outcomes = other.send(files)

    assert engine_outcomes == careful_outcomes
    assert engine_outcomes["delivery.csv"].rows_landed == 2
    assert trial.inputs_hash() == other.inputs_hash()
