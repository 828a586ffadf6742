"""Months, quarters, contract years and moments, all in Asia/Shanghai; working days are in working_days.py."""

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from interface.errors import CannotRun

SHANGHAI = ZoneInfo("Asia/Shanghai")

_MONTH = re.compile(r"(?!0000)(\d{4})-(0[1-9]|1[0-2])", re.ASCII)
_YEAR = re.compile(r"(?!0000)\d{4}", re.ASCII)
_PERIOD = re.compile(r"(?!0000)\d{4}(-(0[1-9]|1[0-2])|-Q[1-4])?", re.ASCII)


@dataclass(frozen=True, order=True)
class Month:
    """A business month of Asia/Shanghai, such as 2020-05."""

    year: int
    month: int

    @classmethod
    def parse(cls, text: str) -> "Month":
        """Read ``2020-05``; CannotRun with one sentence for anything else."""
        match = _MONTH.fullmatch(text)
        if not match:
            raise CannotRun(f"Period {text!r} is not a month: write it as YYYY-MM, for example 2020-05.")
        return cls(int(match.group(1)), int(match.group(2)))

    def __str__(self) -> str:
        """The month as ``2020-05``."""
        return f"{self.year:04d}-{self.month:02d}"

    def plus(self, months: int) -> "Month":
        """The month that lies so many months later, or earlier where negative."""
        index = self.year * 12 + self.month - 1 + months
        return Month(index // 12, index % 12 + 1)

    @property
    def first_day(self) -> date:
        """The month's first day."""
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        """The month's last day."""
        return date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])


@dataclass(frozen=True, order=True)
class Year:
    """The contract years that start in a calendar year, such as 2020: the period of an annual run."""

    year: int

    @classmethod
    def parse(cls, text: str) -> "Year":
        """Read ``2020``; CannotRun with one sentence for anything else."""
        if not _YEAR.fullmatch(text):
            raise CannotRun(f"Year {text!r} is not a year: write it as YYYY, for example 2020.")
        return cls(int(text))

    def __str__(self) -> str:
        """The year as ``2020``."""
        return f"{self.year:04d}"


Period = Month | Year
"""What a run settles: a service month, or the contract years that start in a year."""


def months_between(first: Month, last: Month) -> list[Month]:
    """Every month from first to last, both included; empty where last lies before first."""
    months = []
    month = first
    while month <= last:
        months.append(month)
        month = month.plus(1)
    return months


def is_period(text: str) -> bool:
    """Whether the text names a month ``2020-05``, a quarter ``2020-Q2`` or a year ``2020``."""
    return _PERIOD.fullmatch(text) is not None


def parse_moment(text: str) -> datetime:
    """Read a moment in ISO 8601 with its offset, or a bare date or time taken as Asia/Shanghai; result in UTC."""
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=SHANGHAI)
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise CannotRun(
            f"Time {text!r} cannot be read: write it as 2020-06-01T00:00:00+08:00 (an offset, or Shanghai time)."
        ) from None


def print_moment(moment: datetime) -> str:
    """Print a moment in Shanghai time with its offset, to the microsecond where it has one."""
    return moment.astimezone(SHANGHAI).isoformat()
