"""Work orders (工单): how far each is, what is late, what waits and for whom; it only arranges."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import dash
import pyarrow as pa
from dash import dcc, html

from dashboards.chosen import ORDER_FILTERS, asked_for, orders_that_fit
from dashboards.editions import open_settlements
from dashboards.figures_work import MOST_ORDERS, timeline
from dashboards.grids import MOST_ROWS, grid
from dashboards.labels import Label, code_label, label
from dashboards.pages.alerts import alerts
from dashboards.pages.filters import picker, pickers, register_pickers
from dashboards.pages.frame import (
    address,
    both,
    card,
    export_links,
    grounds,
    heading,
    permalink,
    plain_table,
    stamp,
    state,
)
from dashboards.pages.wide import wide_figure
from dashboards.periods import is_annual
from dashboards.visits import Visit, VisitOf
from dashboards.work_orders import (
    LATE,
    NOTHING_WAITS,
    WAITS,
    day_of,
    months_open,
    read_orders,
)
from interface.parquet import arrow_schema
from interface.periods import Month
from interface.tables import PUBLISHED

PATH = "/orders"

Row = Mapping[str, Any]

_COLUMNS = (
    *("work_order_no", "item_name", "provider", "waiting_for", "waiting_since", "is_late", "booked_amt"),
    *("start_time", "end_time", "first_delivered_at", "last_delivered_at", "delivery_count", "replaced_count"),
    *("accepted_at", "verified_on", "settlement_period", "settle_no", "paid_on"),
    *("contract_no", "order_no", "item_code"),
)
_PINNED = {"work_order_no": "left"}
_WIDTHS = {
    "work_order_no": 170,
    "item_name": 190,
    "provider": 150,
    "waiting_for": 240,
    "settle_no": 200,
    **dict.fromkeys(("start_time", "end_time", "first_delivered_at", "last_delivered_at", "accepted_at"), 205),
}


def render(visit: Visit) -> list[Any]:
    """The page for ``contract``, ``provider``, ``waiting`` and ``period`` (a month), each all where none is named.

    Raises:
        NothingPublished: there is no edition.
        CannotRun: a file of it is damaged.
    """
    edition = open_settlements(visit.home, visit.reader)
    orders = read_orders(edition)
    head = [heading("page.orders"), stamp(edition, [edition.newest_settlement])]
    if not orders:
        return [*head, state("state.no_orders", kind="empty")]
    chosen = asked_for(visit.query, ORDER_FILTERS)
    shown = orders_that_fit(orders, chosen)
    head = [*head, _pickers(orders, chosen)]
    if not shown:
        everything = [(str(label("filter.all")), PATH)]
        return [*head, state("state.no_order_fits", kind="unknown", choices=everything)]
    return [
        *head,
        *alerts(visit.home, edition),
        html.Div([_waiting(shown, chosen), _timeline(shown)], className="row row-orders"),
        _grid(shown),
        grounds("orders.grounds", "orders.grounds.steps", "orders.grounds.waiting", "orders.grounds.late"),
    ]


def register(app: dash.Dash, _visit: VisitOf) -> None:
    """Let the pickers write the address."""
    register_pickers(app, "orders", PATH, ORDER_FILTERS)


def _pickers(orders: Sequence[Row], chosen: Mapping[str, str | None]) -> html.Div:
    contracts, providers = (sorted({row[name] for row in orders}) for name in ("contract_no", "provider"))
    waits = {LATE: str(label("orders.late"))}
    waits |= {code: str(_wait(code)) for code in WAITS if any(row["waiting_for"] == code for row in orders)}
    waits[NOTHING_WAITS] = str(label("orders.nothing"))
    months = {month: month for month in reversed(months_open(orders))}
    return pickers(
        "orders",
        chosen,
        picker(
            "orders", "contract", "filter.contract", dict(zip(contracts, contracts, strict=True)), chosen["contract"]
        ),
        picker(
            "orders", "provider", "filter.provider", dict(zip(providers, providers, strict=True)), chosen["provider"]
        ),
        picker("orders", "waiting", "filter.waiting", waits, chosen["waiting"]),
        picker("orders", "period", "filter.open_in", months, chosen["period"]),
        export_links("work_order_progress", "orders", **chosen),
        permalink(address(PATH, **chosen)),
    )


def _wait(code: str | None) -> Label:
    return code_label(code, "waiting_for") if code else label("orders.nothing")


def _waiting(shown: Sequence[Row], chosen: Mapping[str, str | None]) -> html.Section:
    """What the orders shown wait for, who acts, how many, since when; each leads to them."""
    heads = [
        (label("orders.waits_for"), "text"),
        (label("orders.who"), "text"),
        (label("orders.count"), "number"),
        (label("orders.oldest"), "id"),
    ]
    rows: list[list[Any]] = []
    for code in (*WAITS, None):
        those = [row for row in shown if row["waiting_for"] == code]
        if those:
            since = [row["waiting_since"] for row in those if row["waiting_since"]]
            rows.append(
                [
                    dcc.Link(both(_wait(code)), href=address(PATH, **{**chosen, "waiting": code or NOTHING_WAITS})),
                    both(label(f"orders.who.{code}")) if code else "—",
                    f"{len(those):,}",
                    str(min(since)) if since else "—",
                ]
            )
    late = sum(1 for row in shown if row["is_late"])
    link = dcc.Link(both(label("orders.late")), href=address(PATH, **{**chosen, "waiting": LATE}))
    of_late = html.P([link, html.Span(f"{late:,} / {len(shown):,}", className="value")], className="late-count")
    total = [str(label("statement.total")), "", f"{len(shown):,}", ""]
    return card("orders.waiting", plain_table(heads, rows, total=total), of_late)


def _timeline(shown: Sequence[Row]) -> html.Section:
    orders = [(_name(row), _steps(row)) for row in shown[:MOST_ORDERS]]
    return card(
        "orders.timeline",
        wide_figure("timeline", timeline(orders)),
        note=str(label("orders.timeline_note")),
    )


def _name(row: Row) -> str:
    """The order's number, what it waits for, and that it is late; in Chinese, as the table beside it has both."""
    told = [row["work_order_no"], _wait(row["waiting_for"]).zh, *([label("orders.late").zh] if row["is_late"] else [])]
    return " · ".join(told)


def _steps(row: Row) -> dict[str, list[date]]:
    """Days of the steps that were taken; a month settled stands at its last day, and a contract year has none known."""
    period = row["settlement_period"]
    month = None if period is None or is_annual(period) else Month.parse(period)
    days = {
        "issued": [row["start_time"]],
        "ends": [row["end_time"]],
        "delivered": [row["first_delivered_at"], row["last_delivered_at"]],
        "accepted": [row["accepted_at"]],
        "verified": [row["verified_on"]],
        "settled": [month.last_day if month else None],
        "paid": [row["paid_on"]],
    }
    return {
        step: sorted({day_of(each) if isinstance(each, datetime) else each for each in taken if each})
        for step, taken in days.items()
    }


def _grid(shown: Sequence[Row]) -> html.Section:
    note = f"{len(shown):,} {label('settlement.rows')}"
    if len(shown) > MOST_ROWS:
        note += f" · {label('orders.cut')}"
    shape = PUBLISHED["work_order_progress"]
    table = pa.Table.from_pylist([dict(row) for row in shown[:MOST_ROWS]], schema=arrow_schema(shape))
    traced = ("work_order_no", "settle_no")
    return card(
        "orders.list",
        grid(table, shape, columns=_COLUMNS, name="orders", widths=_WIDTHS, pinned=_PINNED, traced=traced),
        note=note,
    )
