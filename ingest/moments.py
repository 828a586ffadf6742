"""Cells that hold dates, times, months and periods; a business day is one of Asia/Shanghai."""

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

from ingest.verdicts import Unfit, shown
from interface.periods import SHANGHAI, is_period

_MOMENT = re.compile(
    r"(?P<year>[0-9]{4})"
    r"(?:(?P<mark>[-/.])(?P<month>[0-9]{1,2})(?P=mark)(?P<day>[0-9]{1,2})"
    r"|年(?P<month_zh>[0-9]{1,2})月(?P<day_zh>[0-9]{1,2})日)"
    r"(?P<time>[T ](?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:\.(?P<micro>[0-9]{1,6}))?)?"
    r" ?(?P<offset>Z|[+-][0-9]{2}(?::?[0-9]{2})?)?)?"
)
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9]{2}:.*)?")
_MONTH_OTHERWISE = re.compile(r"([0-9]{4})(?:年([0-9]{1,2})月|[-/]([0-9]{1,2}))")

_Warnings = tuple[str, ...]


def read_time(text: str) -> tuple[datetime, _Warnings]:
    """Read a moment, in UTC; without an offset it is Shanghai time, and a bare date is 00:00 there.

    W305 where the date is not written as ISO 8601 has it; Unfit Q209 for anything else.
    """
    match = _match(text)
    day = _day_of(match, text)
    try:
        moment = _clock_of(match, day, text).astimezone(UTC)
    except OverflowError:
        raise _no_moment(text) from None
    return moment, _spelling(text)


def read_date(text: str) -> tuple[date, _Warnings]:
    """Read a day; a moment with an offset becomes its Shanghai day (W303), a time without one is dropped (W304).

    W305 where the date is not written as ISO 8601 has it; Unfit Q209 for anything else.
    """
    match = _match(text)
    day = _day_of(match, text)
    if match["time"] is None:
        return day, _spelling(text)
    moment = _clock_of(match, day, text)
    if match["offset"] is None:
        return day, ("W304", *_spelling(text))
    try:
        return moment.astimezone(SHANGHAI).date(), ("W303", *_spelling(text))
    except OverflowError:
        raise _no_moment(text) from None


def read_month(text: str) -> tuple[str, _Warnings]:
    """Read a month as ``2020-05``; 2020年5月 and 2020/5 are taken with W305; Unfit Q209 for anything else."""
    value, warnings = read_period(text)
    if len(value) != len("2020-05") or "Q" in value:
        raise Unfit("Q209", f"{shown(text)} is not a month written as YYYY-MM")
    return value, warnings


def read_period(text: str) -> tuple[str, _Warnings]:
    """Read a month, a quarter ``2020-Q2`` or a year ``2020``; Unfit Q209 for anything else."""
    match = _MONTH_OTHERWISE.fullmatch(text)
    value = f"{match[1]}-{int(match[2] or match[3]):02d}" if match else text
    if (match is None and not text.isascii()) or not is_period(value) or value.startswith("0000"):
        raise Unfit("Q209", f"{shown(text)} is not a month, a quarter or a year written as 2020-05, 2020-Q2 or 2020")
    return value, () if value == text else ("W305",)


def _match(text: str) -> re.Match[str]:
    match = _MOMENT.fullmatch(text)
    if match is None:
        raise _no_moment(text)
    return match


def _day_of(match: re.Match[str], text: str) -> date:
    try:
        return date(int(match["year"]), int(match["month"] or match["month_zh"]), int(match["day"] or match["day_zh"]))
    except ValueError:
        raise _no_moment(text) from None


def _clock_of(match: re.Match[str], day: date, text: str) -> datetime:
    try:
        return datetime(
            day.year,
            day.month,
            day.day,
            int(match["hour"] or 0),
            int(match["minute"] or 0),
            int(match["second"] or 0),
            int((match["micro"] or "").ljust(6, "0")),
            tzinfo=_zone(match["offset"]),
        )
    except ValueError:
        raise _no_moment(text) from None


def _zone(offset: str | None) -> tzinfo:
    if offset is None:
        return SHANGHAI
    if offset == "Z":
        return UTC
    digits = offset[1:].replace(":", "").ljust(4, "0")
    size = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    if int(digits[2:]) > 59 or size > timedelta(hours=14):
        raise ValueError("no zone lies so far from UTC")
    return timezone(-size if offset[0] == "-" else size)


def _spelling(text: str) -> _Warnings:
    return () if _ISO.fullmatch(text) else ("W305",)


def _no_moment(text: str) -> Unfit:
    return Unfit("Q209", f"{shown(text)} is not a date or time written as 2026-08-03 or 2026-08-03T16:30:00+08:00")
