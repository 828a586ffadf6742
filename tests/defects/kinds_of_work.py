"""Defects of deliveries: days, signs, sizes, hours and units that are wrong, and the same work handed in twice."""

from datetime import datetime, timedelta
from decimal import Decimal

from tests.defects.kinds import Intake, Kind
from tests.defects.made_rules import Cells

STREAM, CLEANING = "W-H1-I1-1", "W-H1-I2-1"


def _of(intake: Intake, order: str) -> list[Cells]:
    """Deliveries of an order that belong to the month itself, neither late nor corrected ones."""
    rows = intake.rows("delivery", work_order_no=order, version="1")
    return [row for row in rows if row["delivered_at"].startswith(intake.month)]


def _of_contract(intake: Intake) -> list[Cells]:
    """The same of every order of H1."""
    orders = {order.number for order in intake.world.orders if order.contract.number == "H1"}
    return [row for order in sorted(orders) for row in _of(intake, order)]


def _times(rows: list[Cells], factor: str) -> None:
    for row in rows:
        row["quantity"] = f"{(Decimal(row['quantity']) * Decimal(factor)).quantize(Decimal('0.000001')).normalize():f}"


def _moved(rows: list[Cells], hours: int) -> None:
    for row in rows:
        row["delivered_at"] = (datetime.fromisoformat(row["delivered_at"]) + timedelta(hours=hours)).isoformat()


def _first(intake: Intake, **cells: str) -> None:
    _of(intake, STREAM)[4].update(cells)


def _again(intake: Intake, **cells: str) -> None:
    """A stream's rows once more under new numbers and names."""
    copies = [
        {**row, "delivery_no": f"{row['delivery_no']}-N", "deliverable_key": f"{row['deliverable_key']}-N", **cells}
        for row in _of(intake, STREAM)
    ]
    intake.add("delivery", *copies)


def _without_day(intake: Intake, *orders: str) -> None:
    day = f"{intake.month}-10"
    rows = intake.rows("delivery")
    intake.drop(
        "delivery",
        [row for row in rows if row["delivered_at"].startswith(day) and (not orders or row["work_order_no"] in orders)],
    )


def _cut_short(intake: Intake) -> None:
    rows = intake.rows("delivery")
    intake.drop("delivery", [row for row in rows if row["delivered_at"] > f"{intake.month}-20"])


def _stale(intake: Intake) -> None:
    before = str(intake.world.month(intake.index - 1))
    coming = {id(row) for row in intake.rows("delivery")}
    intake.facts["delivery"] = [
        dict(row)
        for row in intake.world.learned["delivery"]
        if id(row) not in coming and row["delivered_at"].startswith(before)
    ]


def _with_unit(rows: list[Cells], unit: str, factor: str = "1") -> None:
    _times(rows, factor)
    for row in rows:
        row["unit"] = unit


def _day_and_month_swapped(intake: Intake) -> None:
    for row in _of(intake, STREAM):
        year, month, day = row["delivered_at"][:10].split("-")
        if int(day) <= 12:
            row["delivered_at"] = f"{year}-{day}-{month}{row['delivered_at'][10:]}"


def _after_orders_end(intake: Intake) -> None:
    order = intake.known("work_order", work_order_no=CLEANING)
    intake.add("work_order", {**order, "work_order_no": "W-NEW", "end_time": f"{intake.month}-10T23:59:59+08:00"})
    model = _of(intake, CLEANING)[0]
    for day in ("08", "20"):
        intake.add(
            "delivery",
            {
                **model,
                "delivery_no": f"D-NEW-{day}",
                "work_order_no": "W-NEW",
                "deliverable_key": f"W-NEW/{day}",
                "delivered_at": f"{intake.month}-{day}T10:00:00+08:00",
                "content_hash": f"new{day}",
            },
        )


def _taken_back(intake: Intake) -> None:
    """All that a stream delivered in the month before is corrected to nothing."""
    before = str(intake.world.month(intake.index - 1))
    rows = [row for row in intake.world.learned["delivery"] if row["deliverable_key"].startswith(f"{STREAM}/{before}")]
    for row in {row["deliverable_key"]: row for row in rows}.values():
        changed = {"delivery_no": f"{row['delivery_no']}-Z", "quantity": "0", "version": "9"}
        intake.add("delivery", {**row, **changed, "delivered_at": f"{intake.month}-07T09:00:00+08:00"})


def _under_another_order(intake: Intake, order: str) -> None:
    for row in _of(intake, STREAM):
        row["work_order_no"] = order


DAY_MISSING = ("no_day_is_missing_that_always_has_deliveries",)
SIZE = ("no_quantity_is_a_hundredfold",)
LARGE = ("no_delivery_is_far_larger_than_any_before",)
JUMP = ("a_months_quantity_keeps_to_its_history", "a_months_amount_keeps_to_its_history")
HOURS = ("hours_are_those_of_the_months_before",)
STOPPED = ("no_item_falls_silent",)
TWICE = ("no_content_is_delivered_twice",)
AGAIN = ("no_deliveries_are_sent_again_under_other_numbers",)

