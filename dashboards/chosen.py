"""The rows behind what a page lets choose, the same for the page and for the file that is taken away from it."""

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from dashboards.work_orders import is_open_in, progress_is

Row = Mapping[str, Any]

ORDER_FILTERS = ("contract", "provider", "waiting", "period")
"""What the work orders can be narrowed by: ``period`` is a month in which an order is open."""

METERING_FILTERS = ("period", "contract", "item")
"""What metering can be narrowed by: ``period`` is the month whose deliveries are told."""


def asked_for(query: Mapping[str, str], filters: Sequence[str]) -> dict[str, str | None]:
    """What an address asks of each filter; None where it asks for all."""
    return {name: query.get(name) or None for name in filters}


def orders_that_fit(orders: Sequence[Row], chosen: Mapping[str, str | None]) -> list[Row]:
    """The work orders that fit every filter of ``ORDER_FILTERS``."""
    contract, provider, waiting, period = (chosen[name] for name in ORDER_FILTERS)
    return [
        row
        for row in orders
        if contract in (None, row["contract_no"])
        and provider in (None, row["provider"])
        and (waiting is None or progress_is(row, waiting))
        and (period is None or is_open_in(row, period))
    ]


def metered_orders(orders: Sequence[Row], chosen: Mapping[str, str | None]) -> list[Row]:
    """The work orders of the contract and the item that metering is asked for."""
    return [
        row
        for row in orders
        if chosen["contract"] in (None, row["contract_no"]) and chosen["item"] in (None, row["item_code"])
    ]


def rows_of_orders(table: pa.Table, orders: Sequence[Row]) -> pa.Table:
    """Rows of a table that are of one of the work orders."""
    numbers = pa.array([row["work_order_no"] for row in orders], pa.string())
    return table.filter(pc.is_in(table.column("work_order_no"), numbers))
