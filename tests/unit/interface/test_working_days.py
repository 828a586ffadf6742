"""Working days are those announced, day by day; a year that was not announced is refused, never estimated."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from interface.errors import CannotRun
from interface.periods import Month, months_between
from interface.working_days import read_calendar

CALENDAR = read_calendar()
HEADER = "day,is_working,name,source\n"


def days_off(first: str, last: str) -> list[bool]:
    day, found = date.fromisoformat(first), []
    while day <= date.fromisoformat(last):
        found.append(not CALENDAR.is_working(day))
        day += timedelta(days=1)
    return found


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [
        pytest.param("2020-01-24", "2020-02-02", 10, id="spring-festival-2020-was-prolonged"),
        pytest.param("2020-10-01", "2020-10-08", 8, id="national-day-and-mid-autumn-2020"),
        pytest.param("2021-10-01", "2021-10-07", 7, id="national-day-2021"),
        pytest.param("2026-02-15", "2026-02-23", 9, id="spring-festival-2026"),
        pytest.param("2026-10-01", "2026-10-07", 7, id="national-day-2026"),
    ],
)
def test_a_festival_is_off_from_its_first_day_to_its_last(first: str, last: str, count: int) -> None:
    assert days_off(first, last) == [True] * count


@pytest.mark.parametrize("day", ["2020-01-23", "2020-02-03", "2020-09-30", "2020-10-09", "2026-02-24", "2026-10-08"])
def test_the_day_beside_a_festival_is_worked(day: str) -> None:
    assert CALENDAR.is_working(date.fromisoformat(day))


@pytest.mark.parametrize(
    "day",
    [
        pytest.param("2020-01-19", id="sunday-before-spring-festival-2020"),
        pytest.param("2020-09-27", id="sunday-before-national-day-2020"),
        pytest.param("2020-10-10", id="saturday-after-national-day-2020"),
        pytest.param("2026-01-04", id="sunday-after-new-year-2026"),
        pytest.param("2026-02-14", id="saturday-before-spring-festival-2026"),
        pytest.param("2026-02-28", id="saturday-after-spring-festival-2026"),
    ],
)
def test_a_make_up_day_is_worked_although_it_is_at_a_weekend(day: str) -> None:
    assert date.fromisoformat(day).weekday() >= 5
    assert CALENDAR.is_working(date.fromisoformat(day))


def test_an_ordinary_weekend_is_off() -> None:
    assert days_off("2020-06-13", "2020-06-14") == [True, True]


@pytest.mark.parametrize(
    ("month", "day"),
    [
        # 1 June 2020 is a Monday.
        pytest.param(Month(2020, 6), date(2020, 6, 5), id="nothing-in-between"),
        # 9 and 10 (a Saturday, worked) October, then 12, 13, 14.
        pytest.param(Month(2020, 10), date(2020, 10, 14), id="after-national-day"),
        # 1 to 3 January 2026 off; 4 (a Sunday, worked), 5, 6, 7, 8.
        pytest.param(Month(2026, 1), date(2026, 1, 8), id="a-make-up-sunday-counts"),
        # 1 and 2 February are the prolonged festival; 3 is a Monday.
        pytest.param(Month(2020, 2), date(2020, 2, 7), id="prolonged-spring-festival"),
    ],
)
def test_the_fifth_working_day_passes_over_what_is_off(month: Month, day: date) -> None:
    assert CALENDAR.working_day(5, month) == day


def test_the_first_eight_working_days_lie_between_the_first_and_the_twentieth_of_every_known_month() -> None:
    days = [CALENDAR.working_day(8, month).day for month in months_between(Month(2004, 1), Month(2026, 12))]

    assert len(days) == 23 * 12
    assert max(days) <= 20


@pytest.mark.parametrize("day", [date(2003, 12, 31), date(2027, 1, 1)])
def test_a_day_outside_the_known_years_is_refused(day: date) -> None:
    with pytest.raises(CannotRun, match=rf"days of {day.year} are worked is not known \(known: 2004 to 2026\)"):
        CALENDAR.is_working(day)


def test_a_month_has_not_so_many_working_days() -> None:
    with pytest.raises(CannotRun, match="2020-06 has no working day number 22"):
        CALENDAR.working_day(22, Month(2020, 6))


def test_a_file_makes_a_further_year_known(tmp_path: Path) -> None:
    announced = tmp_path / "2027.csv"
    announced.write_text(f"{HEADER}2027-01-01,no,元旦,通知\n2027-01-02,yes,元旦,通知\n", "utf-8")

    calendar = read_calendar(announced)

    # 1 January 2027 is a Friday; the Saturday is worked here, the Sunday is a Sunday.
    assert [calendar.is_working(date(2027, 1, day)) for day in (1, 2, 3, 4)] == [False, True, False, True]
    assert calendar.is_working(date(2020, 10, 10))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("day,name\n2027-01-01,元旦\n", id="columns"),
        pytest.param(f"{HEADER}2027-13-01,no,元旦,x\n", id="no-day"),
        pytest.param(f"{HEADER}2027-01-01,maybe,元旦,x\n", id="neither-yes-nor-no"),
        pytest.param(f"{HEADER}2027-01-01\n", id="short-line"),
    ],
)
def test_a_file_that_is_no_calendar_is_refused_by_name(tmp_path: Path, text: str) -> None:
    announced = tmp_path / "2027.csv"
    announced.write_text(text, "utf-8")

    with pytest.raises(CannotRun, match=r"2027\.csv"):
        read_calendar(announced)
