"""Landed deliveries whose deliverable was delivered more than once: few of many, so that only they need be ranked."""

import duckdb

_DELIVERABLE = "work_order_no, deliverable_key"
_COLUMNS = f"{_DELIVERABLE}, delivery_no, delivered_at, version, stored_at, row_number"


def open_delivery_met_again(connection: duckdb.DuckDBPyConnection) -> None:
    """Create ``landing.delivery_met_again``: landed deliveries whose deliverable may stand in another landed row too.

    They are found by 64 bits of a hash, which take little room and miss none; whoever reads them tells the few apart
    that stand alone after all.
    """
    connection.execute(
        f"""
        create table landing.delivery_met_again as
        with hashes_met_again as (
            select hash({_DELIVERABLE}) as key_hash from landing.delivery group by key_hash having count(*) > 1
        )
        select {_COLUMNS}
        from landing.delivery
        where hash({_DELIVERABLE}) in (select key_hash from hashes_met_again)
        """
    )
