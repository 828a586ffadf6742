"""Stored numbers of a workbook to text: plain decimals, and dates by the calendar of the workbook, all exactly."""

import re
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal

from ingest.verdicts import Unfit, shown

KEPT_DIGITS = 15

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?")
_PLAIN = re.compile(r"-?(?:0|[1-9][0-9]{0,14})|-?(?:0|[1-9][0-9]{0,6})\.[0-9]{1,8}")
_MOST_CHARACTERS = 60
_SMALLEST_EXPONENT = -30
_STORED_DIGITS = 17

_SECONDS = 86_400
_NOISE = Decimal("0.00002")
_MILLISECOND = Decimal("0.001")
_MICROSECOND = Decimal("0.000001")
_FALSE_LEAP_DAY = 60
_LAST_DAY = {False: 2_958_465, True: 2_957_003}

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_BUILT_IN_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_LITERAL = re.compile(r'"[^"]*"?|\\.|[_*].|\[(?!(?:h+|m+|s+)\])[^\]]*\]', re.IGNORECASE)


class MonthShown(str):
    """A date whose cell shows its month and no day, at the month's first day: a month column takes it as the month."""

    __slots__ = ()


def plain_number(stored: str) -> str:
    """The number as plain decimal text; a whole part beyond 15 digits, which a spreadsheet loses, in E notation.

    A spreadsheet stores 1.1 as 1.1000000000000001, the same double: of up to 17 digits the shortest
    text of that double is taken where it has at most 15, which then is the only such text.

    Raises:
        Unfit: Q212 where the cell holds no number.
    """
    if _PLAIN.fullmatch(stored):
        return stored
    if len(stored) > _MOST_CHARACTERS or not _NUMBER.fullmatch(stored):
        raise Unfit("Q212", f"a number cell holds {shown(stored)}")
    number = Decimal(stored)
    if _digits(number) <= _STORED_DIGITS:
        shortest = Decimal(repr(float(stored)))
        if shortest.is_finite() and shortest and _digits(shortest) <= KEPT_DIGITS:
            number = shortest
    if number.adjusted() >= KEPT_DIGITS:
        return f"{number.normalize():E}"
    return stored if number.adjusted() < _SMALLEST_EXPONENT else f"{number:f}"


def date_text(stored: str, *, is_1904: bool) -> str:
    """The day as 2020-05-15, with its time where it has one; a time of no day as 17:30:00.

    Doubles keep a moment of our days to about a microsecond, so what lies within 20 microseconds of a whole
    millisecond is that. Day 60 is 1900-02-29, as spreadsheets have it, and thus no date.

    Raises:
        Unfit: Q212 where no calendar of a spreadsheet has the number.
    """
    if len(stored) > _MOST_CHARACTERS or not _NUMBER.fullmatch(stored):
        raise Unfit("Q212", f"a date cell holds {shown(stored)}")
    serial = Decimal(stored)
    if serial < 0 or serial.adjusted() > len(str(_LAST_DAY[is_1904])):
        raise Unfit("Q212", f"a date cell holds {shown(stored)}, which is no date")
    day = int(serial)
    seconds = _seconds((serial - day) * _SECONDS)
    if seconds >= _SECONDS:
        day, seconds = day + 1, Decimal(0)
    if day > _LAST_DAY[is_1904]:
        raise Unfit("Q212", f"a date cell holds {shown(stored)}, which is no date")
    clock = _clock(seconds)
    if day == 0 and (seconds or not is_1904):
        return clock
    shown_day = _day(day, is_1904=is_1904)
    return f"{shown_day} {clock}" if seconds else shown_day


def is_date_format(number_format: int, code: str | None) -> bool:
    """Whether cells of that format show a date or a time; ``code`` is the workbook's own, if it has one."""
    if code is None:
        return number_format in _BUILT_IN_DATES
    return any(each in "ymdhs" for each in _LITERAL.sub("", code).lower())


def shows_month_only(number_format: int, code: str | None) -> bool:
    """Whether cells of that format show year and month, and neither day nor time."""
    bare = _LITERAL.sub("", code or ("mmm-yy" if number_format == 17 else "")).lower().split(";")[0]
    return "y" in bare and "m" in bare and not any(each in bare for each in "dhs")


def unescaped(text: str) -> str:
    """The text with its ``_x000D_`` escapes resolved, as XML cannot hold every character."""
    if "_x" not in text:
        return text
    text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _digits(number: Decimal) -> int:
    return len(number.normalize().as_tuple().digits)


def _seconds(exactly: Decimal) -> Decimal:
    milliseconds = exactly.quantize(_MILLISECOND, ROUND_HALF_EVEN)
    if abs(exactly - milliseconds) < _NOISE:
        return milliseconds
    return exactly.quantize(_MICROSECOND, ROUND_HALF_EVEN)


def _clock(seconds: Decimal) -> str:
    minutes, second = divmod(int(seconds), 60)
    hour, minute = divmod(minutes, 60)
    fraction = f"{seconds % 1:f}".rstrip("0").removeprefix("0") if seconds % 1 else ""
    return f"{hour:02d}:{minute:02d}:{second:02d}{fraction}"


def _day(day: int, *, is_1904: bool) -> str:
    if is_1904:
        return (date(1904, 1, 1) + timedelta(days=day)).isoformat()
    if day == _FALSE_LEAP_DAY:
        return "1900-02-29"
    return (date(1899, 12, 31 if day < _FALSE_LEAP_DAY else 30) + timedelta(days=day)).isoformat()
