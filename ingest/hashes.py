"""64 bits of the key and of the deliverable of each delivery, kept with the reports of ingests.

Whoever looks for deliveries that repeat, contradict or replace others, among all that were ever received, reads these
in place of the rows. They follow from the batches; a report keeps those of the batches that none before it kept.
"""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from ingest.candidates import candidates
from ingest.decided import REPORT
from ingest.sealed import Batches, unchanged
from interface.ledger import Entry
from interface.paths import Home
from interface.settings import read_settings
from interface.sql import parquet
from interface.tables import INPUTS

HASHES = "hashes.parquet"
MET_AGAIN = "met_again.parquet"
"""Deliveries whose deliverable stands in another row too, as far as a report was the first to see it."""
HASHES_MET_AGAIN = "hashes_met_again.parquet"
"""Hashes, of a key or of a deliverable, that more than one row has, as far as a report was the first to see it."""

KEPT = (HASHES, MET_AGAIN, HASHES_MET_AGAIN)

VERSION = f"1 {duckdb.__version__}"
"""Another version of the engine may hash otherwise: what it kept is not compared with ours."""
_MOST_PARTS = 50
"""From here on one report keeps all of them again, so that nobody opens hundreds of files."""

DELIVERY = INPUTS["delivery"]
_PLACE = {"stored_at": "timestamptz", "row_number": "bigint"}
_HASHED = _PLACE | {"key_hash": "ubigint", "deliverable_hash": "ubigint"}
_ARROW_HASHED = pa.schema(
    [
        ("stored_at", pa.timestamp("us", tz="UTC")),
        ("row_number", pa.int64()),
        ("key_hash", pa.uint64()),
        ("deliverable_hash", pa.uint64()),
    ]
)
DELIVERABLE_HASH = "hash(work_order_no, deliverable_key)"
_COMPARED = ("key_hash", "deliverable_hash")
# What tells which delivery of a deliverable is the latest.
_RANKED_BY = ("work_order_no", "deliverable_key", "delivery_no", "delivered_at", "version")
MET = {name: DELIVERY.column(name).kind.sql_type for name in _RANKED_BY} | _PLACE
_HASHES_MET_AGAIN = " union ".join(
    f"""
    select '{column}' as of_what, {column} as hash
    from (from ingest_hashes_new union all from ingest_neighbours)
    group by {column}
    having count(*) > 1
    """
    for column in _COMPARED
)
_MEETING = """
    create or replace temp table {name} as
    select *
    from ingest_hashes_sifted
    where key_hash in (select key_hash from {others}) or deliverable_hash in (select deliverable_hash from {others})
"""
_BITS_OF_EACH, _MOST_BITS = 32, 30
_ROWS_AT_ONCE = 1 << 16
"""What stays in the processor's caches."""
# Those that met another before were noted then.
_MET_AGAIN_PLACES = """
    create or replace temp table ingest_deliverables_met_again_places as
    with hashes_met_again as (select hash from ingest_hashes_met_again_new where of_what = 'deliverable_hash')

    select stored_at, row_number
    from ingest_hashes_new
    where deliverable_hash in (from hashes_met_again)
    union all
    select stored_at, row_number
    from ingest_neighbours
    where deliverable_hash in (from hashes_met_again)
        and deliverable_hash not in (select hash from ({kept}) where of_what = 'deliverable_hash')
"""


