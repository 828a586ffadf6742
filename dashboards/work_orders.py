"""Work orders of an edition as pages choose among them: by contract, provider, month, and what they wait for."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from dashboards.editions import Edition
from interface.periods import SHANGHAI, Month, months_between

Row = Mapping[str, Any]

METERING_STEPS = ("DELIVERY", "ACCEPTANCE", "VERIFICATION", "FEE_VERIFICATION", "PRICE", "PERIOD_OPEN")
WAITS = (*METERING_STEPS, "ANNUAL_SETTLEMENT", "PAYMENT")
LATE, NOTHING_WAITS = "LATE", "NONE"
_FAR = date.max


def read_orders(edition: Edition) -> list[Row]:
    """Rows of ``work_order_progress``: late ones that wait, then what waits longest; others last."""
    rows: list[Row] = edition.table("work_order_progress").to_pylist()
    return sorted(rows, key=_urgency)


def _urgency(row: Row) -> tuple[bool, bool, date, str]:
    return row["waiting_for"] is None, not row["is_late"], row["waiting_since"] or _FAR, row["work_order_no"]


def is_open_in(row: Row, month: str) -> bool:
    """Whether the order is open in a month such as ``2020-05``; without start or end it is open on that side."""
    begins, ends = month_of(row["start_time"]), month_of(row["end_time"])
    return (begins is None or begins <= month) and (ends is None or month <= ends)


def progress_is(row: Row, asked: str) -> bool:
    """Whether the order waits for what is asked: a step, ``LATE`` for every late one, ``NONE`` for nothing."""
    if asked == LATE:
        return bool(row["is_late"])
    return bool(row["waiting_for"] is None if asked == NOTHING_WAITS else row["waiting_for"] == asked)


def months_open(rows: Sequence[Row]) -> list[str]:
    """Every month in which an order is open that has both its ends, in order."""
    ends = [(month_of(row["start_time"]), month_of(row["end_time"])) for row in rows]
    known = [(first, last) for first, last in ends if first and last]
    if not known:
        return []
    first, last = min(first for first, _ in known), max(last for _, last in known)
    return [str(month) for month in months_between(Month.parse(first), Month.parse(last))]


def month_of(moment: datetime | None) -> str | None:
    """The month of a moment in Shanghai; None of none."""
    return None if moment is None else f"{moment.astimezone(SHANGHAI):%Y-%m}"


def day_of(moment: datetime) -> date:
    """The day of a moment in Shanghai."""
    return moment.astimezone(SHANGHAI).date()
