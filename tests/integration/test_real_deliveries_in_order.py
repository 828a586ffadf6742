"""The same real deliveries fed in the order in which they came, and late, end at the same fen."""

from collections import defaultdict
from pathlib import Path

import pytest

from tests.integration.conftest import Desk, Row
from tests.integration.real_deliveries import (
    INPUTS,
    MONTHS,
    booked_by_month,
    deliveries,
    month_of,
    order_of,
    receive_frame,
    worth_by_month,
)

CHANGED = ("2020-07", "2020-08", "2020-10", "2020-11")
"""Months of 2020 in which a file's first count was another than its last."""

pytestmark = pytest.mark.skipif(not INPUTS.is_dir(), reason=f"the real delivery history is not at {INPUTS}")


def test_fed_in_the_order_in_which_it_came_it_ends_at_the_same_fen(desk: Desk, tmp_path: Path) -> None:
    """Before each month's run only what had been delivered by that month's end.

    Five months, as `make backfill` settles the whole history. 601 redeliveries meet months that are booked. None
    changes a count by then: those that do came within their own months, so every line is the month's own; what a
    changed count books is tested below.
    """
    came: dict[str, list[Row]] = defaultdict(list)
    for row in deliveries():
        came[month_of(row)].append(row)
    months = MONTHS[:5]
    receive_frame(desk, tmp_path / "frame")

    for month in months:
        if came[str(month)]:
            desk.receive(delivery=came[str(month)])
        assert desk.settle(str(month)).verdict == "PUBLISHED"

    assert {row["line_type"] for row in desk.table("settlement_line")} == {"CURRENT"}
    assert booked_by_month(desk) == worth_by_month([row for month in months for row in came[str(month)]])


def test_changed_counts_that_meet_booked_months_are_adjustments_and_end_at_the_same_fen(
    desk: Desk, tmp_path: Path
) -> None:
    """Of four months the first delivery of each file is booked; all that followed in 2020 is learned afterwards."""
    of_2020 = sorted((row for row in deliveries() if month_of(row) <= "2020-12"), key=order_of)
    by_file: dict[tuple[object, object], list[Row]] = defaultdict(list)
    for row in of_2020:
        by_file[row["work_order_no"], row["deliverable_key"]].append(row)
    of_files = [rows for rows in by_file.values() if month_of(rows[0]) in CHANGED]
    firsts = [rows[0] for rows in of_files]
    receive_frame(desk, tmp_path / "frame")
    desk.receive(delivery=firsts)
    for month in CHANGED:
        desk.settle(month)
    assert booked_by_month(desk) == worth_by_month(firsts)

    desk.receive(delivery=[row for rows in of_files for row in rows[1:]])
    desk.settle("2021-01")

    adjustments = [row for row in desk.table("settlement_line") if row["line_type"] == "ADJUSTMENT"]
    assert {row["adjustment_reason"] for row in adjustments} == {"CORRECTED"}
    assert {row["settlement_period"] for row in adjustments} == {"2021-01"}
    # GD-R-2020: 22 → 21 in July, 23 → 21 and 24 → 21 in August, 22 → 21 in October, 23 → 21 twice in November.
    lines = {(row["work_order_no"], row["service_period"]) for row in adjustments}
    assert lines == {("GD-R-2020", month) for month in CHANGED}
    assert booked_by_month(desk) == worth_by_month([row for rows in of_files for row in rows])