KINDS = (
    Kind("a_day_of_a_daily_stream_is_missing", "WARN", DAY_MISSING, "24; lost rows", lambda i: _without_day(i, STREAM)),
    Kind("a_working_day_of_everything_is_missing", "WARN", DAY_MISSING, "24; lost rows", _without_day),
    Kind("the_last_ten_days_are_missing", "WARN", DAY_MISSING, "24; export cut short", _cut_short),
    Kind(
        *("a_stream_stops", "WARN", STOPPED, "24; lost rows"),
        lambda i: i.drop("delivery", _of(i, CLEANING)),
    ),
    Kind("last_months_file_is_sent_again", "WARN", STOPPED, "freshness: stale export", _stale),
    Kind("signs_are_reversed", "ASIDE", ("Q207",), "7; sign", lambda i: _times(_of(i, STREAM), "-1")),
    Kind("a_stream_is_a_thousandfold", "BLOCK", SIZE, "7, 8; ×1000", lambda i: _times(_of(i, STREAM), "1000")),
    Kind("one_delivery_is_a_thousandfold", "BLOCK", SIZE, "7, 8; ×1000", lambda i: _times(_of(i, STREAM)[4:5], "1000")),
    Kind("a_stream_is_a_thousandth", "WARN", JUMP, "7, 8", lambda i: _times(_of(i, STREAM), "0.001")),
    Kind("a_stream_jumps_sixfold", "WARN", JUMP, "67; own history", lambda i: _times(_of(i, CLEANING), "6")),
    Kind("a_stream_falls_to_a_sixth", "WARN", JUMP, "67; own history", lambda i: _times(_of(i, CLEANING), "0.166667")),
    Kind("hours_of_an_export_are_shifted_forth", "WARN", HOURS, "time zone", lambda i: _moved(_of_contract(i), 8)),
    Kind("hours_of_an_export_are_shifted_back", "WARN", HOURS, "time zone", lambda i: _moved(_of_contract(i), -8)),
    Kind("hours_of_one_stream_are_shifted", "WARN", HOURS, "time zone", lambda i: _moved(_of(i, STREAM), 8)),
    Kind("the_same_work_comes_under_new_names", "WARN", TWICE, "10, 88; paid twice", _again),
    Kind(
        *("the_same_work_without_hashes_comes_under_new_names", "WARN"),
        AGAIN,
        "10, 88; paid twice",
        lambda i: _again(i, content_hash=""),
    ),
    Kind(
        *("records_are_labelled_as_ten_thousands", "BLOCK", SIZE, "8, 15; 条 for 万条"),
        lambda i: _with_unit(_of(i, STREAM), "万条"),
    ),
    Kind(
        *("ten_thousands_are_labelled_as_records", "WARN", JUMP, "8, 15; 万条 for 条"),
        lambda i: _with_unit(_of(i, STREAM), "条", "0.0001"),
    ),
    Kind("a_unit_does_not_convert", "ASIDE", ("Q205",), "15", lambda i: _first(i, unit="个")),
    Kind("an_unknown_order_delivers", "ASIDE", ("Q204",), "34; references", lambda i: _first(i, work_order_no="W-X")),
    Kind(
        *("a_delivery_comes_before_its_orders_start", "ASIDE", ("Q210",), "21"),
        lambda i: _first(i, delivered_at="2020-02-20T10:00:00+08:00"),
    ),
    Kind(
        *("a_delivery_comes_after_the_contracts_end", "ASIDE", ("Q210",), "27"),
        lambda i: _first(i, delivered_at="2021-03-20T10:00:00+08:00"),
    ),
    Kind(
        *("a_delivery_comes_from_the_future", "ASIDE", ("Q213", "Q210"), "clock"),
        lambda i: _first(i, delivered_at="2031-03-20T10:00:00+08:00"),
    ),
    Kind(
        *("deliveries_come_after_their_orders_end", "WARN", ("deliveries_come_before_their_orders_end",), "29"),
        _after_orders_end,
    ),
    Kind("day_and_month_are_swapped", "WARN", DAY_MISSING, "dates", _day_and_month_swapped),
    Kind(
        *("one_delivery_number_has_two_quantities", "ASIDE", ("Q221",), "keys"),
        lambda i: i.add("delivery", {**_of(i, STREAM)[4], "quantity": "777"}),
    ),
    Kind(
        *("a_row_stands_twice_in_a_file", "ASIDE", ("Q220",), "keys"),
        lambda i: i.add("delivery", dict(_of(i, STREAM)[4])),
    ),
    Kind(
        *("a_booked_month_is_taken_back", "WARN", (*JUMP, "no_booked_month_is_taken_back"), "56, 67"),
        _taken_back,
    ),
    Kind(
        *("deliveries_stand_under_another_contracts_order", "WARN", STOPPED, "14, 19"),
        lambda i: _under_another_order(i, "W-H2-I1-1"),
    ),
    Kind(
        *("deliveries_stand_under_another_items_order", "WARN", STOPPED, "7, 19"),
        lambda i: _under_another_order(i, CLEANING),
    ),
)
