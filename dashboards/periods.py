"""Periods on screens: months by the calendar, the annual run of a year after the months that it came after."""

from collections.abc import Iterable

from dashboards.labels import Label, label


def is_annual(period: str) -> bool:
    """Whether a run's period is a contract year, such as ``2020``, and not a month."""
    return len(period) == 4


def in_order(as_run: Iterable[str]) -> tuple[str, ...]:
    """Each period once, in the order of reading.

    A contract year that starts in 2020 may end in 2021, so its text says nothing about where it belongs: it
    stands after the newest month that was run before its first annual run, and never before its own months.

    Args:
        as_run: Periods in the order in which they were run, with repetitions.
    """
    places: dict[str, tuple[str, str]] = {}
    newest = ""
    for period in as_run:
        if is_annual(period):
            places.setdefault(period, (max(newest, f"{period}-12"), period))
        else:
            newest = max(newest, period)
            places.setdefault(period, (period, ""))
    return tuple(sorted(places, key=lambda period: places[period]))


def period_text(period: str, *, between: str = " ") -> str:
    """The period as people read it: a month as it is written, a contract year as ``2020 年度 annual``.

    Args:
        period: A run's period.
        between: What stands between the two languages.
    """
    if not is_annual(period):
        return period
    words = label("period.year")
    return f"{period} {words.zh}{between}{words.en}"


def period_label(period: str) -> Label:
    """The period in each language: a month the same in both, a contract year as ``2020 年度`` and ``2020 annual``."""
    if not is_annual(period):
        return Label(period, period)
    words = label("period.year")
    return Label(f"{period} {words.zh}", f"{period} {words.en}")
