"""Landed deliveries whose deliverable was delivered more than once: few of many, so that only they need be ranked."""

import duckdb

_DELIVERABLE = "work_order_no, deliverable_key"
_COLUMNS = f"{_DELIVERABLE}, delivery_no, delivered_at, version, stored_at, row_number"


def open_delivery_met_again(connection: duckdb.DuckDBPyConnection, found: str | None, *, is_view: bool) -> None:
    """Create ``landing.delivery_met_again``: landed deliveries whose deliverable may stand in another landed row too.

    Whoever reads them tells the few apart that stand alone after all.

    Args:
        connection: Where schema ``landing`` is complete.
        found: A query for these and perhaps others, landed or not; without it, they are found by 64 bits of a hash,
            which take little room and miss none.
        is_view: Whether to leave them where they lie, in files that stay.
    """
    if found is None:
        hashed = f"hash({_DELIVERABLE})"
        rows = f"""
            select {_COLUMNS}
            from landing.delivery
            where {hashed} in (select {hashed} from landing.delivery group by {hashed} having count(*) > 1)
        """
    else:
        rows = f"""
            select {_COLUMNS}
            from ({found}) as found
            anti join (select * from landing.apart where table_name = 'delivery') as apart
                on apart.stored_at = found.stored_at and apart.row_number = found.row_number
        """
    connection.execute(f"create {'view' if is_view else 'table'} landing.delivery_met_again as {rows}")
