"""Parquet becomes exact text or is refused whole; no float stands for a quantity, and no moment changes its day."""

import io
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ingest.formats.parquet import ParquetText
from ingest.verdicts import Refusal
from interface.tables import INPUTS
from tests.unit.ingest.conftest import FRAME, Trial, a_delivery, deliveries

SHANGHAI = timezone(timedelta(hours=8))
ROW = {
    "delivery_no": pa.array(["D1"]),
    "work_order_no": pa.array(["W1"]),
    "deliverable_key": pa.array(["K-D1"]),
    "delivered_at": pa.array([datetime(2020, 5, 15, 17, 30, tzinfo=SHANGHAI)], pa.timestamp("us", tz="Asia/Shanghai")),
    "quantity": pa.array([Decimal("12.50")], pa.decimal128(18, 2)),
    "unit": pa.array(["万条"]),
    "version": pa.array([1], pa.int32()),
}


def a_file(columns: dict[str, Any], **options: Any) -> bytes:
    sink = io.BytesIO()
    pq.write_table(pa.table(columns), sink, **options)
    return sink.getvalue()


def cells_of(values: Any, *, name: str = "remark", table: str = "delivery") -> list[str]:
    return [row.cells[0] for row in ParquetText(a_file({name: values}), INPUTS[table]).rows()]


def refusal_of(content: bytes) -> str:
    with pytest.raises(Refusal) as caught:
        list(ParquetText(content, INPUTS["delivery"]).rows())
    return str(caught.value)


def test_the_same_facts_land_the_same_as_parquet_and_as_csv(trial: Trial) -> None:
    trial.send({**FRAME, "delivery.csv": deliveries(a_delivery("D1", quantity="12.5"))})
    before = trial.inputs_hash()

    outcome = trial.send({"delivery.parquet": a_file(ROW)})["delivery.parquet"]

    assert (outcome.rows_read, outcome.rows_duplicate, outcome.refusal) == (1, 1, None)
    assert trial.inputs_hash() == before


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        (pa.array([Decimal("0E-8"), Decimal("-12.3"), None], pa.decimal128(20, 8)), ["0.00000000", "-12.30000000", ""]),
        (pa.array([Decimal("1" * 50 + ".5")], pa.decimal256(60, 1)), ["1" * 50 + ".5"]),
        (pa.array([2**63 - 1, -1]), ["9223372036854775807", "-1"]),
        (pa.array(["12.50", None, " x"]), ["12.50", "", " x"]),
        (pa.array(["甲", "乙", "甲"]).dictionary_encode(), ["甲", "乙", "甲"]),
        (pa.array(["x"], pa.large_string()), ["x"]),
        (pa.array([True, False, None]), ["TRUE", "FALSE", ""]),
        (pa.array([date(2020, 5, 8)]), ["2020-05-08"]),
        (pa.array([None, None], pa.null()), ["", ""]),
        (pa.array([1_588_957_200_000], pa.timestamp("ms")), ["2020-05-08T17:00:00"]),
        (pa.array([1_588_957_200], pa.timestamp("s", "UTC")), ["2020-05-08T17:00:00+00:00"]),
        (pa.array([-1], pa.timestamp("ns", "UTC")), ["1969-12-31T23:59:59.999999999+00:00"]),
        (pa.array([1_500_000], pa.timestamp("us", "+08:00")), ["1970-01-01T00:00:01.5+00:00"]),
        (pa.array([10**18], pa.timestamp("us")), ["1000000000000000000 / 1000000 s"]),
    ],
    ids=[
        *("decimal", "long-decimal", "whole", "text", "dictionary", "large-text", "flag", "date", "nothing"),
        *("naive", "utc", "nanosecond", "half-second", "beyond-years"),
    ],
)
def test_values_become_exact_text(values: Any, texts: list[str]) -> None:
    assert cells_of(values) == texts


