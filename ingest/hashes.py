"""64 bits of the key and of the deliverable of each delivery, kept with the reports of ingests.

Whoever looks for deliveries that repeat, contradict or replace others, among all that were ever received, reads these
in place of the rows. They follow from the batches; a report keeps those of the batches that none before it kept.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from ingest.candidates import candidates
from ingest.decided import REPORT
from interface.ledger import Entry
from interface.paths import Home
from interface.sql import as_pattern, literal
from interface.tables import INPUTS

HASHES = "hashes.parquet"
MET_AGAIN = "met_again.parquet"
"""Deliveries whose deliverable stands in another row too, as far as a report was the first to see it."""

VERSION = f"1 {duckdb.__version__}"
"""Another version of the engine may hash otherwise: what it kept is not compared with ours."""
_MOST_PARTS = 50
"""From here on one report keeps all of them again, so that nobody opens hundreds of files."""

DELIVERY = INPUTS["delivery"]
_PLACE = {"stored_at": "timestamptz", "row_number": "bigint"}
_HASHED = _PLACE | {"key_hash": "ubigint", "deliverable_hash": "ubigint"}
# What tells which delivery of a deliverable is the latest.
_RANKED_BY = ("work_order_no", "deliverable_key", "delivery_no", "delivered_at", "version")
_MET = {name: DELIVERY.column(name).kind.sql_type for name in _RANKED_BY} | _PLACE
_NEIGHBOURS = """
    create or replace temp table ingest_neighbours as
    select *
    from ingest_hashes_kept
    where key_hash in (select key_hash from ingest_hashes_new)
        or deliverable_hash in (select deliverable_hash from ingest_hashes_new)
"""
_MET_AGAIN_PLACES = """
    create or replace temp table ingest_deliverables_met_again_places as
    with hashes_met_again as (
        select deliverable_hash from ingest_hashes_new group by deliverable_hash having count(*) > 1
        union
        select deliverable_hash
        from ingest_neighbours
        where deliverable_hash in (select deliverable_hash from ingest_hashes_new)
    )

    select stored_at, row_number
    from (from ingest_hashes_new union all from ingest_neighbours)
    where deliverable_hash in (select deliverable_hash from hashes_met_again)
"""


@dataclass(frozen=True)
class Kept:
    """What reports keep: their folders, each with the SHA-256 of its files, and before when all was received."""

    parts: tuple[tuple[Path, dict[str, str]], ...] = ()
    until: datetime | None = None

    @property
    def newest(self) -> str | None:
        """The name of the newest report's folder."""
        return self.parts[0][0].name if self.parts else None

    @property
    def is_long(self) -> bool:
        """Whether it is time that one report keeps all."""
        return len(self.parts) >= _MOST_PARTS

    def holds(self, at: datetime) -> bool:
        """Whether the hashes of what was received at a moment are among these."""
        return self.until is not None and at < self.until


def kept_before(home: Home, entries: Iterable[Entry], *, as_of: datetime | None) -> Kept:
    """What the newest report before a moment keeps, with those that it continues; nothing where any of it is gone."""
    reports = {
        entry.content["folder"]: entry
        for entry in entries
        if entry.kind == REPORT
        and (as_of is None or entry.at < as_of)
        and entry.content.get("hashes", {}).get("version") == VERSION
    }
    if not reports:
        return Kept()
    newest = folder = next(reversed(reports))
    parts: list[tuple[Path, dict[str, str]]] = []
    while folder:
        if folder not in reports:
            return Kept()
        content = reports[folder].content
        parts.append((home.reports / folder, content["files"]))
        folder = content["hashes"]["continues"]
    if not all((part / name).is_file() for part, _ in parts for name in (HASHES, MET_AGAIN)):
        return Kept()
    return Kept(tuple(parts), reports[newest].at)


def open_hashes(connection: duckdb.DuckDBPyConnection, kept: Sequence[Path], files: Sequence[Path]) -> None:
    """Create ``ingest_hashes_kept`` and ``ingest_hashes_new``, and ``ingest_neighbours``: the kept that meet new ones.

    Args:
        connection: Where to create them, temporary.
        kept: Files of hashes.
        files: The batches whose hashes are in none of them.
    """
    connection.execute(f"create or replace temp view ingest_hashes_kept as {_read(kept, _HASHED)}")
    connection.execute(
        f"""
        create or replace temp table ingest_hashes_new as
        select
            stored_at,
            row_number,
            hash({", ".join(DELIVERY.key)}) as key_hash,
            hash(work_order_no, deliverable_key) as deliverable_hash
        from ({candidates(DELIVERY, files)})
        """
    )
    connection.execute(_NEIGHBOURS)


def open_met_again(connection: duckdb.DuckDBPyConnection, kept: Sequence[Path], files: Mapping[datetime, Path]) -> None:
    """Create ``ingest_deliverables_met_again_new``, and ``ingest_deliverables_met_again`` with what reports kept, too.

    They hold the deliveries whose deliverable may stand in another row too, landed or not; none is missing.

    Args:
        connection: Where ``open_hashes`` was called; both are temporary.
        kept: Files of deliveries met again.
        files: Batches by the moment of their receipt.
    """
    connection.execute(_MET_AGAIN_PLACES)
    places = "ingest_deliverables_met_again_places"
    moments = connection.execute(f"select distinct stored_at from {places} order by all").fetchall()
    batches = [files[at] for (at,) in moments]
    connection.execute(
        f"""
        create or replace temp table ingest_deliverables_met_again_new as
        select {", ".join(_MET)}
        from ({candidates(DELIVERY, batches)})
        semi join {places} using (stored_at, row_number)
        """
    )
    connection.execute(
        f"""
        create or replace temp view ingest_deliverables_met_again as
        select distinct * from ({_read(kept, _MET)} union all from ingest_deliverables_met_again_new)
        """
    )


def _read(paths: Sequence[Path], columns: Mapping[str, str]) -> str:
    if not paths:
        return f"select {', '.join(f'null::{kind} as {name}' for name, kind in columns.items())} where false"
    listed = ", ".join(literal(as_pattern(path.absolute())) for path in paths)
    return f"select {', '.join(columns)} from read_parquet([{listed}], hive_partitioning = false)"
