"""Which days are worked in China: weekdays, but for the holidays and make-up days that are announced year by year."""

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from interface.errors import CannotRun
from interface.periods import Month

_TABLE = Path(__file__).with_name("working_days.csv")
_COLUMNS = ["day", "is_working", "name", "source"]


@dataclass(frozen=True)
class Calendar:
    """Days that differ from their weekday, as announced; a year without its 1 January is not known.

    Attributes:
        announced: Whether such a day is worked; every other day is worked from Monday to Friday.
    """

    announced: dict[date, bool]

    def is_working(self, day: date) -> bool:
        """Whether a day is worked.

        Raises:
            CannotRun: the day's year is not known; it is never estimated.
        """
        if date(day.year, 1, 1) not in self.announced:
            years = sorted(each.year for each in self.announced if (each.month, each.day) == (1, 1))
            raise CannotRun(
                f"Which days of {day.year} are worked is not known (known: {years[0]} to {years[-1]}): give the "
                "announced days in a CSV file that HENGLIANG_WORKING_DAYS names."
            )
        return self.announced.get(day, day.weekday() < 5)

    def working_day(self, number: int, month: Month) -> date:
        """The month's first, second … working day; CannotRun where its year is not known or it has fewer."""
        day, left = month.first_day, number
        while day <= month.last_day:
            left -= self.is_working(day)
            if not left:
                return day
            day += timedelta(days=1)
        raise CannotRun(f"{month} has no working day number {number}: ask for an earlier one.")


def read_calendar(further: Path | None = None) -> Calendar:
    """The announced days that ship, and those of a file in the same form, which goes before.

    Args:
        further: CSV with day, is_working (yes or no), name and source; a year in it begins with 1 January.

    Raises:
        CannotRun: the file cannot be read, or a line of it.
    """
    announced = _read(_TABLE)
    if further is not None:
        announced |= _read(further)
    return Calendar(announced)


def _read(path: Path) -> dict[date, bool]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            if reader.fieldnames != _COLUMNS:
                raise CannotRun(f"{path} has not the columns {', '.join(_COLUMNS)}: write them in its first line.")
            return {date.fromisoformat(row["day"]): _is_yes(row["is_working"]) for row in reader}
    except (OSError, ValueError, TypeError, csv.Error) as reason:
        raise CannotRun(f"{path} cannot be read as working days ({reason}): write 2027-01-01,no,元旦,source.") from None


def _is_yes(text: str) -> bool:
    if text not in ("yes", "no"):
        raise ValueError(f"is_working is {text!r}, not yes or no")
    return text == "yes"
