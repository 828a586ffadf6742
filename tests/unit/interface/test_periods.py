"""A month is a month of Shanghai, wherever a moment was written down."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interface.errors import CannotRun
from interface.periods import Month, is_period, months_between, parse_moment, print_moment

MONTHS = st.builds(Month, st.integers(1000, 3000), st.integers(1, 12))


def test_a_month_reads_and_prints_alike():
    assert Month.parse("2020-05") == Month(2020, 5)
    assert str(Month(2020, 5)) == "2020-05"


@pytest.mark.parametrize(
    "text",
    ["", "2020-5", "2020-00", "2020-13", "202005", "2020-05-01", "2020/05", "0000-05", "２０２０-05", "2020-05\n"],
)
def test_what_is_no_month_is_refused_with_the_way_to_write_it(text):
    with pytest.raises(CannotRun, match="is not a month: write it as YYYY-MM"):
        Month.parse(text)


@pytest.mark.parametrize(
    ("month", "steps", "expected"),
    [
        (Month(2020, 12), 1, Month(2021, 1)),
        (Month(2021, 1), -1, Month(2020, 12)),
        (Month(2020, 5), 0, Month(2020, 5)),
        (Month(2020, 5), 12, Month(2021, 5)),
        (Month(2020, 5), -17, Month(2018, 12)),
    ],
)
def test_months_are_counted_over_the_end_of_the_year(month, steps, expected):
    assert month.plus(steps) == expected


@settings(deadline=None)
@given(MONTHS, st.integers(-500, 500))
def test_going_there_and_back_ends_where_it_began(month, steps):
    assert month.plus(steps).plus(-steps) == month


@pytest.mark.parametrize(
    ("month", "last"),
    [
        (Month(2020, 2), date(2020, 2, 29)),
        (Month(2021, 2), date(2021, 2, 28)),
        (Month(2100, 2), date(2100, 2, 28)),
        (Month(2020, 12), date(2020, 12, 31)),
        (Month(9999, 12), date(9999, 12, 31)),
    ],
    ids=["leap-year", "plain-year", "century", "december", "last-month-there-is"],
)
def test_a_month_ends_on_its_last_day(month, last):
    assert month.first_day == last.replace(day=1)
    assert month.last_day == last


def test_months_are_ordered_by_time():
    assert Month(2020, 12) < Month(2021, 1)
    assert Month(2020, 2) < Month(2020, 10)


def test_between_two_months_both_are_included():
    assert months_between(Month(2020, 11), Month(2021, 2)) == [
        Month(2020, 11),
        Month(2020, 12),
        Month(2021, 1),
        Month(2021, 2),
    ]
    assert months_between(Month(2020, 5), Month(2020, 5)) == [Month(2020, 5)]
    assert months_between(Month(2020, 6), Month(2020, 5)) == []


@pytest.mark.parametrize("text", ["2020", "2020-05", "2020-12", "2020-Q1", "2020-Q4"])
def test_years_quarters_and_months_are_periods(text):
    assert is_period(text)


@pytest.mark.parametrize(
    "text", ["", "20", "2020-Q5", "2020-Q0", "2020-q1", "2020-13", "2020-5", "0000-05", "２０２０"]
)
def test_nothing_else_is_a_period(text):
    assert not is_period(text)


@pytest.mark.parametrize(
    "text",
    [
        "2020-06-01T00:30:00+08:00",
        "2020-05-31T16:30:00Z",
        "2020-05-31T16:30:00+00:00",
        "2020-05-31T09:30:00-07:00",
        "2020-06-01T00:30:00",
        "2020-06-01 00:30",
    ],
    ids=["shanghai", "zulu", "utc", "west", "no-offset-is-shanghai", "space"],
)
def test_the_same_moment_is_read_from_every_offset(text):
    moment = parse_moment(text)

    assert moment == datetime(2020, 5, 31, 16, 30, tzinfo=UTC)
    assert moment.tzinfo is UTC


def test_a_bare_date_begins_at_midnight_in_shanghai():
    assert parse_moment("2020-06-01") == datetime(2020, 5, 31, 16, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2020-06", "2020-02-30", "2020-06-01T24:30:00+08:00", "06/01/2020", "0001-01-01"]
)
def test_what_is_no_moment_is_refused_with_an_example(text):
    with pytest.raises(CannotRun, match="cannot be read: write it as 2020-06-01T00:00:00"):
        parse_moment(text)


def test_moments_print_in_shanghai_time():
    assert print_moment(datetime(2020, 5, 31, 16, 30, tzinfo=UTC)) == "2020-06-01T00:30:00+08:00"
    assert print_moment(datetime(2020, 5, 31, 16, 0, 0, 7, tzinfo=UTC)) == "2020-06-01T00:00:00.000007+08:00"


@settings(deadline=None)
@given(st.datetimes(min_value=datetime(1993, 1, 1), max_value=datetime(2100, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_a_printed_moment_reads_back_as_itself(moment):
    assert parse_moment(print_moment(moment)) == moment
