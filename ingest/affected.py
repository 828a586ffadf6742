"""Deliveries whose fate may not be the one that the last report gave them; every other keeps it, unread.

A delivery is judged by its own cells, by its work order with its contract, by the catalogue and the conversions of
units, and by the deliveries that share its key or its deliverable. So those are judged again that came since, whose
work order or contract changed, and that share a key or a deliverable with one of these, and so on. Where the
catalogue, the conversions, the waivers or the rules changed, all are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from ingest.candidates import candidates
from ingest.decided import APART, PARTS, Decided
from ingest.engines import finds_any
from ingest.fates import Landed, judge
from ingest.hashes import DELIVERY, HASHES, HASHES_MET_AGAIN, Kept, find_meeting, hashes_met_again
from ingest.pending import Pending, is_many, open_landed
from ingest.sealed import Batches, unchanged
from interface.sql import parquet

ORDERS = "orders.parquet"
"""By which rows each work order and its contract stood, in the report of an ingest."""
LANDED = "landed.parquet"
"""How many rows landed of each file and the sums of their digests, in the report of an ingest."""
_TEXT = ("file_name", "raw")
OF_ALL = ("catalogue_version", "service_item", "unit_conversion")
"""Tables that a delivery of any work order may be judged by."""

_ORDERS_NOW = """
    create or replace temp table ingest_orders as
    select
        work_order.work_order_no,
        work_order.stored_at as order_stored_at,
        work_order.row_number as order_row_number,
        contract.stored_at as contract_stored_at,
        contract.row_number as contract_row_number
    from landing.work_order as work_order
    left join landing.contract as contract on contract.contract_no = work_order.contract_no
"""
_ORDERS_CHANGED = """
    create or replace temp table ingest_orders_changed as
    select coalesce(now.work_order_no, before.work_order_no) as work_order_no, before.work_order_no is null as is_new
    from ingest_orders as now
    full join {before} as before on before.work_order_no = now.work_order_no
    where now.work_order_no is null
        or before.work_order_no is null
        or now.order_stored_at <> before.order_stored_at
        or now.order_row_number <> before.order_row_number
        or now.contract_stored_at is distinct from before.contract_stored_at
        or now.contract_row_number is distinct from before.contract_row_number
"""
# Of an order that was not known before, nothing landed. A row that names no order is told whether one is written as
# its own but for the case of letters.
_APART_OF_CHANGED = """
    select stored_at, row_number
    from ingest_apart_before
    where upper(work_order_no) in (select upper(work_order_no) from ingest_orders_changed)
"""
_LANDED_OF_CHANGED = """
    select stored_at, row_number
    from ({rows})
    where work_order_no in (select work_order_no from ingest_orders_changed where not is_new)
"""
_FIRST_AFFECTED = """
    create or replace temp table ingest_affected as
    from ingest_neighbours
    union
    select kept.*
    from ingest_hashes_kept as kept
    semi join ({places}) as concerned using (stored_at, row_number)
"""
# What meets new rows was found by these; it reaches on where its other hash stands in a third row.
_REACHING_ON = """
    create or replace temp table ingest_affected_reaching as
    with met_again as materialized ({met_again})

    select *
    from {last}
    where (
            key_hash in (select hash from met_again where of_what = 'key_hash')
            and key_hash not in (select key_hash from ingest_hashes_new)
        )
        or (
            deliverable_hash in (select hash from met_again where of_what = 'deliverable_hash')
            and deliverable_hash not in (select deliverable_hash from ingest_hashes_new)
        )
"""
_NEXT_AFFECTED = """
    create or replace temp table ingest_affected_last as
    select * from ingest_affected_next anti join ingest_affected using (stored_at, row_number)
"""
_LANDED_OF_AFFECTED = """
    select file_sha256, count(*), sum(digest_low), sum(digest_high)
    from ingest_affected_rows
    anti join ingest_apart_before using (stored_at, row_number)
    group by file_sha256
"""
_AFFECTED = "select * exclude (file_name, raw) from ingest_affected_rows"
_KEEP_APART = """
    insert into landing.apart by name
    select * from ingest_apart_before anti join ingest_affected using (stored_at, row_number)
