"""What is known before a moment, as native tables of a DuckDB connection; writes nothing to the home."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import duckdb

from ingest.candidates import landed_by_footers
from ingest.decided import PARTS, Decided, decided_before
from ingest.deciding import Facts, decide
from ingest.engines import open_bounded
from ingest.hashes import MET_AGAIN, Kept, kept_before, rows_met_again
from ingest.met_again import open_delivery_met_again
from ingest.pending import is_many, open_landed, open_nothing
from ingest.received import Received, candidates_of, received_among, tables_given
from ingest.sealed import Batches, unchanged
from ingest.waivers import open_waivers, waivers_among
from interface.ledger import read_entries
from interface.paths import Home
from interface.sql import parquet
from interface.tables import INPUTS

_MOST_MEMORY_MB = 2000


@dataclass(frozen=True)
class Known:
    """What was opened.

    Attributes:
        inputs_hash: SHA-256 over the landed rows' content: the same facts give the same, whatever files
            brought them, in whatever order and however often.
        tables_given: Tables of which a file with rows was received.
        last_stored_at: When the last file was received, in UTC; None where none was.
        files: The landed files of each input table, none where nothing was received.
        hashes: What reports keep of hashes of deliveries, which the next one is to continue; None where it keeps none.
    """

    inputs_hash: str
    tables_given: frozenset[str]
    last_stored_at: datetime | None
    files: Mapping[str, tuple[Path, ...]]
    hashes: Kept | None = field(default=None, compare=False)


def open_engine(home: Home) -> duckdb.DuckDBPyConnection:
    """A connection to reckon fates in."""
    return open_bounded(home, most_memory_mb=_MOST_MEMORY_MB)


def open_known(
    connection: duckdb.DuckDBPyConnection,
    home: Home,
    *,
    as_of: datetime | None,
    anew: bool = False,
    reads_rows: bool = True,
) -> Known:
    """Create schema ``landing`` in the connection with what was received before a moment.

    ``landing.<table>``, one per input table: its columns, file_sha256, row_number and stored_at of the rows that
    landed; ``landing.apart``: the other rows with sound cells, and why. ``landing.quarantine`` and
    ``landing.ingest_file`` as published. ``landing.set_aside``: rows with sound cells that were quarantined, not
    withdrawn, and of whose key no other row landed (table_name, work_order_no, contract_no, item_code, provider,
    reason, file_sha256, row_number, rule; blank where the table has no such column, provider for every table but
    work_order, rule where it cannot be waived). ``landing.key_met_again``: rows of score sheets that repeat or
    contradict another, not withdrawn (table_name, reason, row_key, file_sha256, row_number; row_key is the key's cells
    as text, joined by chr(31)). ``landing.delivery_met_again``: see ``open_delivery_met_again``.

    A row's fate follows from what is known alone, waivers among it, so a reference that arrives later heals rows that
    came before it. What the last ingest decided is taken over where nothing came after it.

    Args:
        connection: Any DuckDB connection without a schema ``landing``; its time zone does not matter.
        home: Where to read.
        as_of: Exclusive, with its offset; None for everything.
        anew: Whether to decide every row's fate anew although the last ingest did.
        reads_rows: Whether rows that landed will be read, and not only what became of others: batches that no fate
            was decided from are looked at for changed bytes, too.

    Raises:
        CannotRun: the ledger or a landed file is damaged.
        RuntimeError: a file's rows are not the sum of landed, duplicate and quarantined: a defect, or a changed file.
    """
    entries = read_entries(home)
    received = received_among(entries, as_of=as_of)
    waivers = waivers_among(entries, as_of=as_of)
    batches = Batches(home, received)
    files = {name: tuple(batches.of(name).values()) for name in INPUTS}
    connection.execute("create schema landing")
    decided = None if anew else decided_before(home, entries, as_of=as_of)
    kept = Kept() if anew else kept_before(home, entries, as_of=as_of)
    hashes: Kept | None = None
    if decided and decided.is_newest:
        batches.check()
        inputs_hash = decided.inputs_hash
        _take_over(connection, decided, received, files)
    else:
        facts = Facts(home, tuple(received), batches, open_waivers(connection, waivers))
        inputs_hash, hashes = decide(connection, facts, before=decided, kept=None if anew else kept)
    if reads_rows:
        batches.check()
        if hashes:
            open_delivery_met_again(connection, rows_met_again(hashes.files(MET_AGAIN), with_new=True))
        elif decided and decided.is_newest and kept.until == decided.at:
            open_delivery_met_again(connection, rows_met_again(kept.files(MET_AGAIN)), is_view=True)
        else:
            open_delivery_met_again(connection)
    _create_set_aside(connection)
    _create_key_met_again(connection)
    last_stored_at = max((each.at for each in received), default=None)
    return Known(inputs_hash, tables_given(received), last_stored_at, files, hashes)


def _take_over(
    connection: duckdb.DuckDBPyConnection,
    decided: Decided,
    received: list[Received],
    files: Mapping[str, Sequence[Path]],
) -> None:
    """Create what an ingest decided as it left it."""
    for path in unchanged([(decided.folder / name, decided.files[name]) for name in PARTS]):
        connection.execute(f"create table landing.{path.stem} as select * from {parquet(path)}")
    counts = []
    for table in INPUTS.values():
        if not files[table.name]:
            open_nothing(connection, table)
            continue
        is_view = is_many(candidates_of(received, table.name))
        open_landed(connection, table, files[table.name], is_view=is_view)
        count = landed_by_footers(table, files[table.name]) if is_view else f"select count(*) from landing.{table.name}"
        counts.append(f"select '{table.name}' as table_name, ({count}) as count")
    if counts:
        _refuse_other_counts(connection, " union all ".join(counts))


def _refuse_other_counts(connection: duckdb.DuckDBPyConnection, counts: str) -> None:
    """RuntimeError where other rows land than the ingest counted."""
    other = connection.execute(
        f"""
        select table_name, sum(rows_landed), any_value(count)
        from ({counts}) as found
        left join landing.ingest_file using (table_name)
        group by table_name
        having sum(rows_landed) is distinct from any_value(count)
        """
    ).fetchall()
    if other:
        raise RuntimeError(
            "; ".join(f"{name}: {told} rows landed, but {found} are there" for name, told, found in other)
        )


def _create_set_aside(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(
        """
        create table landing.set_aside as
        select
            table_name,
            work_order_no,
            contract_no,
            item_code,
            case when table_name = 'work_order' then provider end as provider,
            reason,
            file_sha256,
            row_number,
            nullif(rule, '') as rule
        from landing.apart
        where fate = 'quarantined' and not is_mended and waiver is null
        """
    )


def _create_key_met_again(connection: duckdb.DuckDBPyConnection) -> None:
    """A printed leaf that stands twice is a finding of the sheet, not only a row that did not land."""
    connection.execute(
        """
        create table landing.key_met_again as
        select table_name, reason, row_key, file_sha256, row_number
        from landing.apart
        where fate = 'quarantined'
            and reason in ('Q220', 'Q221')
            and table_name = 'score_sheet'
            and waiver is null
        """
    )
