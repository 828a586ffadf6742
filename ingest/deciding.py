"""Decides the fate of every row received, or of those alone whose fate may have changed since the last report."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import duckdb

from ingest.affected import OF_ALL, Affected, decide_affected, describe_orders, find_affected
from ingest.closings import create_quarantine
from ingest.decided import Decided
from ingest.fates import Landed, decide_fates, open_fates
from ingest.hashes import DELIVERY, HASHES, HASHES_MET_AGAIN, Kept, open_hashes, open_met_again
from ingest.pending import is_many
from ingest.received import Received, candidates_of, tables_given
from ingest.sealed import Batches, bad_files
from interface.files import sha256_of_text
from interface.paths import Home
from interface.tables import INPUTS, PUBLISHED


@dataclass(frozen=True)
class Facts:
    """What fates follow from.

    Attributes:
        home: Where it lies.
        received: Everything received.
        batches: The batches of every table.
        waived: Tables with rows that two people decided on; ``ingest_waived`` stands ready where there is any.
    """

    home: Home
    received: tuple[Received, ...]
    batches: Batches
    waived: frozenset[str]


def decide(
    connection: duckdb.DuckDBPyConnection, facts: Facts, *, before: Decided | None, kept: Kept | None
) -> tuple[str, Kept | None]:
    """Create the tables of schema ``landing`` with every row's fate.

    Args:
        connection: Where schema ``landing`` is empty.
        facts: What is known.
        before: A report to build on: its rules and waivers are those of now.
        kept: What reports keep of hashes; None where every fate is to be decided from the rows themselves.

    Returns:
        The digest of the rows that landed; and the hashes that a report of these fates is to continue, None where
        it keeps none.
    """
    open_fates(connection)
    given = tables_given(facts.received)
    hashes = _open_hashes(connection, facts, kept) if kept is not None else None
    if before and (hashes is None or hashes.until != before.at or given != _given_before(facts, before)):
        before = None
    landed: dict[str, Landed] = {}
    affected: Affected | None = None
    files = {name: list(facts.batches.of(name).values()) for name in INPUTS}
    for table in INPUTS.values():
        if table is DELIVERY and hashes is not None:
            describe_orders(connection)
            if before:
                affected = find_affected(connection, before, facts.batches, hashes, landed)
        if table is DELIVERY and affected:
            landed[table.name] = decide_affected(connection, affected, files[table.name], given, facts.waived)
            continue
        facts.batches.check(files[table.name])
        landed[table.name] = decide_fates(
            *(connection, table, files[table.name], given, facts.waived),
            count=candidates_of(facts.received, table.name),
            check_deliveries=partial(facts.batches.check, files[DELIVERY.name]),
        )
    bad = bad_files(facts.home, facts.received)
    create_quarantine(connection, facts.home, bad, files, affected=affected, has_waivers=bool(facts.waived))
    _create_ingest_file(connection, facts.received, landed)
    if hashes is not None:
        _note_landed(connection, landed)
    # A table without rows leaves no trace, so a table that the product gains later changes no hash.
    totals = [(name, each.total) for name, each in landed.items() if each.by_file]
    return sha256_of_text("".join(f"{name}:{rows}:{low}:{high}\n" for name, (rows, low, high) in totals)), hashes


def _open_hashes(connection: duckdb.DuckDBPyConnection, facts: Facts, kept: Kept) -> Kept | None:
    """Open the hashes of deliveries, where these are many; those that reports keep, once they were looked at."""
    if not is_many(candidates_of(facts.received, DELIVERY.name)):
        return None
    if kept.is_long:
        kept = Kept()
    batches = facts.batches.of(DELIVERY.name)
    new = [path for at, path in batches.items() if not kept.holds(at)]
    facts.batches.check(new)
    open_hashes(connection, kept.files(HASHES), new)
    open_met_again(connection, kept.files(HASHES_MET_AGAIN), facts.batches)
    return kept


def _given_before(facts: Facts, before: Decided) -> frozenset[str]:
    return tables_given(each for each in facts.received if each.at < before.at)


def _note_landed(connection: duckdb.DuckDBPyConnection, landed: Mapping[str, Landed]) -> None:
    """Create, temporary, ``ingest_landed``: what the next ingest holds against its own."""
    connection.execute(
        "create or replace temp table ingest_landed "
        "(table_name varchar, file_sha256 varchar, rows bigint, low decimal(38, 0), high decimal(38, 0))"
    )
    rows = [(name, file, *sums) for name in (*OF_ALL, DELIVERY.name) for file, sums in landed[name].by_file.items()]
    _insert(connection, "ingest_landed", rows)


def _create_ingest_file(
    connection: duckdb.DuckDBPyConnection, received: Sequence[Received], landed: Mapping[str, Landed]
) -> None:
    table = PUBLISHED["ingest_file"]
    columns = ", ".join(f"{column.name} {column.kind.sql_type}" for column in table.columns)
    connection.execute(f"create table landing.{table.name} ({columns})")
    apart = _apart_by_file(connection)
    rows_landed = {(file, name): sums.rows for name, each in landed.items() for file, sums in each.by_file.items()}
    rows = [
        _file_row(each, (rows_landed.get(each.identity, 0), *apart.get(each.identity, (0, 0)))) for each in received
    ]
    _insert(connection, "landing.ingest_file", rows)


def _insert(connection: duckdb.DuckDBPyConnection, relation: str, rows: Sequence[tuple[object, ...]]) -> None:
    """Insert rows by one statement: the engine takes a millisecond for each row that comes alone."""
    if rows:
        lists = [list(cells) for cells in zip(*rows, strict=True)]
        connection.execute(f"insert into {relation} select {', '.join('unnest(?)' for _ in lists)}", lists)


def _apart_by_file(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], tuple[int, int]]:
    """Rows duplicate and quarantined among the candidates of each file and table."""
    rows = connection.execute(
        """
        select
            file_sha256,
            table_name,
            count(*) filter (where fate = 'duplicate'),
            count(*) filter (where fate = 'quarantined')
        from landing.apart
        group by file_sha256, table_name
        """
    ).fetchall()
    return {(sha256, name): (duplicate, quarantined) for sha256, name, duplicate, quarantined in rows}


def _file_row(received: Received, fates: tuple[int, int, int]) -> tuple[object, ...]:
    landed, duplicate, quarantined = 0, 0, 0
    if received.repeat:
        duplicate = received.rows_read
    elif received.is_batch:
        landed, duplicate, quarantined = fates[0], fates[1], fates[2] + received.bad_rows
    if landed + duplicate + quarantined != received.rows_read:
        raise RuntimeError(
            f"{received.file_name} ({received.file_sha256}) for {received.table_name}: {received.rows_read} rows read, "
            f"but {landed} landed, {duplicate} duplicate and {quarantined} quarantined"
        )
    return (
        received.file_name,
        received.file_sha256,
        received.table_name if received.refusal is None else "",
        received.rows_read,
        landed,
        duplicate,
        quarantined,
        received.at,
        received.refusal,
        received.warnings,
    )
