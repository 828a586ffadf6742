"""Files that follow what a page shows: its filters decide the rows, and the file's name says which were set."""

from collections.abc import Mapping

import pyarrow as pa

from dashboards.access import Principal, refuse_page
from dashboards.chosen import (
    METERING_FILTERS,
    ORDER_FILTERS,
    asked_for,
    metered_orders,
    orders_that_fit,
    rows_of_orders,
)
from dashboards.claims import CLAIM_FILTERS, claims_that_fit, read_claims
from dashboards.documents.trace_rows import TRACE, trace_rows
from dashboards.editions import open_settlements
from dashboards.metering import newest_rows
from dashboards.taken_away import name_after, refuse_format, written
from dashboards.visits import Desk
from dashboards.work_orders import read_orders
from interface.errors import CannotRun
from interface.parquet import arrow_schema
from interface.paths import Home
from interface.tables import PUBLISHED

Query = Mapping[str, str]


def orders_file(home: Home, reader: Principal, query: Query, *, format: str) -> tuple[str, bytes]:
    """The work orders that ``/orders`` shows with these filters, in its order.

    Raises:
        Forbidden: the reader may not open the page.
        CannotRun: an unknown format, or no order fits: a file without rows would look like work that is not there.
    """
    _refuse(reader, "/orders", "orders", format)
    chosen = asked_for(query, ORDER_FILTERS)
    found = orders_that_fit(read_orders(open_settlements(home, reader)), chosen)
    if not found:
        raise CannotRun("No work order fits what was chosen: choose otherwise on the page of work orders.")
    shape = PUBLISHED["work_order_progress"]
    named = {"open-in" if name == "period" else name: value for name, value in chosen.items()}
    rows = pa.Table.from_pylist([dict(row) for row in found], schema=arrow_schema(shape))
    return f"{name_after(shape.name, **named)}.{format}", written(rows, shape, format=format)


def claims_file(home: Home, reader: Principal, query: Query, *, format: str) -> tuple[str, bytes]:
    """The claim lines that ``/claims`` shows with these filters, each as the newest run that reviewed it has it.

    Raises:
        Forbidden: the reader may not open the page.
        CannotRun: an unknown format, or no claim fits.
    """
    _refuse(reader, "/claims", "claims", format)
    chosen = asked_for(query, CLAIM_FILTERS)
    found = claims_that_fit(read_claims(open_settlements(home, reader)), chosen)
    if not found:
        raise CannotRun("No claim fits what was chosen: choose otherwise on the page of claims.")
    shape = PUBLISHED["claim_review"]
    rows = pa.Table.from_pylist([dict(row) for row in found], schema=arrow_schema(shape))
    return f"{name_after(shape.name, **chosen)}.{format}", written(rows, shape, format=format)


def metering_file(home: Home, reader: Principal, query: Query, *, name: str, format: str) -> tuple[str, bytes]:
    """What ``/metering`` shows with these filters: ``pending_metering``, or ``delivery_fate`` of the month chosen.

    Of the fates each delivery stands once, as the newest run of the month has it.

    Raises:
        Forbidden: the reader may not open the page.
        UnknownPeriod: no run has the month asked for.
        CannotRun: an unknown format, a month that is needed and not named, or no order fits.
    """
    _refuse(reader, "/metering", name, format)
    edition = open_settlements(home, reader)
    chosen = asked_for(query, METERING_FILTERS)
    orders = metered_orders(read_orders(edition), chosen)
    if not orders:
        raise CannotRun("No work order fits what was chosen: choose otherwise on the page of metering.")
    if name == "pending_metering":
        # How things stand now: work waits whatever month the page looks at.
        chosen["period"] = None
        table = edition.table(name)
    elif chosen["period"]:
        table = newest_rows(edition, chosen["period"])
    else:
        raise CannotRun("A month's deliveries were asked for without naming the month: choose one on the page.")
    shape = PUBLISHED[name]
    return f"{name_after(name, **chosen)}.{format}", written(rows_of_orders(table, orders), shape, format=format)


def trace_file(home: Home, reader: Principal, query: Query, *, desk: Desk, format: str) -> tuple[str, bytes]:
    """Every step of what ``/trace`` shows of an id, as far as the reader may see.

    Raises:
        Forbidden: the reader may not open the page.
        NothingToFollow: nothing that the reader may see has the id.
        CannotRun: an unknown format, or no id.
    """
    _refuse(reader, "/trace", "trace", format)
    identity = (query.get("id") or "").strip()
    if not identity:
        raise CannotRun("Nothing is traced without an id: enter one on the page of traces.")
    rows = pa.Table.from_pylist(trace_rows(desk.follow(home, reader, identity)), schema=arrow_schema(TRACE))
    return f"{name_after('trace', id=identity)}.{format}", written(rows, TRACE, format=format)


def _refuse(reader: Principal, path: str, name: str, format: str) -> None:
    refuse_page(reader, path)
    refuse_format(name, format)