@dataclass(frozen=True)
class Kept:
    """What reports keep: their folders, each with the SHA-256 of its files, and before when all was received."""

    parts: tuple[tuple[Path, dict[str, str]], ...] = ()
    until: datetime | None = None
    _checked: dict[str, list[Path]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def newest(self) -> str | None:
        """The name of the newest report's folder."""
        return self.parts[0][0].name if self.parts else None

    @property
    def is_long(self) -> bool:
        """Whether it is time that one report keeps all."""
        return len(self.parts) >= _MOST_PARTS

    def files(self, name: str) -> Sequence[Path]:
        """The file of that name in each report.

        Raises:
            CannotRun: one is missing or was changed.
        """
        if name not in self._checked:
            self._checked[name] = unchanged([(folder / name, sha256[name]) for folder, sha256 in self.parts])
        return self._checked[name]

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
    if not all((part / name).is_file() for part, _ in parts for name in KEPT):
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
            {DELIVERABLE_HASH} as deliverable_hash
        from ({candidates(DELIVERY, files)})
        """
    )
    find_meeting(connection, "ingest_neighbours", kept, "ingest_hashes_new")
    connection.execute(f"create or replace temp table ingest_hashes_met_again_new as {_HASHES_MET_AGAIN}")


def find_meeting(connection: duckdb.DuckDBPyConnection, name: str, kept: Sequence[Path], others: str) -> None:
    """Create the temporary table ``name``: those of the kept hashes that share a key or a deliverable with others.

    Nearly all that do not are left out by a table of bits, before the engine compares the rest.

    Args:
        connection: Where ``others`` stands.
        name: What to create.
        kept: Files of hashes.
        others: A table of hashes.
    """
    sieves = {column: _Sieve(connection, f"select {column} from {others}") for column in _COMPARED}

    def sift(path: Path) -> Any:
        passing = []
        for batch in pq.ParquetFile(path).iter_batches(_ROWS_AT_ONCE, columns=list(_HASHED), use_threads=False):
            masks = [sieve.lets_pass(batch.column(column).to_numpy()) for column, sieve in sieves.items()]
            passing.append(batch.filter(pa.array(np.logical_or(*masks))))
        return pa.Table.from_batches(passing, _ARROW_HASHED)

    with ThreadPoolExecutor(read_settings().threads) as threads:
        sifted = list(threads.map(sift, kept))
    connection.register("ingest_hashes_sifted", pa.concat_tables([_ARROW_HASHED.empty_table(), *sifted]))
    connection.execute(_MEETING.format(name=name, others=others))
    connection.unregister("ingest_hashes_sifted")


class _Sieve:
    """Lets every hash pass that is one of some, and few others: a bit for each of the first bits that any has."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, query: str) -> None:
        count = connection.execute(f"select count(*) from ({query})").fetchall()[0][0]
        bits = min(_MOST_BITS, max(16, (_BITS_OF_EACH * count).bit_length()))
        self._shift = np.uint64(64 - bits)
        is_there = np.zeros(1 << bits, np.bool_)
        for batch in connection.execute(query).to_arrow_reader(_ROWS_AT_ONCE):
            is_there[self._places(batch.column(0).to_numpy())] = True
        # Packed, they stay in the processor's caches.
        self._packed = np.packbits(is_there, bitorder="little")

    def lets_pass(self, hashes: Any) -> Any:
        """Whether each hash may be one of them."""
        places = self._places(hashes)
        return (self._packed[places >> 3] >> (places & 7).astype(np.uint8)) & 1 != 0

    def _places(self, hashes: Any) -> Any:
        return (hashes >> self._shift).view(np.int64)


def open_met_again(connection: duckdb.DuckDBPyConnection, kept: Sequence[Path], batches: Batches) -> None:
    """Create ``ingest_deliverables_met_again_new``, temporary: deliveries that meet another and are not kept as such.

    Args:
        connection: Where ``open_hashes`` was called.
        kept: Files of hashes met again.
        batches: All batches; those that are read are looked at for changed bytes.
    """
    connection.execute(_MET_AGAIN_PLACES.format(kept=hashes_met_again(kept)))
    places = "ingest_deliverables_met_again_places"
    moments = connection.execute(f"select distinct stored_at from {places} order by all").fetchall()
    files = [batches.of(DELIVERY.name)[at] for (at,) in moments]
    batches.check(files)
    connection.execute(
        f"""
        create or replace temp table ingest_deliverables_met_again_new as
        select {", ".join(MET)}
        from ({candidates(DELIVERY, files)})
        semi join {places} using (stored_at, row_number)
        """
    )


def rows_met_again(kept: Sequence[Path], *, with_new: bool = False) -> str:
    """A query for all deliveries whose deliverable may stand in another row, landed or not, each once; none is missing.

    ``with_new``: those of ``open_met_again``, too.
    """
    return _read(kept, MET) + (" union all from ingest_deliverables_met_again_new" if with_new else "")


def hashes_met_again(kept: Sequence[Path]) -> str:
    """A query for the hashes, ``of_what`` key_hash or deliverable_hash, that more than one row has as far as kept."""
    return _read(kept, {"of_what": "varchar", "hash": "ubigint"})


def _read(paths: Sequence[Path], columns: Mapping[str, str]) -> str:
    if not paths:
        return f"select {', '.join(f'null::{kind} as {name}' for name, kind in columns.items())} where false"
    return f"select {', '.join(columns)} from {parquet(*paths)}"
