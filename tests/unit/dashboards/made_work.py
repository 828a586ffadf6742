"""Rows about work orders, their deliveries and their days, made by hand."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any


def an_order(**given: Any) -> dict[str, Any]:
    """GD-01 of HT-001: delivered in May, on time, settled with 240 yuan, waiting to be paid."""
    row = {
        "run_id": "R1",
        "contract_no": "HT-001",
        "order_no": "FWD-01",
        "work_order_no": "GD-01",
        "item_code": "DH-01",
        "item_name": "数据采集与汇聚",
        "provider": "P1",
        "start_time": datetime(2020, 4, 30, 16, tzinfo=UTC),
        "end_time": datetime(2020, 5, 31, 15, 59, 59, tzinfo=UTC),
        "first_delivered_at": datetime(2020, 5, 9, 2, tzinfo=UTC),
        "last_delivered_at": datetime(2020, 5, 20, 2, tzinfo=UTC),
        "delivery_count": 2,
        "replaced_count": 1,
        "accepted_at": datetime(2020, 5, 25, 2, tzinfo=UTC),
        "verified_on": date(2020, 5, 28),
        "settlement_period": "2020-05",
        "booked_amt": Decimal("240.00"),
        "settle_no": "JS-1",
        "paid_on": None,
        "is_late": False,
        "waiting_for": "PAYMENT",
        "waiting_since": date(2020, 5, 31),
    }
    return row | given


def an_idle_order(**given: Any) -> dict[str, Any]:
    """GD-09 of P2, of which nothing was delivered until its end."""
    blank = dict.fromkeys(
        (
            *("first_delivered_at", "last_delivered_at", "accepted_at", "verified_on", "settlement_period"),
            *("booked_amt", "settle_no"),
        )
    )
    counts = {"delivery_count": 0, "replaced_count": 0}
    waits = {"waiting_for": "DELIVERY", "waiting_since": date(2020, 5, 1), "is_late": True}
    return an_order(work_order_no="GD-09", provider="P2", **blank, **counts, **waits) | given


def a_fate(**given: Any) -> dict[str, Any]:
    """A delivery of GD-01 that was counted, eleven days before the order's end."""
    row = {
        "run_id": "R1",
        "delivery_no": "JF-1",
        "work_order_no": "GD-01",
        "deliverable_key": "数据集",
        "service_period": "2020-05",
        "delivered_at": datetime(2020, 5, 20, 2, tzinfo=UTC),
        "quantity": Decimal(20000),
        "unit": "条",
        "counted_qty": Decimal(2),
        "fate": "COUNTED",
        "is_late": False,
        "file_sha256": "ab" * 32,
        "row_number": 2,
    }
    return row | given


def a_pending(**given: Any) -> dict[str, Any]:
    """Three 万条 of GD-02 that wait to be verified."""
    row = {
        "run_id": "R1",
        "contract_no": "HT-001",
        "work_order_no": "GD-02",
        "service_period": "2020-05",
        "quantity": Decimal(3),
        "unit_code": "万条",
        "indicative_amount": Decimal("360.00"),
        "waiting_for": "VERIFICATION",
    }
    return row | given


def a_profile(**given: Any) -> dict[str, Any]:
    """Two deliverables on the ninth of May."""
    row = {
        "run_id": "R1",
        "contract_no": "HT-001",
        "item_code": "DH-01",
        "service_period": "2020-05",
        "facet": "DAY",
        "position": 9,
        "delivery_count": 2,
        "quantity": Decimal(2),
        "largest_qty": Decimal(1),
    }
    return row | given
