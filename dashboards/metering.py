"""How deliveries fell: on which days, how early or late, replaced or not, and how long work waits; counts only."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from dashboards.editions import Edition, select
from dashboards.work_orders import METERING_STEPS, day_of

Row = Mapping[str, Any]

EARLY, ON_DAY, LATE = "early", "on_day", "late"
SPANS = ((EARLY, "> 30"), (EARLY, "8–30"), (EARLY, "1–7"), (ON_DAY, ""), (LATE, "≤ 7"), (LATE, "8–30"), (LATE, "> 30"))
"""Days before and after an order's end, in order: on which side, and how many."""

AGES = (("0–30", 30), ("31–60", 60), ("61–90", 90))
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
    """What the newest run of a period made of each delivery that its runs took, a row per delivery."""
    fates = edition.table("delivery_fate", period=period)
    runs = [manifest.run.run_id for manifest in edition.settlements if manifest.run.period == period]
    if len(runs) == 1:
        return fates
    ranked = fates.append_column("rank", pc.index_in(fates.column("run_id"), pa.array(runs)))
    newest = ranked.group_by(["file_sha256", "row_number"]).aggregate([("rank", "max")])
    kept = ranked.join(newest, ["file_sha256", "row_number"], join_type="inner")
    return kept.filter(pc.equal(kept.column("rank"), kept.column("rank_max"))).select(fates.column_names)


def by_lateness(fates: pa.Table, orders: Sequence[Row]) -> list[int]:
    """How many deliveries fall into each of ``SPANS``; empty where none has an order with an end.

    Deliveries of orders without an end are left out. Late is what the run flagged late.
    """
    ends = {row["work_order_no"]: day_of(row["end_time"]) for row in orders if row["end_time"]}
    columns = (fates.column(name).to_pylist() for name in ("work_order_no", "delivered_at", "is_late"))
    counts: Counter[int] = Counter()
    for work_order_no, delivered_at, is_late in zip(*columns, strict=True):
        end = ends.get(work_order_no)
        if end is not None:
            counts[_span((day_of(delivered_at) - end).days, is_late=is_late)] += 1
    return [counts[number] for number in range(len(SPANS))] if counts else []


def by_age(orders: Sequence[Row], known_on: date) -> dict[tuple[str, str], int]:
    """How many orders wait to be metered, by the step that they wait for and by age on a day."""
    waiting = [row for row in orders if row["waiting_for"] in METERING_STEPS]
    return dict(Counter((row["waiting_for"], _age(row["waiting_since"], known_on)) for row in waiting))


def _span(days: int, *, is_late: bool) -> int:
    """The number of the span; on the last day, the time of day decides whether a delivery is late."""
    if is_late:
        return 4 + (days > 7) + (days > 30)
    return 3 if days >= 0 else 2 - (days < -7) - (days < -30)


def _age(since: date | None, known_on: date) -> str:
    if since is None:
        return UNKNOWN
    days = (known_on - since).days
    return next((text for text, at_most in AGES if days <= at_most), OLDER)
