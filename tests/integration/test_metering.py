"""What was delivered is counted once, in the right month, exactly converted, and rounded once per line."""

from decimal import Decimal

from tests.integration.conftest import Desk, a_contract, a_delivery, a_work_order, an_item

MARCH, APRIL, MAY = "2020-03", "2020-04", "2020-05"


def yuan(text: str) -> Decimal:
    return Decimal(text)


def test_records_are_converted_exactly_and_the_line_is_rounded_once(desk: Desk) -> None:
    # 1 + 1 + 1 条 = 0.0003 万条 × 120 = 0.036 yuan → 0.04; rounded one by one it would be 3 × 0.01 = 0.03.
    desk.receive(**a_contract(), delivery=[a_delivery(f"D{number}", quantity="1") for number in (1, 2, 3)])

    desk.settle(MARCH)

    (line,) = desk.table("settlement_line")
    assert (line["billed_qty"], line["unit_code"], line["amount"]) == (yuan("0.000300"), "万条", yuan("0.04"))


def test_half_a_fen_is_rounded_away_from_zero(desk: Desk) -> None:
    # 1 个 × 12.345 = 12.345 yuan: half to even would give 12.34, a binary fraction either.
    desk.receive(**a_contract(), delivery=[a_delivery("D1", work_order_no="W2", quantity="1", unit="个")])

    desk.settle(MARCH)

    assert desk.lines() == [(MARCH, "W2", MARCH, "CURRENT", yuan("12.35"))]


def test_the_month_is_that_of_shanghai_whatever_the_offset_in_the_file(desk: Desk) -> None:
    desk.receive(
        **a_contract(),
        delivery=[
            a_delivery("D1", delivered_at="2020-03-31T15:59:59Z"),  # 23:59:59 on 31 March in Shanghai
            a_delivery("D2", delivered_at="2020-03-31T16:00:00+00:00", quantity="20000"),  # 1 April
            a_delivery("D3", delivered_at="2020-04-01T02:00:00+10:00", quantity="30000"),  # 00:00 on 1 April
        ],
    )

    desk.settle(MARCH)
    desk.settle(APRIL)

    assert desk.lines() == [
        (MARCH, "W1", MARCH, "CURRENT", yuan("120.00")),
        (APRIL, "W1", APRIL, "CURRENT", yuan("600.00")),
    ]


def test_a_redelivery_replaces_the_first_and_counts_once_in_the_month_of_the_first(desk: Desk) -> None:
    desk.receive(
        **a_contract(),
        delivery=[
            a_delivery("D1", deliverable_key="K"),
            a_delivery("D2", deliverable_key="K", delivered_at="2020-04-02T10:00:00+08:00", quantity="15000"),
        ],
    )

    desk.settle(MARCH)
    desk.settle(APRIL)

    assert desk.lines() == [(MARCH, "W1", MARCH, "CURRENT", yuan("180.00"))]
    fates = {(row["delivery_no"], row["fate"], row["counted_qty"]) for row in desk.table("delivery_fate")}
    assert fates == {("D1", "REPLACED", yuan("0")), ("D2", "COUNTED", yuan("1.5"))}


def test_a_redelivery_that_comes_after_its_month_was_booked_corrects_that_month(desk: Desk) -> None:
    desk.receive(**a_contract(), delivery=[a_delivery("D1", deliverable_key="K")])
    desk.settle(MARCH)
    desk.receive(
        delivery=[
            a_delivery("D2", deliverable_key="K", delivered_at="2020-04-02T10:00:00+08:00", quantity="15000"),
            a_delivery("D3", delivered_at="2020-04-03T10:00:00+08:00"),
        ]
    )

    desk.settle(APRIL)

    assert desk.lines() == [
        (MARCH, "W1", MARCH, "CURRENT", yuan("120.00")),
        (APRIL, "W1", MARCH, "ADJUSTMENT", yuan("60.00")),
        (APRIL, "W1", APRIL, "CURRENT", yuan("120.00")),
    ]
    (difference,) = desk.table("run_difference")
    assert (difference["before_amount"], difference["after_amount"]) == (yuan("120.00"), yuan("180.00"))
    assert (difference["delta_amount"], difference["reason"]) == (yuan("60.00"), "CORRECTED")


def test_a_late_row_of_a_booked_month_is_an_adjustment_with_its_service_period(desk: Desk) -> None:
    desk.receive(**a_contract(), delivery=[a_delivery("D1")])
    desk.settle(MARCH)
    desk.receive(delivery=[a_delivery("D2", delivered_at="2020-03-20T10:00:00+08:00", quantity="5000")])

    desk.settle(APRIL)

    assert desk.lines()[1:] == [(APRIL, "W1", MARCH, "ADJUSTMENT", yuan("60.00"))]
    (difference,) = desk.table("run_difference")
    assert difference["reason"] == "LATE"


def test_a_correction_to_nothing_takes_the_whole_line_back(desk: Desk) -> None:
    desk.receive(**a_contract(), delivery=[a_delivery("D1", deliverable_key="K")])
    desk.settle(MARCH)
    desk.receive(
        delivery=[a_delivery("D2", deliverable_key="K", delivered_at="2020-04-02T10:00:00+08:00", quantity="0")]
    )

    desk.settle(APRIL)

    assert desk.lines()[1:] == [(APRIL, "W1", MARCH, "ADJUSTMENT", yuan("-120.00"))]
    assert desk.table("settlement")[1]["payable_amt"] == yuan("0.00")
    assert desk.table("settlement")[1]["carried_deduct_amt"] == yuan("120.00")


