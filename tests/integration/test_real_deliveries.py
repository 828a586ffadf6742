"""Five years of real deliveries settle to the same fen, known all at once or in the order in which they came.

The delivery history is a national agency's (its README says whence); what it must bring was counted from the files by
hand: 301,991 data rows at 120 yuan per 万条, 189 months of work, 3,623.90 yuan.
"""

import csv
from collections import defaultdict
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from interface.paths import PROJECT
from interface.periods import SHANGHAI, Month, months_between
from tests.integration.conftest import Desk, Row

INPUTS = PROJECT.parent / "shared" / "data" / "civil_protection_deliveries" / "inputs"
MONTHS = months_between(Month(2020, 3), Month(2025, 1))

pytestmark = pytest.mark.skipif(not INPUTS.is_dir(), reason=f"the real delivery history is not at {INPUTS}")


def deliveries() -> list[Row]:
    with (INPUTS / "delivery.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def month_of(row: Row) -> str:
    return f"{datetime.fromisoformat(str(row['delivered_at'])).astimezone(SHANGHAI):%Y-%m}"


def worth_by_month() -> dict[tuple[str, str], Decimal]:
    """What each work order's month is worth, reckoned here from the rows alone, in integers of a fen's hundredth.

    A deliverable counts in the month of its first delivery with the count of its last; a record is worth 0.012 yuan.
    """
    by_deliverable: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in deliveries():
        by_deliverable[str(row["work_order_no"]), str(row["deliverable_key"])].append(row)
    records: dict[tuple[str, str], int] = defaultdict(int)
    for (work_order_no, _), rows in by_deliverable.items():
        in_order = sorted(
            rows, key=lambda row: (datetime.fromisoformat(str(row["delivered_at"])), int(str(row["version"])))
        )
        records[work_order_no, month_of(in_order[0])] += int(str(in_order[-1]["quantity"]))
    # 0.012 yuan is 12 tenths of a fen: half away from zero is adding five tenths before the cut.
    return {key: Decimal((count * 12 + 5) // 10) / 100 for key, count in records.items() if count}


def booked_by_month(desk: Desk) -> dict[tuple[str, str], Decimal]:
    booked: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in desk.table("settlement_line"):
        booked[row["work_order_no"], row["service_period"]] += row["amount"]
    return dict(booked)


def test_all_months_one_after_another_bring_what_the_files_hold(desk: Desk) -> None:
    desk.receive_folder(INPUTS)
    for month in MONTHS:
        assert desk.settle(str(month)).verdict == "PUBLISHED"

    lines = desk.table("settlement_line")
    assert len(lines) == 189
    assert {row["line_type"] for row in lines} == {"CURRENT"}
    assert sum(row["billed_qty"] for row in lines) * 10_000 == 301_991
    assert sum(row["amount"] for row in lines) == Decimal("3623.90")
    assert sum(row["payable_amt"] for row in desk.table("settlement")) == Decimal("3623.90")
    assert booked_by_month(desk) == worth_by_month()
    fates = [row["fate"] for row in desk.table("delivery_fate")]
    assert (fates.count("COUNTED"), fates.count("REPLACED"), len(fates)) == (5_343, 2_032, 7_375)


def test_fed_in_the_order_in_which_it_came_corrections_meet_booked_months_and_end_at_the_same_fen(
    desk: Desk, tmp_path: Path
) -> None:
    frame = {path.stem: path for path in INPUTS.glob("*.csv") if path.stem != "delivery"}
    came: dict[str, list[Row]] = defaultdict(list)
    for row in deliveries():
        came[month_of(row)].append(row)
    first = tmp_path / "frame"
    first.mkdir()
    for name, path in frame.items():
        (first / f"{name}.csv").write_bytes(path.read_bytes())
    desk.receive_folder(first)

    for month in MONTHS:
        if came[str(month)]:
            desk.receive(delivery=came[str(month)])
        assert desk.settle(str(month)).verdict == "PUBLISHED"

    lines = desk.table("settlement_line")
    assert {row["line_type"] for row in lines} == {"CURRENT", "ADJUSTMENT"}
    assert sum(row["amount"] for row in lines) == Decimal("3623.90")
    booked = {key: amount for key, amount in booked_by_month(desk).items() if amount}
    assert booked == worth_by_month()
