"""Every work order tells how far it is, what it waits for and since when, whether or not a line was booked of it."""

from datetime import date
from decimal import Decimal

from tests.integration.conftest import Desk, a_contract, a_delivery, a_work_order

MARCH, APRIL = "2020-03", "2020-04"


def test_orders_without_a_line_are_there_and_each_says_what_it_waits_for(desk: Desk) -> None:
    tables = a_contract()
    tables["work_order"] = [
        a_work_order("W1"),
        a_work_order("W2", provider="P2"),
        a_work_order("W3"),
        a_work_order("W4", start_time="2021-01-01T00:00:00+08:00", end_time="2021-02-01T00:00:00+08:00"),
    ]
    tables["party"].append({"party_code": "P2", "party_name": "乙服务商"})
    desk.receive(
        **tables,
        delivery=[
            a_delivery("D1", deliverable_key="K", delivered_at="2020-03-15T10:00:00+08:00"),
            a_delivery("D2", deliverable_key="K", delivered_at="2020-03-16T10:00:00+08:00"),
            a_delivery("D3", work_order_no="W2", delivered_at="2020-04-20T10:00:00+08:00"),
        ],
    )

    outcome = desk.settle(MARCH)

    assert [each.sample for each in outcome.findings if each.severity == "BLOCK" and not each.success] == []
    progress = {row["work_order_no"]: row for row in desk.table("work_order_progress")}
    assert {number: row["waiting_for"] for number, row in progress.items()} == {
        "W1": "PAYMENT",
        "W2": "PERIOD_OPEN",
        "W3": "DELIVERY",
        "W4": "DELIVERY",
    }
    assert progress["W1"]["booked_amt"] == Decimal("120.00")
    assert (progress["W1"]["delivery_count"], progress["W1"]["replaced_count"]) == (2, 1)
    assert progress["W1"]["waiting_since"] == date(2020, 3, 31)
    assert progress["W2"]["booked_amt"] is None
    assert progress["W2"]["waiting_since"] == date(2020, 4, 20)
    assert progress["W3"]["first_delivered_at"] is None


def test_a_payment_ends_the_way_of_an_order(desk: Desk) -> None:
    desk.receive(**a_contract(), delivery=[a_delivery("D1")])
    desk.settle(MARCH)
    desk.receive(payment=[{"voucher_no": "V1", "contract_no": "H1", "amount": "120.00", "paid_on": "2020-04-20"}])

    desk.settle(APRIL)

    (order,) = [row for row in desk.table("work_order_progress") if row["work_order_no"] == "W1"]
    assert (order["paid_on"], order["waiting_for"], order["settlement_period"]) == (date(2020, 4, 20), None, MARCH)
