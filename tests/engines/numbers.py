"""Expressions of the project's macros with what they are worth, worked by hand: (what it shows, expression, value)."""

from datetime import date
from decimal import Decimal
from typing import Any


def started(moment: str, hour: str) -> str:
    """Whether an hour began at a moment, both in UTC."""
    return f"hour_started(\"cast('{moment}+00:00' as timestamptz)\") ~ \" = cast('{hour}+00:00' as timestamptz)\""


def counted(quantity: str, factor: str) -> str:
    """What one delivery counts in the item's unit."""
    return f"counted_quantity(\"cast('{quantity}' as decimal(18, 6))\", \"cast('{factor}' as decimal(18, 8))\")"


EXPRESSIONS: list[tuple[str, str, Any]] = [
    ("half-a-fen-up", "round_yuan(\"cast('0.125' as decimal(18, 3))\")", Decimal("0.13")),
    ("half-a-fen-away-from-zero", "round_yuan(\"cast('-0.125' as decimal(18, 3))\")", Decimal("-0.13")),
    ("half-that-a-float-misses", "round_yuan(\"cast('1.005' as decimal(18, 6))\")", Decimal("1.01")),
    ("below-half-of-a-negative", "round_yuan(\"cast('-2.674999' as decimal(18, 6))\")", Decimal("-2.67")),
    # 123456.654321 × 0.000007 = 0.864196580247
    ("six-places-times-six", "exact_worth('123456.654321', '0.000007')", Decimal("0.86419658024700000000")),
    # (10^9 − 10^-6) × (10^6 − 10^-6) = 10^15 − 10^3 − 1 + 10^-12
    ("large-price", "exact_worth('999999999.999999', '999999.999999')", Decimal("999999999998999.000000000001")),
    ("factor-of-eight-places", "converted_quantity('1.000001', '0.00000001')", Decimal("0.00000001000001")),
    ("counted-half-up", counted("0.005", "0.0001"), Decimal("0.000001")),
    ("counted-below-half", counted("0.0049", "0.0001"), Decimal("0.000000")),
    ("counted-half-of-a-negative", counted("-0.005", "0.0001"), Decimal("-0.000001")),
    # 99999999.999999 × 0.0001 = 9999.9999999999
    ("counted-last-below-a-hundred-million", counted("99999999.999999", "0.0001"), Decimal("10000.000000")),
    ("counted-a-hundred-million", counted("100000000.005", "0.0001"), Decimal("10000.000001")),
    ("counted-in-smaller-units", counted("12.345678", "1000"), Decimal("12345.678000")),
    # 9999.999999 × 0.99999999 = 9999.99989900000001, 10000.00005 × 0.99 = 9900.0000495
    ("counted-last-below-ten-thousand", counted("9999.999999", "0.99999999"), Decimal("9999.999899")),
    ("counted-ten-thousand", counted("10000.00005", "0.99"), Decimal("9900.000050")),
    # 0.05 × 0.1 = 0.005
    ("share-rounds-up", "share_yuan('0.05', '0.1')", Decimal("0.01")),
    ("share-of-a-negative", "share_yuan('-0.05', '0.1')", Decimal("-0.01")),
    # 333.33 × 3.5 × 0.0015 = 1.74998…
    ("share-for-points", "points_share('333.33', '3.5', '0.0015')", Decimal("1.75")),
    ("quotient-cut-off", "whole_quotient('7', '2')", 3),
    ("quotient-of-a-negative-cut-off-towards-zero", "whole_quotient('-7', '2')", -3),
    ("remainder-of-a-negative", "whole_remainder('-7', '2')", -1),
    # 10^36 + 3 over 7 × 10^17: beyond what a BIGINT holds on the way.
    (
        "quotient-of-37-digits",
        "whole_quotient('1000000000000000000000000000000000003', '700000000000000000')",
        1428571428571428571,
    ),
    # 18 digits of nines over 19 of them, and a quotient whose fraction a division would round up to the next whole.
    (
        "quotient-just-below",
        "whole_quotient('29999999999999999999999999999999999999', '10000000000000000000')",
        2999999999999999999,
    ),
    ("packages-just-over", "package_count('1.000001', '1')", 2),
    ("packages-exactly", "package_count('3', '1.5')", 2),
    ("fen", "whole_fen('-12.34')", -1234),
    # RFC 1321: the MD5 of abc is 900150983cd24fb0 d6963f7d28e17f72; read from the last byte, 0xb04fd23c98500190 and
    # 0x727fe1287d3f96d6. The first half is above what a BIGINT holds.
    ("first-half-of-an-md5", "half_of_md5(md5_of(\"'abc'\"), 1)", 12704604231530709392),
    ("second-half-of-an-md5", "half_of_md5(md5_of(\"'abc'\"), 2)", 8250560606382298838),
    # 18,383 days after 1970.
    (
        "microseconds-since-1970",
        "microseconds_of(\"cast('2020-05-01 00:00:01+00:00' as timestamptz)\")",
        1588291201000000,
    ),
    (
        "a-day-begins-in-shanghai",
        "start_of_day(\"cast('2020-05-01' as date)\") ~ \" = cast('2020-04-30 16:00:00+00:00' as timestamptz)\"",
        True,
    ),
    ("yuan", "yuan_from_fen('-1234')", Decimal("-12.34")),
    # 106 ÷ 1.06; 2.01 ÷ 2 = 1.005
    ("without-tax", "without_tax('106.00', '0.06')", Decimal("100.00")),
    ("without-tax-half", "without_tax('2.01', '1')", Decimal("1.01")),
    ("without-tax-half-of-a-negative", "without_tax('-2.01', '1')", Decimal("-1.01")),
    ("rate", "rate_of('2.00', '3.00')", Decimal("0.666667")),
    ("rate-of-a-negative", "rate_of('-2.00', '3.00')", Decimal("-0.666667")),
    ("rate-of-nothing", "rate_of('2.00', '0.00')", None),
    ("rate-of-four-digits", "rate_of('1000.00', '1.00')", None),
    # 999.9999999 is rounded to 1000.000000, which has four digits.
    ("rate-that-rounds-to-four-digits", "rate_of('99999999.99', '100000.00')", None),
    ("rate-of-eighteen-digits", "rate_of('9999999999999999.99', '0.01')", None),
    # 33333.33 × 31 × 0.0005 = 516.666615
    ("interest", "exact_interest('33333.33', '31', '0.0005')", Decimal("516.66661500")),
    ("within-half-a-fen", "is_within_half_a_fen('1.01', \"cast('1.005' as decimal(18, 6))\")", True),
    ("beyond-half-a-fen", "is_within_half_a_fen('1.01', \"cast('1.004999' as decimal(18, 6))\")", False),
    # 95.123 of 96.5 is 98.57305… of 100
    ("score-of-100", "score_share('100', '95.123', '96.5', 3)", Decimal("98.573")),
    ("change", 'change_since("cast(null as decimal(18, 6))", "cast(\'1.5\' as decimal(18, 6))")', Decimal("-1.5")),
    ("month-begins-in-shanghai", "business_month(\"cast('2020-05-31 16:00:00+00:00' as timestamptz)\")", "2020-06"),
    # 23:59:59 on 31 December in Shanghai, and a second later.
    ("month-as-a-number", "business_month_number(\"cast('2020-12-31 15:59:59+00:00' as timestamptz)\")", 202012),
    ("first-month-as-a-number", "business_month_number(\"cast('2020-12-31 16:00:00+00:00' as timestamptz)\")", 202101),
    ("number-of-a-month", "month_number_of(\"'2020-03'\")", 202003),
    ("number-of-a-year", "month_number_of(\"'2020'\")", 2020),
    ("month-of-a-number", "month_of_number('202003')", "2020-03"),
    ("day-begins-in-shanghai", "business_day(\"cast('2020-05-31 15:59:59+00:00' as timestamptz)\")", date(2020, 5, 31)),
    ("hour-in-shanghai", "hour_of_day(\"cast('2020-05-31 16:00:00+00:00' as timestamptz)\")", 0),
    # Clocks were put forward an hour in the summers of 1986 to 1991.
    ("hour-in-a-summer-of-shanghai", "hour_of_day(\"cast('1990-07-01 00:00:00+00:00' as timestamptz)\")", 9),
    ("hour-begins", started("2020-05-31 16:59:59.999999", "2020-05-31 16:00:00"), True),
    ("hour-begins-where-it-began", started("2020-05-31 16:00:00", "2020-05-31 16:00:00"), True),
    ("hour-before-1970-begins", started("1969-12-31 22:30:00", "1969-12-31 22:00:00"), True),
    ("a-year-before", "months_before(\"'2020-03'\", 12)", "2019-03"),
    ("month-after", "months_before(\"'2020-12'\", -1)", "2021-01"),
    ("month-before-a-year", "months_before(\"'2020'\", 12)", None),
    ("last-day-of-february", "last_day_of(\"'2020-02'\")", date(2020, 2, 29)),
    ("anniversary-of-29-february", "whole_years_between(\"date '2020-02-29'\", \"date '2021-02-28'\")", 1),
    ("day-before-it", "whole_years_between(\"date '2020-02-29'\", \"date '2021-02-27'\")", 0),
    ("a-day-before-the-second", "whole_years_between(\"date '2020-05-08'\", \"date '2022-05-07'\")", 1),
    ("contract-year", "contract_year(\"date '2020-05-08'\", \"'2021-06'\")", 1),
    ("contract-year-before-service", "contract_year(\"date '2020-05-08'\", \"'2019-01'\")", 0),
    ("month-after-31-january", "months_after(\"date '2021-01-31'\", '1')", date(2021, 2, 28)),
    ("days-after", "days_after(\"date '2020-02-28'\", '2')", date(2020, 3, 1)),
    ("days-between", "days_between(\"date '2020-02-28'\", \"date '2020-03-01'\")", 2),
    ("days-back", "days_between(\"date '2020-03-01'\", \"date '2020-02-28'\")", -2),
    ("saturday", "is_weekday(\"date '2020-05-09'\")", False),
    ("friday", "is_weekday(\"date '2020-05-08'\")", True),
    ("third-quarter", "period_last_month(\"'2020-Q3'\")", "2020-09"),
    ("first-month-of-a-year", "period_first_month(\"'2020'\")", "2020-01"),
]

