"""Metering (计量): days of delivery, early and late, redeliveries, and how long work waits to be metered."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import dash
import pyarrow as pa
from dash import html

from dashboards.chosen import METERING_FILTERS, asked_for, metered_orders, rows_of_orders
from dashboards.editions import Edition, open_settlements, select
from dashboards.figures_work import ageing, calendar, lateness
from dashboards.grids import grid
from dashboards.labels import label
from dashboards.metering import (
    AGES,
    LATE,
    OLDER,
    ON_DAY,
    SPANS,
    UNKNOWN,
    by_age,
    by_lateness,
    deliverables_by_day,
    newest_fates,
)
from dashboards.pages.alerts import alerts
from dashboards.pages.filters import picker, pickers, register_pickers
from dashboards.pages.frame import (
    address,
    both,
    card,
    column_label,
    export_links,
    grounds,
    heading,
    permalink,
    plain_table,
    stamp,
    state,
    trace_link,
)
from dashboards.pages.wide import wide_figure
from dashboards.periods import is_annual
from dashboards.visits import Visit, VisitOf
from dashboards.work_orders import day_of, read_orders
from interface.tables import PUBLISHED

PATH = "/metering"

Row = Mapping[str, Any]

_MOST_REDELIVERED = 10
_PENDING = (
    *("work_order_no", "service_period", "waiting_for", "quantity", "unit_code", "indicative_amount", "contract_no"),
)


def render(visit: Visit) -> list[Any]:
    """The page for ``period`` (a month, the newest where none is named), ``contract`` and ``item`` (all where none).

    Raises:
        NothingPublished: there is no edition.
        CannotRun: a file of it is damaged.
    """
    edition = open_settlements(visit.home, visit.reader)
    months = [period for period in edition.periods if not is_annual(period)]
    chosen = asked_for(visit.query, METERING_FILTERS)
    period = chosen["period"] or (months[-1] if months else None)
    head = [heading("page.metering"), stamp(edition, [edition.newest_settlement])]
    if period is None or period not in months:
        choices = [(month, address(PATH, period=month)) for month in months]
        return [*head, state("state.unknown_period", kind="unknown", choices=choices)]
    every = read_orders(edition)
    head = [*head, _pickers(months, every, {**chosen, "period": period}, chosen)]
    orders = metered_orders(every, chosen)
    if not orders:
        choices = [(str(label("filter.all")), PATH)]
        return [*head, state("state.no_order_fits" if every else "state.no_orders", kind="unknown", choices=choices)]
    fates = rows_of_orders(newest_fates(edition, period), orders)
    return [
        *head,
        *alerts(visit.home, edition),
        _calendar(edition, chosen),
        html.Div([_lateness(fates, orders, period), _redeliveries(fates, period)], className="row row-even"),
        _ageing(edition, orders),
        _pending(rows_of_orders(edition.table("pending_metering"), orders)),
        grounds("orders.grounds", "metering.grounds.days", "metering.grounds.lateness", "metering.grounds.ageing"),
    ]


def register(app: dash.Dash, _visit: VisitOf) -> None:
    """Let the pickers write the address."""
    register_pickers(app, "metering", PATH, METERING_FILTERS)


def _pickers(
    months: Sequence[str], orders: Sequence[Row], shown: Mapping[str, str | None], chosen: Mapping[str, str | None]
) -> html.Div:
    contracts = sorted({row["contract_no"] for row in orders})
    items = {row["item_code"]: f"{row['item_code']} {row['item_name'] or ''}" for row in orders}
    return pickers(
        "metering",
        shown,
        picker("metering", "period", "filter.period", {each: each for each in reversed(months)}, shown["period"]),
        picker("metering", "contract", "filter.contract", {each: each for each in contracts}, chosen["contract"]),
        picker("metering", "item", "filter.item", dict(sorted(items.items())), chosen["item"]),
        export_links("pending_metering", "pending", contract=chosen["contract"], item=chosen["item"]),
        export_links("delivery_fate", "deliveries", **shown),
        permalink(address(PATH, **shown)),
    )


def _calendar(edition: Edition, chosen: Mapping[str, str | None]) -> html.Section:
    profiles = edition.table("delivery_profile")
    narrowed = {"contract_no": chosen["contract"], "item_code": chosen["item"]}
    newest = {manifest.run.period: manifest.run.run_id for manifest in edition.settlements}
    days = deliverables_by_day(select(profiles, **{name: each for name, each in narrowed.items() if each}), newest)
    if not days:
        return card("metering.calendar", both(label("metering.no_calendar"), tag=html.P))
    note = str(label("metering.calendar_note"))
    return card("metering.calendar", wide_figure("calendar", calendar(days)), note=note)


def _lateness(fates: pa.Table, orders: Sequence[Row], period: str) -> html.Section:
    counts = by_lateness(fates, orders)
    if not counts:
        return card("metering.lateness", both(label("metering.no_fates"), tag=html.P), note=period)
    spans = [(_span(side, days), count, side == LATE) for (side, days), count in zip(SPANS, counts, strict=True)]
    note = f"{period} · {label('metering.lateness_note')}"
    return card("metering.lateness", wide_figure("lateness", lateness(spans)), note=note)


def _span(side: str, days: str) -> str:
    words = label(f"metering.{side}")
    if side == ON_DAY:
        return f"{words.zh}<br>{words.en}"
    unit = label("metering.by_days")
    return f"{words.zh} {days} {unit.zh}<br>{days} {unit.en} {words.en}"


def _redeliveries(fates: pa.Table, period: str) -> html.Section:
    """Orders whose deliveries were replaced most often; a delivery that waits or is evidence counts as delivered."""
    replaced, delivered = _by_order(select(fates, fate="REPLACED")), _by_order(fates)
    if not replaced:
        return card("metering.redeliveries", both(label("metering.no_redeliveries"), tag=html.P), note=period)
    most = sorted(replaced.items(), key=lambda each: (-each[1], each[0]))[:_MOST_REDELIVERED]
    names = ("replaced_count", "delivery_count")
    heads = [
        (column_label("work_order_progress", "work_order_no"), "id"),
        *((column_label("work_order_progress", name), "number") for name in names),
    ]
    rows = [[trace_link(number), f"{count:,}", f"{delivered[number]:,}"] for number, count in most]
    total = [str(label("statement.total")), f"{sum(replaced.values()):,}", f"{sum(delivered.values()):,}"]
    return card("metering.redeliveries", plain_table(heads, rows, total=total), note=period)


def _by_order(fates: pa.Table) -> dict[str, int]:
    """Deliveries of each order."""
    counts = fates.group_by("work_order_no").aggregate([("delivery_count", "sum")])
    names = ("work_order_no", "delivery_count_sum")
    return dict(zip(*(counts.column(name).to_pylist() for name in names), strict=True))


def _ageing(edition: Edition, orders: Sequence[Row]) -> html.Section:
    # The moment itself is not known any more: as_of is exclusive.
    known_on = day_of(edition.newest_settlement.run.as_of - timedelta(microseconds=1))
    counts = by_age(orders, known_on)
    if not counts:
        return card("metering.ageing", both(label("metering.no_waiting"), tag=html.P))
    unit = label("metering.by_days")
    texts = {age: f"{age} {unit.zh} {unit.en}" for age in (*(text for text, _ in AGES), OLDER)}
    texts[UNKNOWN] = str(label("metering.no_day"))
    told = {(step, texts[age]): count for (step, age), count in counts.items()}
    ages = [text for age, text in texts.items() if age != UNKNOWN or any(each == UNKNOWN for _, each in counts)]
    note = f"{label('metering.ageing_note')} {known_on}"
    return card("metering.ageing", wide_figure("ageing", ageing(told, ages)), note=note)


def _pending(pending: pa.Table) -> html.Section:
    note = f"{pending.num_rows:,} {label('settlement.rows')}"
    if pending.num_rows == 0:
        return card("metering.pending", both(label("metering.no_pending"), tag=html.P), note=note)
    shape = PUBLISHED["pending_metering"]
    widths = {"work_order_no": 180, "waiting_for": 200}
    shown = grid(pending, shape, columns=_PENDING, name="pending", widths=widths, pinned={}, traced=("work_order_no",))
    return card("metering.pending", shown, note=note)
