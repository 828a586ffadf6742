"""What people read is exact: no place is lost, none is made up."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from dashboards.printing import bare_number, percent, plain_number, shanghai_time, signed_amount, unit_price, yuan


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ("0", "¥0.00"),
        ("1234567.5", "¥1,234,567.50"),
        ("-0.01", "−¥0.01"),
        ("99999999999999.99", "¥99,999,999,999,999.99"),
    ],
)
def test_yuan_are_printed_to_the_fen(amount, expected):
    assert yuan(Decimal(amount)) == expected


def test_a_deduction_has_a_minus_sign():
    assert signed_amount(Decimal("-66014.50")) == "−66,014.50"


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("12345.678900", "12,345.6789"),
        ("120.000000", "120"),
        ("0.000001", "0.000001"),
        ("-1.250000", "−1.25"),
        ("0E-6", "0"),
    ],
)
def test_a_quantity_loses_only_zeros_that_say_nothing(number, expected):
    assert plain_number(Decimal(number)) == expected


@pytest.mark.parametrize(
    ("price", "expected"), [("86.500000", "86.50"), ("120.000000", "120.00"), ("0.125000", "0.125")]
)
def test_a_price_has_at_least_two_places(price, expected):
    assert unit_price(Decimal(price)) == expected


def test_a_ratio_is_a_percentage_with_all_its_places():
    assert (percent(Decimal("0.876543")), percent(Decimal("1.000000"))) == ("87.6543%", "100%")


def test_a_moment_is_that_of_shanghai():
    assert shanghai_time(datetime(2020, 6, 30, 16, 30, 5, tzinfo=UTC)) == "2020-07-01 00:30:05 +08:00"


@pytest.mark.parametrize(("number", "shown"), [("4.000", "4"), ("1.20", "1.2"), ("100", "100"), ("0.000", "0")])
def test_a_number_keeps_the_digits_that_say_something(number, shown):
    assert bare_number(Decimal(number)) == shown
