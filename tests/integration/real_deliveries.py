"""The published delivery history of a national agency (its README says whence), and what it is worth by hand."""

import csv
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from interface.paths import PROJECT
from interface.periods import SHANGHAI, Month, months_between
from tests.integration.conftest import Desk, Row

INPUTS = PROJECT.parent / "shared" / "data" / "civil_protection_deliveries" / "inputs"
MONTHS = months_between(Month(2020, 3), Month(2025, 1))


def deliveries() -> list[Row]:
    with (INPUTS / "delivery.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def month_of(row: Row) -> str:
    return f"{datetime.fromisoformat(str(row['delivered_at'])).astimezone(SHANGHAI):%Y-%m}"


def order_of(row: Row) -> tuple[datetime, int]:
    return datetime.fromisoformat(str(row["delivered_at"])), int(str(row["version"]))


def worth_by_month(known: Iterable[Row]) -> dict[tuple[str, str], Decimal]:
    """What each work order's month is worth, reckoned here from the rows alone, in whole tenths of a fen.

    A deliverable counts in the month of its first delivery with the count of its last; a record is worth 0.012 yuan.
    """
    by_deliverable: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in known:
        by_deliverable[str(row["work_order_no"]), str(row["deliverable_key"])].append(row)
    records: dict[tuple[str, str], int] = defaultdict(int)
    for (work_order_no, _), rows in by_deliverable.items():
        in_order = sorted(rows, key=order_of)
        records[work_order_no, month_of(in_order[0])] += int(str(in_order[-1]["quantity"]))
    # 0.012 yuan is 12 tenths of a fen: half away from zero is adding five tenths before the cut.
    return {key: Decimal((count * 12 + 5) // 10) / 100 for key, count in records.items() if count}


def booked_by_month(desk: Desk) -> dict[tuple[str, str], Decimal]:
    booked: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in desk.table("settlement_line"):
        booked[row["work_order_no"], row["service_period"]] += row["amount"]
    return dict(booked)


def receive_frame(desk: Desk, folder: Path) -> None:
    """Receive every table but the deliveries."""
    folder.mkdir()
    for path in INPUTS.glob("*.csv"):
        if path.stem != "delivery":
            (folder / path.name).write_bytes(path.read_bytes())
    desk.receive_folder(folder)
