"""Rows of the sample's delivery logs that must be set aside or counted once, each with the reason it stands for."""

from random import Random
from typing import NamedTuple

from ingest.sample.work import WORK_ORDERS, WorkOrder
from interface.periods import Month


class Defect(NamedTuple):
    """One bad row: the month whose log holds it, what is wrong, and the code of the rule that meets it."""

    month: Month
    kind: str
    code: str


DEFECTS = (
    Defect(Month(2020, 5), "unit-in-quantity", "Q206"),
    Defect(Month(2020, 6), "short-row", "Q200"),
    Defect(Month(2020, 6), "unknown-work-order", "Q204"),
    Defect(Month(2020, 7), "impossible-date", "Q209"),
    Defect(Month(2020, 8), "duplicate-row", "Q220"),
    Defect(Month(2020, 9), "before-start", "Q210"),
    Defect(Month(2020, 9), "negative-quantity", "Q207"),
    Defect(Month(2020, 10), "comma-in-quantity", "Q206"),
    Defect(Month(2020, 11), "duplicate-row", "Q220"),
    Defect(Month(2020, 12), "short-row", "Q200"),
    Defect(Month(2021, 1), "unit-in-quantity", "Q206"),
    Defect(Month(2021, 2), "before-start", "Q210"),
    Defect(Month(2021, 3), "impossible-date", "Q209"),
)

COLUMNS = (
    "delivery_no",
    "work_order_no",
    "deliverable_key",
    "delivered_at",
    "quantity",
    "unit",
    "version",
    "content_hash",
)
"""Columns of the sample's delivery logs in their order."""

_CELLS = {
    "unit-in-quantity": {"quantity": "12.5万"},
    "comma-in-quantity": {"quantity": "1,2"},
    "negative-quantity": {"quantity": "-3"},
    "impossible-date": {"delivered_at": "2020-02-30T10:15:00+08:00"},
    "unknown-work-order": {"work_order_no": "GD-999"},
}


def with_defects(rows: list[list[str]], month: Month, rng: Random) -> list[list[str]]:
    """The month's log with its bad rows among the sound ones; never last, where a short row is a cut file.

    Args:
        rows: Cells of the sound rows, in the order of ``COLUMNS``.
        month: Month whose log this is.
        rng: Says where the bad rows stand.
    """
    log = list(rows)
    for number, defect in enumerate((each for each in DEFECTS if each.month == month), start=1):
        model = rows[rng.randrange(len(rows))]
        log.insert(rng.randrange(1, len(log) - 1), _bad_row(model, defect, f"JF-{month}-B{number:03d}"))
    return log


def _bad_row(model: list[str], defect: Defect, delivery_no: str) -> list[str]:
    if defect.kind == "duplicate-row":
        return list(model)
    cells = dict(zip(COLUMNS, model, strict=True))
    # Its own number and name: a bad row must neither replace a sound one nor stand in conflict with it.
    cells |= {"delivery_no": delivery_no, "deliverable_key": f"{defect.month}/补录/{delivery_no}", "version": "1"}
    if defect.kind == "before-start":
        cells |= _before_start(_order_begun(defect.month))
    cells |= _CELLS.get(defect.kind, {})
    row = [cells[name] for name in COLUMNS]
    return row[: COLUMNS.index("unit")] if defect.kind == "short-row" else row


def _before_start(order: WorkOrder) -> dict[str, str]:
    month = Month(order.start.year, order.start.month).plus(-1)
    return {
        "work_order_no": order.number,
        "delivered_at": f"{month}-20T10:15:00+08:00",
        "quantity": "1",
        "unit": order.measure.unit,
    }


def _order_begun(month: Month) -> WorkOrder:
    """The last order that had begun by that month, after the contract itself had."""
    return max((order for order in WORK_ORDERS if order.start <= month.last_day), key=lambda order: order.start)