"""


@dataclass(frozen=True)
class Affected:
    """Deliveries to be judged again.

    Attributes:
        since: Batches that came after the report: all their rows are judged.
        touched: Batches before it with rows that are judged again, which ``ingest_affected_rows`` holds with their
            text and ``ingest_affected`` with their hashes.
        before: The report. ``ingest_apart_before`` are the deliveries that it set apart.
    """

    since: tuple[Path, ...]
    touched: tuple[Path, ...]
    before: Decided

    @property
    def batches(self) -> tuple[Path, ...]:
        """Batches with rows that are judged again."""
        return *self.since, *self.touched

    @property
    def with_text(self) -> str:
        """A query for the rows to be judged again, with file_name and raw."""
        return f"{candidates(DELIVERY, self.since, also=_TEXT)} union all by name from ingest_affected_rows"

    @property
    def quarantine_before(self) -> str:
        """A query for the deliveries that stood in quarantine, with the moment of receipt of those with sound cells."""
        return f"""
            select before.*, apart.stored_at
            from {_part(self.before, "quarantine.parquet")} as before
            left join ingest_apart_before as apart
                on apart.file_sha256 = before.file_sha256 and apart.row_number = before.row_number
            where before.table_name = '{DELIVERY.name}'
        """


def describe_orders(connection: duckdb.DuckDBPyConnection) -> None:
    """Create, temporary, ``ingest_orders``: by which rows each work order and its contract stand."""
    connection.execute(_ORDERS_NOW)


def find_affected(
    connection: duckdb.DuckDBPyConnection,
    before: Decided,
    batches: Batches,
    hashes: Kept,
    landed: Mapping[str, Landed],
) -> Affected | None:
    """Find what must be judged again since a report; None where that is everything.

    Args:
        connection: Where ``open_hashes`` and ``describe_orders`` were called.
        before: The report, with hashes of everything received before it.
        batches: All batches; those that are read are looked at for changed bytes.
        hashes: What reports keep of hashes.
        landed: What landed of the tables before deliveries.
    """
    deliveries = batches.of(DELIVERY.name)
    unchanged([(before.folder / name, before.files[name]) for name in (*PARTS, LANDED, ORDERS)])
    if any(landed[name].total != _landed_before(connection, before, name).total for name in OF_ALL):
        return None
    connection.execute(
        f"""
        create or replace temp view ingest_apart_before as
        select * from {_part(before, APART)} where table_name = '{DELIVERY.name}'
        """
    )
    connection.execute(_ORDERS_CHANGED.format(before=_part(before, ORDERS)))
    places = _APART_OF_CHANGED
    if finds_any(connection, "from ingest_orders_changed where not is_new"):
        known = [path for at, path in deliveries.items() if at < before.at]
        batches.check(known)
        places += f" union {_LANDED_OF_CHANGED.format(rows=candidates(DELIVERY, known))}"
    connection.execute(_FIRST_AFFECTED.format(places=places))
    last = "ingest_affected"
    while True:
        connection.execute(_REACHING_ON.format(last=last, met_again=hashes_met_again(hashes.files(HASHES_MET_AGAIN))))
        if not finds_any(connection, "from ingest_affected_reaching"):
            break
        find_meeting(connection, "ingest_affected_next", hashes.files(HASHES), "ingest_affected_reaching")
        connection.execute(_NEXT_AFFECTED)
        last = "ingest_affected_last"
        connection.execute(f"insert into ingest_affected from {last}")
    moments = connection.execute("select distinct stored_at from ingest_affected order by all").fetchall()
    touched = tuple(deliveries[at] for (at,) in moments)
    since = tuple(path for at, path in deliveries.items() if at > before.at)
    batches.check((*touched, *since))
    connection.execute(
        f"""
        create or replace temp table ingest_affected_rows as
        select *
        from ({candidates(DELIVERY, touched, also=_TEXT)})
        semi join ingest_affected using (stored_at, row_number)
        """
    )
    return Affected(since, touched, before)


def decide_affected(
    connection: duckdb.DuckDBPyConnection,
    affected: Affected,
    batches: Sequence[Path],
    given: frozenset[str],
    waived: frozenset[str],
) -> Landed:
    """Decide the fates of what was found and keep those of all other deliveries; else as ``decide_fates``."""
    landed = _landed_before(connection, affected.before, DELIVERY.name)
    if affected.batches:
        rows = f"{candidates(DELIVERY, affected.since)} union all by name {_AFFECTED}"
        count = connection.execute(f"select count(*) from ({rows})").fetchall()[0][0]
        pending = Pending(connection, DELIVERY, affected.batches, rows=rows, count=count)
        judge(connection, DELIVERY, pending, given, waived)
        judged_again = Landed.of(connection.execute(_LANDED_OF_AFFECTED).fetchall())
        landed = landed.plus(judged_again, sign=-1).plus(Landed.of(pending.end()))
    connection.execute(_KEEP_APART)
    open_landed(connection, DELIVERY, batches, is_view=is_many(landed.total.rows))
    return landed


def _landed_before(connection: duckdb.DuckDBPyConnection, before: Decided, name: str) -> Landed:
    rows = connection.execute(
        f"select file_sha256, rows, low::hugeint, high::hugeint from {_part(before, LANDED)} where table_name = ?",
        [name],
    ).fetchall()
    return Landed.of(rows)


def _part(before: Decided, name: str) -> str:
    return parquet(before.folder / name)