def test_a_first_delivery_learned_late_moves_the_deliverable_to_its_month(desk: Desk) -> None:
    """April's booking is taken back and March gets it: the month is that of the first delivery, however late known."""
    desk.receive(
        **a_contract(), delivery=[a_delivery("D2", deliverable_key="K", delivered_at="2020-04-02T10:00:00+08:00")]
    )
    desk.settle(MARCH)
    desk.settle(APRIL)
    desk.receive(delivery=[a_delivery("D1", deliverable_key="K", quantity="7")])

    desk.settle(MAY)

    assert desk.lines() == [
        (APRIL, "W1", APRIL, "CURRENT", yuan("120.00")),
        (MAY, "W1", MARCH, "ADJUSTMENT", yuan("120.00")),
        (MAY, "W1", APRIL, "ADJUSTMENT", yuan("-120.00")),
    ]


def test_the_price_is_that_of_the_version_in_force_on_the_months_first_day(desk: Desk) -> None:
    tables = a_contract()
    tables["catalogue_version"][0]["effective_to"] = "2020-04-01"
    tables["catalogue_version"].append(
        {"catalogue_code": "C", "version_no": "2", "effective_from": "2020-04-02", "effective_to": ""}
    )
    tables["service_item"].append(an_item("I1", version_no="2", unit_code="万条", unit_price="100"))
    tables["service_item"].append(an_item("I2", version_no="2", unit_price="10"))
    desk.receive(
        **tables,
        delivery=[
            a_delivery("D1", delivered_at="2020-04-20T10:00:00+08:00"),
            a_delivery("D2", delivered_at="2020-05-20T10:00:00+08:00"),
        ],
    )

    desk.settle(APRIL)
    desk.settle(MAY)

    assert desk.lines() == [
        (APRIL, "W1", APRIL, "CURRENT", yuan("120.00")),
        (MAY, "W1", MAY, "CURRENT", yuan("100.00")),
    ]


def test_a_frozen_version_prices_the_contract_whatever_its_dates(desk: Desk) -> None:
    tables = a_contract(catalogue_version="2")
    tables["catalogue_version"].append(
        {"catalogue_code": "C", "version_no": "2", "effective_from": "2030-01-01", "effective_to": ""}
    )
    tables["service_item"].append(an_item("I1", version_no="2", unit_code="万条", unit_price="99.5"))
    tables["service_item"].append(an_item("I2", version_no="2", unit_price="10"))
    desk.receive(**tables, delivery=[a_delivery("D1")])

    desk.settle(MARCH)

    assert desk.lines() == [(MARCH, "W1", MARCH, "CURRENT", yuan("99.50"))]


def test_a_registered_conversion_of_the_item_goes_before_one_of_all_items(desk: Desk) -> None:
    desk.receive(
        **a_contract(),
        unit_conversion=[
            {"from_unit": "包", "to_unit": "个", "factor": "10", "item_code": ""},
            {"from_unit": "包", "to_unit": "个", "factor": "12", "item_code": "I2"},
        ],
        delivery=[a_delivery("D1", work_order_no="W2", quantity="2", unit="包")],
    )

    desk.settle(MARCH)

    # 2 包 × 12 = 24 个 × 12.345 = 296.28
    assert desk.lines() == [(MARCH, "W2", MARCH, "CURRENT", yuan("296.28"))]


def test_work_of_a_month_that_no_run_took_waits_for_its_month(desk: Desk) -> None:
    desk.receive(
        **a_contract(), delivery=[a_delivery("D1"), a_delivery("D2", delivered_at="2020-04-20T10:00:00+08:00")]
    )

    outcome = desk.settle(APRIL)

    assert desk.lines() == [(APRIL, "W1", APRIL, "CURRENT", yuan("120.00"))]
    (pending,) = desk.table("pending_metering")
    assert (pending["service_period"], pending["waiting_for"]) == (MARCH, "PERIOD_OPEN")
    assert "earlier_months_are_settled" in {each.expectation for each in outcome.findings if not each.success}


def test_a_delivery_after_its_orders_end_counts_and_one_before_its_start_is_set_aside(desk: Desk) -> None:
    tables = a_contract()
    tables["work_order"] = [
        a_work_order("W1", start_time="2020-03-10T00:00:00+08:00", end_time="2020-03-20T00:00:00+08:00")
    ]
    desk.receive(
        **tables,
        delivery=[
            a_delivery("D1", delivered_at="2020-03-09T23:59:59+08:00"),
            a_delivery("D2", delivered_at="2020-03-20T00:00:01+08:00"),
        ],
    )

    desk.settle(MARCH)

    assert desk.lines() == [(MARCH, "W1", MARCH, "CURRENT", yuan("120.00"))]
    assert [(row["delivery_no"], row["is_late"]) for row in desk.table("delivery_fate")] == [("D2", True)]


def test_many_small_deliveries_of_a_large_unit_add_up(desk: Desk) -> None:
    """300 deliveries of 49 条 are 0.000147 亿条, each 0.00000049: the rows' rounding once refused the run."""
    tables = a_contract()
    tables["service_item"][0] = an_item("I1", unit_code="亿条", unit_price="1000000")
    desk.receive(**tables, delivery=[a_delivery(f"D{number}", quantity="49") for number in range(300)])

    desk.settle(MARCH)

    assert desk.lines() == [(MARCH, "W1", MARCH, "CURRENT", yuan("147.00"))]
