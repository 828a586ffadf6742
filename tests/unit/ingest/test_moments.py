"""A day, a moment or a period is read one way and in Shanghai's time; what could mean two things is set aside."""

from datetime import UTC, date, datetime

import pytest

from ingest.cells import judge
from interface.tables import Column, Kind


def a_column(kind: Kind, *, required: bool = False) -> Column:
    return Column("measure", "指标", kind, required=required)


TIMES = [
    ("offset", "2020-05-15T17:30:00+08:00", datetime(2020, 5, 15, 9, 30, tzinfo=UTC), ()),
    ("utc", "2020-05-28T05:10:00+00:00", datetime(2020, 5, 28, 5, 10, tzinfo=UTC), ()),
    ("zulu-to-the-microsecond", "2020-05-28T05:10:00.25Z", datetime(2020, 5, 28, 5, 10, 0, 250000, tzinfo=UTC), ()),
    ("no-offset-is-shanghai", "2020-05-15 17:30:00", datetime(2020, 5, 15, 9, 30, tzinfo=UTC), ()),
    ("bare-day-is-midnight-there", "2020-05-15", datetime(2020, 5, 14, 16, 0, tzinfo=UTC), ()),
    ("slashes", "2020/5/15 9:05", datetime(2020, 5, 15, 1, 5, tzinfo=UTC), ("W305",)),
    ("summer-time-of-1988", "1988-07-01T00:00:00", datetime(1988, 6, 30, 15, 0, tzinfo=UTC), ()),
]


@pytest.mark.parametrize(("text", "value", "warnings"), [case[1:] for case in TIMES], ids=[case[0] for case in TIMES])
def test_a_time_is_a_moment(text: str, value: datetime, warnings: tuple[str, ...]) -> None:
    cell = judge(text, a_column(Kind.TIME))

    assert (cell.value, cell.warnings, cell.code) == (value, warnings, None)


DATES = [
    ("iso", "2026-08-03", date(2026, 8, 3), ()),
    ("leap-day", "2028-02-29", date(2028, 2, 29), ()),
    ("slashes", "2026/8/3", date(2026, 8, 3), ("W305",)),
    ("points", "2026.08.03", date(2026, 8, 3), ("W305",)),
    ("chinese", "2026年8月3日", date(2026, 8, 3), ("W305",)),
    ("full-width", "２０２６－０８－０３", date(2026, 8, 3), ("W301",)),
    ("utc-evening-is-tomorrow-in-shanghai", "2026-08-31T16:30:00Z", date(2026, 9, 1), ("W303",)),
    ("shanghai-evening", "2026-08-31T23:59:00+08:00", date(2026, 8, 31), ("W303",)),
    ("clock-without-offset", "2026-08-31 23:59:59.6", date(2026, 8, 31), ("W304",)),
]


@pytest.mark.parametrize(("text", "value", "warnings"), [case[1:] for case in DATES], ids=[case[0] for case in DATES])
def test_a_date_is_a_day_of_shanghai(text: str, value: date, warnings: tuple[str, ...]) -> None:
    cell = judge(text, a_column(Kind.DATE))

    assert (cell.value, cell.warnings, cell.code) == (value, warnings, None)


NO_DATES = [
    "46237",
    "115年8月3日",
    "民国115年8月3日",
    "03/08/2026",
    "2026-02-29",
    "2026-13-01",
    "0000-00-00",
    "26-08-03",
    "20260803",
    "2026-08-03T24:00:00",
    "2026-08-03T12:00:00+15:00",
    "2026-08-03T12:00:60",
    "1900-02-29",
    "2026-08/03",
    "9999-12-31T23:00:00-14:00",
    "0001-01-01T00:00:00+14:00",
    "昨天",
    "",
]


@pytest.mark.parametrize("kind", [Kind.DATE, Kind.TIME])
@pytest.mark.parametrize("text", NO_DATES)
def test_what_is_no_date_is_set_aside(text: str, kind: Kind) -> None:
    assert judge(text, a_column(kind, required=True)).code == "Q209"


PERIODS = [
    ("month", Kind.MONTH, "2020-05", "2020-05", (), None),
    ("month-chinese", Kind.MONTH, "2020年5月", "2020-05", ("W305",), None),
    ("month-slash", Kind.MONTH, "2020/5", "2020-05", ("W305",), None),
    ("month-is-no-quarter", Kind.MONTH, "2020-Q2", None, (), "Q209"),
    ("month-is-no-year", Kind.MONTH, "2020", None, (), "Q209"),
    ("month-13", Kind.MONTH, "2020-13", None, (), "Q209"),
    ("month-is-no-day", Kind.MONTH, "2020-05-01", None, (), "Q209"),
    ("quarter", Kind.PERIOD, "2020-Q2", "2020-Q2", (), None),
    ("year", Kind.PERIOD, "2020", "2020", (), None),
    ("period-month", Kind.PERIOD, "2020-12", "2020-12", (), None),
    ("quarter-5", Kind.PERIOD, "2020-Q5", None, (), "Q209"),
]


@pytest.mark.parametrize(
    ("kind", "text", "value", "warnings", "code"), [case[1:] for case in PERIODS], ids=[case[0] for case in PERIODS]
)
def test_a_period_is_written_one_way(
    kind: Kind, text: str, value: str | None, warnings: tuple[str, ...], code: str | None
) -> None:
    cell = judge(text, a_column(kind))

    assert (cell.value, cell.warnings, cell.code) == (value, warnings, code)
