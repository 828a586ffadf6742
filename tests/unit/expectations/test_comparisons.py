"""Habits of the months before: a month that breaks one is pointed out, and one that keeps them is left in peace."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from tests.unit.expectations.conftest import SmallRun

DAYS, SILENT = "no_day_is_missing_that_always_has_deliveries", "no_item_falls_silent"
QUANTITY, LARGE = "a_months_quantity_keeps_to_its_history", "no_delivery_is_far_larger_than_any_before"
HOURS, TWINS = "hours_are_those_of_the_months_before", "no_deliveries_are_sent_again_under_other_numbers"

Counts = Callable[[date], int | None]


def days(run: SmallRun, month: str, counts: Counts, *, is_new: bool = False, quantity: str = "2") -> None:
    """Open days of a month of item I1; a count of None is a day without deliveries."""
    day = date.fromisoformat(f"{month}-01")
    while day.strftime("%Y-%m") == month:
        row = {
            "contract_no": "H1",
            "item_code": "I1",
            "service_period": month,
            "day": day,
            "is_new": is_new,
            "is_working": day.isoweekday() <= 5,
        }
        count = counts(day)
        run.give("intermediate.int_open_days", row | ({"delivery_count": count, "quantity": quantity} if count else {}))
        day += timedelta(days=1)


def profile(run: SmallRun, facet: str, position: int, count: int, *, is_new: bool, **given: object) -> None:
    row = {
        "contract_no": "H1",
        "item_code": "I1",
        "service_period": "2020-03" if is_new else "2020-02",
        "facet": facet,
        "position": position,
        "delivery_count": count,
        "quantity": count,
        "largest_qty": 1,
        "is_new": is_new,
    }
    run.give("intermediate.int_profiles_known", row | given)


def every_day(day: date) -> int:
    return 3


def working_days(day: date) -> int | None:
    return 3 if day.isoweekday() <= 5 else None


def without(*missing: str) -> Counts:
    return lambda day: None if day.isoformat() in missing else 3


def test_a_day_without_deliveries_is_named_where_two_months_had_some_every_day(run: SmallRun) -> None:
    days(run, "2020-01", every_day)
    days(run, "2020-02", every_day)
    days(run, "2020-03", without("2020-03-08", "2020-03-09"), is_new=True)

    assert run.offences(DAYS) == ["H1 I1: 2020-03-08 2020-03-09"]


@pytest.mark.parametrize(
    ("missing", "found"),
    [
        (("2020-03-09", "2020-03-10"), []),
        (("2020-03-09", "2020-03-10", "2020-03-11"), ["H1 I1: 2020-03-09 2020-03-10 2020-03-11"]),
    ],
)
def test_where_a_day_was_missing_before_three_are_a_break(
    run: SmallRun, missing: tuple[str, ...], found: list[str]
) -> None:
    # A Wednesday: a gap in the working days too.
    days(run, "2020-01", every_day)
    days(run, "2020-02", without("2020-02-12"))
    days(run, "2020-03", without(*missing), is_new=True)

    assert run.offences(DAYS) == found


def test_three_gaps_before_make_no_habit(run: SmallRun) -> None:
    days(run, "2020-01", without("2020-01-15", "2020-01-16"))
    days(run, "2020-02", without("2020-02-12"))
    days(run, "2020-03", without("2020-03-09", "2020-03-10", "2020-03-11"), is_new=True)

    assert run.offences(DAYS) == []


def test_weekends_are_nobodys_habit_where_work_rests_on_them(run: SmallRun) -> None:
    days(run, "2020-01", working_days)
    days(run, "2020-02", working_days)
    days(run, "2020-03", lambda day: None if day.isoformat() == "2020-03-09" else working_days(day), is_new=True)

    assert run.offences(DAYS) == ["H1 I1: 2020-03-09"]


def test_one_month_makes_no_habit(run: SmallRun) -> None:
    days(run, "2020-02", every_day)
    days(run, "2020-03", without("2020-03-09"), is_new=True)

    assert run.offences(DAYS) == []


def test_an_item_without_any_delivery_is_silent_and_no_day_is_named(run: SmallRun) -> None:
    for month in ("2019-12", "2020-01", "2020-02"):
        days(run, month, every_day)
    days(run, "2020-03", lambda day: None, is_new=True)

    assert run.offences(SILENT) == ["H1 I1"]
    assert run.offences(DAYS) == []


def test_an_item_that_paused_before_may_pause_again(run: SmallRun) -> None:
    for month in ("2019-12", "2020-02"):
        days(run, month, every_day)
    days(run, "2020-03", lambda day: None, is_new=True)

    assert run.offences(SILENT) == []


@pytest.mark.parametrize(
    ("quantity", "found"),
    [
        # 2 a day before: 31 x 10 against five times 31 x 2 is equal, and no jump.
        ("10", []),
        ("10.1", ["H1 I1: 313.100000 ↑"]),
        ("0.4", []),
        ("0.39", ["H1 I1: 12.090000 ↓"]),
    ],
)
def test_five_times_day_for_day_is_a_jump_and_not_a_fen_less(run: SmallRun, quantity: str, found: list[str]) -> None:
    days(run, "2020-01", every_day)
    days(run, "2020-02", every_day)
    days(run, "2020-03", every_day, is_new=True, quantity=quantity)

    assert run.offences(QUANTITY) == found


def test_a_jump_is_one_against_every_month_before(run: SmallRun) -> None:
    days(run, "2020-01", every_day)
    days(run, "2020-02", every_day, quantity="5")
    days(run, "2020-03", every_day, is_new=True, quantity="12")

    assert run.offences(QUANTITY) == []


@pytest.mark.parametrize(
    ("largest", "found"),
    # Of 40 deliveries before, 1 each: five times the largest and two hundred times the mean is 200; twenty times is 20.
    [("20", []), ("20.5", ["H1 I1 2020-03-09: 20.500000 ≫ 1.000000"])],
)
def test_a_delivery_beyond_all_before_is_named_by_its_day(run: SmallRun, largest: str, found: list[str]) -> None:
    profile(run, "DAY", 9, 40, is_new=False)
    profile(run, "DAY", 9, 2, is_new=True, largest_qty=largest)

    assert run.offences(LARGE) == found


def test_few_deliveries_before_say_little(run: SmallRun) -> None:
    profile(run, "DAY", 9, 3, is_new=False)
    profile(run, "DAY", 9, 1, is_new=True, largest_qty=100)
    profile(run, "DAY", 10, 1, is_new=True, largest_qty=101)

    assert run.offences(LARGE) == ["H1 I1 2020-03-10: 101.000000 ≫ 1.000000"]


def test_hours_that_moved_by_eight_are_named_with_their_shift(run: SmallRun) -> None:
    for hour in range(9, 18):
        profile(run, "HOUR", hour, 10, is_new=False)
        profile(run, "HOUR", (hour + 8) % 24, 4, is_new=True)

    assert run.offences(HOURS) == ["H1 I1 +8 h", "H1 Σ +8 h"]


def test_the_hours_of_one_item_among_many_are_looked_at_alone(run: SmallRun) -> None:
    for hour in range(9, 18):
        profile(run, "HOUR", hour, 10, is_new=False)
        profile(run, "HOUR", (hour + 8) % 24, 4, is_new=True)
        profile(run, "HOUR", hour, 50, is_new=False, item_code="I2")
        profile(run, "HOUR", hour, 20, is_new=True, item_code="I2")

    assert run.offences(HOURS) == ["H1 I1 +8 h"]


def test_other_hours_that_are_no_shift_are_left_in_peace(run: SmallRun) -> None:
    for hour in range(9, 18):
        profile(run, "HOUR", hour, 10, is_new=False)
        # Two thirds stay, and the rest works an evening.
        profile(run, "HOUR", hour, 4, is_new=True)
    profile(run, "HOUR", 20, 12, is_new=True)

    assert run.offences(HOURS) == []


def test_few_deliveries_have_no_hours(run: SmallRun) -> None:
    profile(run, "HOUR", 9, 40, is_new=False)
    profile(run, "HOUR", 17, 19, is_new=True)

    assert run.offences(HOURS) == []


@pytest.mark.parametrize(("twins", "found"), [(6, ["H1 I1: 6 / 20"]), (4, [])])
def test_deliveries_that_agree_with_others_are_named_where_they_never_did(
    run: SmallRun, twins: int, found: list[str]
) -> None:
    profile(run, "DAY", 9, 40, is_new=False)
    profile(run, "DAY", 9, 20, is_new=True)
    profile(run, "TWIN", 0, twins, is_new=True)

    assert run.offences(TWINS) == found


def test_twins_are_left_in_peace_where_they_are_usual(run: SmallRun) -> None:
    profile(run, "DAY", 9, 40, is_new=False)
    profile(run, "TWIN", 0, 8, is_new=False)
    profile(run, "DAY", 9, 20, is_new=True)
    profile(run, "TWIN", 0, 20, is_new=True)

    assert run.offences(TWINS) == []
