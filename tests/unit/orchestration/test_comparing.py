"""Two files of one table are the same by their bytes or by their rows, or the first rows that differ are told."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from interface.tables import PUBLISHED
from orchestration.comparing import Compared, compare

LINES = PUBLISHED["settlement_line"]
KEY = ("work_order_no", "service_period")


def a_line(work_order_no: str, amount: str, **given: object) -> dict[str, object]:
    return {"work_order_no": work_order_no, "service_period": "2020-03", "amount": Decimal(amount)} | given


def written(path: Path, *rows: Mapping[str, Any], compression: str = "zstd") -> Path:
    pq.write_table(pa.Table.from_pylist(list(rows)), path, compression=compression)
    return path


def compared(before: Path, after: Path, **given: Any) -> Compared:
    return compare(LINES, before, after, name="lines", key=KEY, **given)


def test_the_same_bytes_are_the_same(tmp_path: Path) -> None:
    first = written(tmp_path / "1", a_line("W1", "120.00"))
    second = written(tmp_path / "2", a_line("W1", "120.00"))

    assert compared(first, second) == Compared("lines", is_same_bytes=True)


def test_the_same_rows_in_other_bytes_or_another_order_are_the_same_rows(tmp_path: Path) -> None:
    rows = (a_line("W1", "120.00"), a_line("W2", "0.01"))
    found = compared(written(tmp_path / "1", *rows), written(tmp_path / "2", *rows[::-1], compression="none"))

    assert (found.is_same_bytes, found.is_same, found.note) == (False, True, "")


def test_a_row_that_differs_is_told_by_its_key_with_both_values_in_yuan(tmp_path: Path) -> None:
    before = written(tmp_path / "1", a_line("W1", "120.00"), a_line("W2", "1.00"), a_line("W3", "3.00"))
    after = written(tmp_path / "2", a_line("W1", "120.01"), a_line("W2", "1.00"), a_line("W4", "3.00"))

    found = compared(before, after)

    assert found.differing_rows == 4
    assert found.samples == (
        "work_order_no W1, service_period 2020-03: amount 120.00 yuan stored, 120.01 yuan made now",
        "work_order_no W3, service_period 2020-03: stored, and not made again",
        "work_order_no W4, service_period 2020-03: made now, and not stored",
    )


def test_a_row_that_stands_twice_differs_from_one_that_stands_once(tmp_path: Path) -> None:
    line = a_line("W1", "120.00")
    found = compared(written(tmp_path / "1", line, line), written(tmp_path / "2", line))

    assert found.differing_rows == 1
    assert not found.is_same


def test_a_column_that_only_one_has_is_named_and_left_out(tmp_path: Path) -> None:
    before = written(tmp_path / "1", a_line("W1", "120.00"))
    after = written(tmp_path / "2", a_line("W1", "120.00", provider="P1"))

    found = compared(before, after)

    assert (found.is_same, found.note) == (True, "not compared, as only one of both has them: provider")


def test_rows_that_only_one_asks_for_are_counted_where_keys_of_both_are_compared(tmp_path: Path) -> None:
    before = written(tmp_path / "1", a_line("W1", "1.00"), a_line("W2", "2.00"))
    after = written(tmp_path / "2", a_line("W1", "1.00"), a_line("W3", "3.00"), a_line("W4", "3.00"))

    found = compared(before, after, keys_of_both=True)

    note = "1 rows are only of then and not compared; 2 rows are only of now and not compared"
    assert (found.is_same, found.note) == (True, note)
    changed = written(tmp_path / "3", a_line("W1", "1.01"))
    assert compared(before, changed, keys_of_both=True).differing_rows == 2


def test_columns_left_out_do_not_count(tmp_path: Path) -> None:
    before = written(tmp_path / "1", a_line("W1", "1.00", item_name="old"))
    after = written(tmp_path / "2", a_line("W1", "1.00", item_name="new"))

    assert not compared(before, after).is_same
    assert compared(before, after, leave_out=("item_name",)).is_same


def test_a_file_that_is_missing_or_no_parquet_differs(tmp_path: Path) -> None:
    whole = written(tmp_path / "1", a_line("W1", "1.00"))
    (tmp_path / "2").write_bytes(b"torn")

    assert compared(whole, tmp_path / "3").samples == ("one of both files is not there",)
    assert compared(whole, tmp_path / "2").samples == ("one of both files cannot be read",)