def test_a_moment_in_a_date_column_falls_on_its_shanghai_day(trial: Trial) -> None:
    columns = {
        "catalogue_code": pa.array(["C"]),
        "version_no": pa.array(["1"]),
        "effective_from": pa.array([datetime(2026, 8, 31, 16, 30, tzinfo=UTC)], pa.timestamp("us", "UTC")),
    }

    outcome = trial.send({"catalogue_version.parquet": a_file(columns)})["catalogue_version.parquet"]

    assert outcome.warnings == "W303:1"
    assert trial.query("select effective_from::varchar from landing.catalogue_version") == [("2026-09-01",)]


def test_rows_are_numbered_like_lines_under_a_header_across_row_groups() -> None:
    content = a_file({"delivery_no": pa.array(["a", "b", "c"])}, row_group_size=2)

    rows = list(ParquetText(content, INPUTS["delivery"]).rows())

    assert [(row.number, row.cells, row.raw) for row in rows] == [
        (2, ["a"], '{"delivery_no": "a"}'),
        (3, ["b"], '{"delivery_no": "b"}'),
        (4, ["c"], '{"delivery_no": "c"}'),
    ]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"quantity": pa.array([12.5])}, "Column 'quantity' holds binary floating-point numbers, which are not exact"),
        ({"quantity": pa.array([12.5], pa.float32())}, "save it as DECIMAL"),
        ({"quantity": pa.array([float("nan")])}, "save it as DECIMAL"),
        ({"unit": pa.array([["万条"]])}, "which no cell can hold"),
        ({"unit": pa.array([{"a": 1}])}, "which no cell can hold"),
        ({"unit": pa.array([b"x"])}, "Column 'unit' holds binary"),
        ({"remark": pa.array([["x"]])}, "which no cell can hold"),
    ],
    ids=["double", "float", "nan", "list", "struct", "bytes", "unknown-list"],
)
def test_a_column_that_text_cannot_say_exactly_refuses_the_file(changes: dict[str, Any], sentence: str) -> None:
    refusal = refusal_of(a_file(ROW | changes))

    assert refusal.startswith("E140 ")
    assert sentence in refusal


def test_a_float_in_a_column_that_nothing_uses_refuses_nothing() -> None:
    (row,) = ParquetText(a_file(ROW | {"remark": pa.array([0.5])}), INPUTS["delivery"]).rows()

    assert row.cells[-1] == "0.5"


def test_moments_of_the_old_form_say_no_zone_and_are_refused() -> None:
    """Spark writes UTC into INT96 without saying so; read as Shanghai time it moved a delivery by eight hours."""
    content = a_file(ROW, use_deprecated_int96_timestamps=True)

    assert "INT96" in refusal_of(content)


def test_a_damaged_file_is_refused() -> None:
    sound = a_file(ROW, write_page_checksum=True)
    flipped = bytearray(sound)
    flipped[sound.index(b"W1")] ^= 1

    for content in (b"", b"PAR1", b"x" * 100, sound[:-1], sound[: len(sound) // 2], bytes(flipped)):
        assert refusal_of(content).startswith("E140 ")


def test_no_flipped_bit_ends_the_reader() -> None:
    sound = a_file(ROW, write_page_checksum=True)
    for place in range(0, len(sound), 3):
        flipped = bytearray(sound)
        flipped[place] ^= 1 << (place % 8)
        with suppress(Refusal):
            list(ParquetText(bytes(flipped), INPUTS["delivery"]).rows())


def test_a_file_without_rows_is_refused_by_the_landing(trial: Trial) -> None:
    empty = pa.table(ROW).slice(0, 0)
    sink = io.BytesIO()
    pq.write_table(empty, sink)

    outcome = trial.send({"delivery.parquet": sink.getvalue()})["delivery.parquet"]

    assert (outcome.refusal or "")[:4] == "E108"


def test_a_row_beyond_bearing_is_refused() -> None:
    assert refusal_of(a_file(ROW | {"deliverable_key": pa.array(["x" * 1_000_001])})).startswith("E103 ")