_VALUES = "(values ('乙', 2), ('甲', 1), (null, 3), ('甲', 4)) as given (word, place)"
_NOTHING = "(values (1, 0)) as given (low, high)"

QUERIES: list[tuple[str, str, str, list[Any]]] = [
    # 100,000 amounts of n × 0.000001 × 0.123457: 5,000,050,000 × 0.000000123457 = 617.29117285
    (
        "sum-of-many",
        "select {} from range(1, 100001) as numbers (n)",
        "round_yuan('sum(' ~ exact_worth('n * cast(0.000001 as decimal(6, 6))', '0.123457') ~ ')')",
        [Decimal("617.29")],
    ),
    # 100,000 times 0.000005 is half a yuan; rounded one by one it would be nothing.
    (
        "sum-before-rounding",
        "select {} from range(0, 100000) as numbers (n)",
        "round_yuan('sum(cast(0.000005 as decimal(18, 6)))')",
        [Decimal("0.50")],
    ),
    ("newest-with-a-value", f"select {{}} from {_VALUES}", "at_highest('word', 'place')", ["甲"]),
    ("newest-of-some", f"select {{}} from {_VALUES}", "at_highest('word', 'place', only='place < 3')", ["乙"]),
    ("oldest-by-two", f"select {{}} from {_VALUES}", "at_lowest('place', ['word', 'place'])", [2]),
    ("words-once-in-order", f"select {{}} from {_VALUES}", "texts_joined('word', '；')", ["乙；甲"]),
    ("each-number", "select {} as n", "each_number('0', '3')", [0, 1, 2]),
    ("no-number", f"select {{}} as n from {_NOTHING}", "each_number('low', 'high')", []),
    (
        "each-month",
        "select cast(m as date) as m from (select {} as m) as months",
        "each_month(\"date '2020-12-01'\", \"date '2021-02-01'\")",
        [date(2020, 12, 1), date(2021, 1, 1), date(2021, 2, 1)],
    ),
    ("no-day", "select {} as d", "each_day(\"date '2020-12-02'\", \"date '2020-12-01'\")", []),
]

BEYOND: list[tuple[str, str]] = [
    ("a-product-of-more-than-38-digits", "exact_worth('99999999999999999999.9', '999999999999')"),
    ("an-amount-of-17-digits", "round_yuan(\"cast('12345678901234567.00' as decimal(38, 2))\")"),
    ("units-of-a-quantity-from-10^10", "quantity_units('100000000000')"),
]
