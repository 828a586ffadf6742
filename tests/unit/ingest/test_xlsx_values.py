"""A stored number becomes the number or the date that the spreadsheet's user entered, exactly, or is set aside."""

import pytest

from ingest.formats.xlsx_values import date_text, is_date_format, plain_number, shows_month_only, unescaped
from ingest.verdicts import Unfit


@pytest.mark.parametrize(
    ("stored", "plain"),
    [
        ("12.345678", "12.345678"),
        ("0", "0"),
        ("-12.5", "-12.5"),
        ("1.25E+1", "12.5"),
        ("1E-6", "0.000001"),
        ("1.1000000000000001", "1.1"),
        ("12.300000000000001", "12.3"),
        ("0.10000000000000001", "0.1"),
        ("0.30000000000000004", "0.30000000000000004"),
        ("12.299999999999999", "12.299999999999999"),
        ("12.300000000000000710542735760100", "12.300000000000000710542735760100"),
        ("123456789012345.68", "123456789012345.68"),
        ("999999999999999", "999999999999999"),
        ("1000000000000001", "1.000000000000001E+15"),
        ("2.0260800000000001E+20", "2.02608E+20"),
        ("202608000000000000000", "2.02608E+20"),
        ("1e400", "1E+400"),
        ("1e-400", "1e-400"),
    ],
)
def test_a_number_is_written_plainly_as_it_was_entered(stored: str, plain: str) -> None:
    assert plain_number(stored) == plain


@pytest.mark.parametrize("stored", ["NaN", "INF", "12,5", "abc", "1e99999", "１２", "1" * 61])
def test_what_is_no_number_of_a_spreadsheet_is_set_aside(stored: str) -> None:
    with pytest.raises(Unfit) as caught:
        plain_number(stored)
    assert caught.value.code == "Q212"


@pytest.mark.parametrize(
    ("stored", "is_1904", "text"),
    [
        ("43966", False, "2020-05-15"),
        ("42504", True, "2020-05-15"),
        ("0", True, "1904-01-01"),
        ("1", False, "1900-01-01"),
        ("59", False, "1900-02-28"),
        ("60", False, "1900-02-29"),
        ("61", False, "1900-03-01"),
        ("2958465", False, "9999-12-31"),
        ("2957003", True, "9999-12-31"),
        ("43966.729166666664", False, "2020-05-15 17:30:00"),
        ("43966.72916666666", False, "2020-05-15 17:30:00"),
        ("42504.729166666664", True, "2020-05-15 17:30:00"),
        ("43966.999995370374", False, "2020-05-15 23:59:59.6"),
        ("43966.9999999954", False, "2020-05-15 23:59:59.999603"),
        ("43966.99999999999", False, "2020-05-16"),
        ("0.5", False, "12:00:00"),
        ("0", False, "00:00:00"),
    ],
)
def test_a_day_number_is_its_day_and_time(stored: str, is_1904: bool, text: str) -> None:
    assert date_text(stored, is_1904=is_1904) == text


@pytest.mark.parametrize(
    ("stored", "is_1904"),
    [("2958466", False), ("2957004", True), ("2958465.9999999999", False), ("-1", False), ("x", False)],
)
def test_a_day_number_beyond_the_calendar_is_set_aside(stored: str, is_1904: bool) -> None:
    with pytest.raises(Unfit) as caught:
        date_text(stored, is_1904=is_1904)
    assert caught.value.code == "Q212"


@pytest.mark.parametrize(
    ("number_format", "code", "is_date"),
    [
        (0, None, False),
        (13, None, False),
        (14, None, True),
        (22, None, True),
        (23, None, False),
        (31, None, True),
        (45, None, True),
        (49, None, False),
        (57, None, True),
        (164, "yyyy-mm-dd", True),
        (165, 'yyyy"年"m"月"d"日"', True),
        (166, "[$-804]yyyy/m/d;@", True),
        (167, "[h]:mm", True),
        (168, '0.00"yd"', False),
        (169, "[Red]0.00", False),
        (170, "0.00\\d", False),
        (171, "General", False),
        (172, "_(* #,##0.00_);_(@_)", False),
        (173, "0.00E+00", False),
    ],
)
def test_a_format_shows_a_date_where_date_letters_stand_outside_quotes_and_brackets(
    number_format: int, code: str | None, is_date: bool
) -> None:
    assert is_date_format(number_format, code) is is_date


@pytest.mark.parametrize(
    ("number_format", "code", "is_month"),
    [
        (17, None, True),
        (14, None, False),
        (164, 'yyyy"年"m"月"', True),
        (164, "yyyy-mm;@", True),
        (164, "yyyy-mm-dd", False),
        (164, "mm:ss", False),
        (164, "yyyy", False),
    ],
)
def test_a_format_of_year_and_month_shows_no_day(number_format: int, code: str | None, is_month: bool) -> None:
    assert shows_month_only(number_format, code) is is_month


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("a_x000D_b", "a\rb"),
        ("_x005F_x000D_", "_x000D_"),
        ("_xD842__xDFB7_", "\U00020bb7"),
        ("_xD842_", "\ufffd"),
        ("a_x1", "a_x1"),
    ],
)
def test_escaped_characters_are_resolved(text: str, plain: str) -> None:
    assert unescaped(text) == plain
