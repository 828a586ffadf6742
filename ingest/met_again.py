"""Landed deliveries whose deliverable was delivered more than once: few of many, so that only they need be ranked."""

import duckdb

from ingest.hashes import DELIVERABLE_HASH, MET


def open_delivery_met_again(
    connection: duckdb.DuckDBPyConnection, found: str | None = None, *, is_view: bool = False
) -> None:
    """Create ``landing.delivery_met_again``: landed deliveries whose deliverable may stand in another landed row too.

    Whoever reads them tells the few apart that stand alone after all.

    Args:
        connection: Where schema ``landing`` is complete.
        found: A query for these and perhaps others, landed or not; without it, they are found by 64 bits of a hash,
            which take little room and miss none.
        is_view: Whether to leave them where they lie, in files that stay.
    """
    if found is None:
        rows = f"""
            select {", ".join(MET)}
            from landing.delivery
            where {DELIVERABLE_HASH} in (
                select {DELIVERABLE_HASH} from landing.delivery group by {DELIVERABLE_HASH} having count(*) > 1
            )
        """
    else:
        rows = f"""
            select {", ".join(MET)}
            from ({found}) as found
            anti join (select * from landing.apart where table_name = 'delivery') as apart
                on apart.stored_at = found.stored_at and apart.row_number = found.row_number
        """
    connection.execute(f"create {'view' if is_view else 'table'} landing.delivery_met_again as {rows}")
