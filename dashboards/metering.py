"""How deliveries fell: on which days, how early or late, replaced or not, and how long work waits; counts only."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dashboards.editions import Edition, select
from dashboards.work_orders import METERING_STEPS, day_of

Row = Mapping[str, Any]

EARLY, ON_DAY, LATE = "early", "on_day", "late"
SPANS = ((EARLY, "> 30"), (EARLY, "8–30"), (EARLY, "1–7"), (ON_DAY, ""), (LATE, "≤ 7"), (LATE, "8–30"), (LATE, "> 30"))
"""Days before and after an order's end, in order: on which side, and how many."""

AGES = (("0–30", 30), ("31–60", 60), ("61–90", 90))
_WEEK, _MONTH = 7, 30

_NEWEST = "qualify place = max(place) over (partition by file_sha256, row_number)"
_FATES = """
    select
        work_order_no,
        fate,
        is_late,
        cast(delivered_at at time zone 'Asia/Shanghai' as date) as day,
        count(*) as delivery_count
    from (select * from stored {newest})
    group by all
    order by all
"""

_ROWS = f"select * exclude (place) from stored {_NEWEST} order by file_sha256, row_number"

OLDER, UNKNOWN = "> 90", "?"
"""Ages of work beyond the last of ``AGES``, and of work of which no day is known."""


def deliverables_by_day(profiles: pa.Table, newest: Mapping[str, str]) -> dict[tuple[str, int], int]:
    """Deliverables by month and day of the month, as the newest run that settled the month has them.

    Args:
        profiles: Rows of ``delivery_profile``.
        newest: Id of the newest run of each month.
    """
    days: Counter[tuple[str, int]] = Counter()
    for row in select(profiles, facet="DAY").to_pylist():
        if newest.get(row["service_period"]) == row["run_id"]:
            days[row["service_period"], row["position"]] += row["delivery_count"]
    return dict(days)


def newest_fates(edition: Edition, period: str) -> pa.Table:
    """How many deliveries of each order fell on which day of Shanghai, by fate and whether they were late.

    A delivery counts once, as the newest of the period's runs has it. Columns: work_order_no, fate, is_late, day,
    delivery_count.
    """
    runs = [manifest for manifest in edition.settlements if manifest.run.period == period]
    return edition.counted("delivery_fate", _FATES.format(newest=_NEWEST if len(runs) > 1 else ""), period=period)


def newest_rows(edition: Edition, period: str) -> pa.Table:
    """Rows of ``delivery_fate``, each delivery once, as the newest of the period's runs has it."""
    return edition.counted("delivery_fate", _ROWS, period=period)


def by_lateness(fates: pa.Table, orders: Sequence[Row]) -> list[int]:
    """How many deliveries fall into each of ``SPANS``; empty where none has an order with an end.

    Deliveries of orders without an end are left out. Late is what the run flagged late; on the last day, the time of
    day decides whether a delivery is.

    Args:
        fates: What ``newest_fates`` gives.
        orders: Rows of ``work_order_progress``.
    """
    ends = {row["work_order_no"]: day_of(row["end_time"]) for row in orders if row["end_time"]}
    places = pc.index_in(fates.column("work_order_no"), pa.array(list(ends), pa.string()))
    fates = fates.append_column("end", pa.array(ends.values(), pa.date32()).take(places)).filter(pc.is_valid(places))
    if not fates.num_rows:
        return []
    day, end, is_late, count = (fates.column(name).to_numpy() for name in ("day", "end", "is_late", "delivery_count"))
    days = (day - end).astype(int)
    late = 4 + (days > _WEEK) + (days > _MONTH)
    early = np.where(days >= 0, 3, 2 - (days < -_WEEK) - (days < -_MONTH).astype(int))
    counts = np.zeros(len(SPANS), int)
    np.add.at(counts, np.where(is_late, late, early), count)
    return [int(each) for each in counts]


def by_age(orders: Sequence[Row], known_on: date) -> dict[tuple[str, str], int]:
    """How many orders wait to be metered, by the step that they wait for and by age on a day."""
    waiting = [row for row in orders if row["waiting_for"] in METERING_STEPS]
    return dict(Counter((row["waiting_for"], _age(row["waiting_since"], known_on)) for row in waiting))


def _age(since: date | None, known_on: date) -> str:
    if since is None:
        return UNKNOWN
    days = (known_on - since).days
    return next((text for text, at_most in AGES if days <= at_most), OLDER)
