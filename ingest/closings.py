"""The quarantine as published: every row set aside, and the later row or the waiver that closed it."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

from ingest.affected import Affected
from ingest.candidates import ORIGIN, candidates, having_keys
from ingest.hashes import DELIVERY
from ingest.raw_rows import read_lines
from interface.paths import Home
from interface.sql import as_pattern
from interface.tables import INPUTS, PUBLISHED

_NAMES = PUBLISHED["quarantine"].names

# A row mends those of its key that came before it in other files, where it landed or repeats what landed. One that
# came earlier mends nothing: the row set aside may be what was to replace it.
_MENDED = """
    with asked as (
        select row_key, file_sha256, row_number, stored_at
        from ingest_quarantined
        where table_name = '{table}' and row_key is not null
    ),

    rows_of_keys as (
        select batch.row_key, batch.file_sha256, batch.row_number, batch.stored_at, apart.fate
        from ({batch}) as batch
        left join landing.apart as apart
            on apart.table_name = '{table}'
            and apart.stored_at = batch.stored_at
            and apart.row_number = batch.row_number
    ),

    rows_that_stand as (
        select *
        from rows_of_keys
        where coalesce(fate, 'duplicate') = 'duplicate'
            and row_key in (select row_key from rows_of_keys where fate is null)
    ),

    mended as (
        select
            asked.file_sha256,
            asked.row_number,
            arg_min(
                standing.file_sha256 || ':' || standing.row_number,
                row(standing.stored_at, standing.file_sha256, standing.row_number)
            ) as closed_by
        from asked
        inner join rows_that_stand as standing
            on standing.row_key = asked.row_key and standing.stored_at > asked.stored_at
        group by asked.file_sha256, asked.row_number
    )

    update ingest_quarantined
    set closed_by = mended.closed_by
    from mended
    where ingest_quarantined.table_name = '{table}'
        and ingest_quarantined.closed_by is null
        and ingest_quarantined.file_sha256 = mended.file_sha256
        and ingest_quarantined.row_number = mended.row_number
"""

# What was judged again has its text in its batch or its file; of the rest, the last report has it.
_TEXTS = """
    select file_name, row_number, raw, stored_at from ({again})
    union all
    select before.file_name, before.row_number, before.raw, before.stored_at
    from ({before}) as before
    anti join ingest_affected using (stored_at, row_number)
"""

_KEPT_CLOSED = """
    update ingest_quarantined
    set closed_by = before.closed_by
    from ({before}) as before
    where ingest_quarantined.table_name = '{table}'
        and ingest_quarantined.closed_by is null
        and ingest_quarantined.file_sha256 = before.file_sha256
        and ingest_quarantined.row_number = before.row_number
        and ingest_quarantined.row_key not in (select row_key from ({judged}) as judged)
"""

# A row whose cells cannot be read has no place in the reckoning of fates: its waiver only closes it.
_WITHDRAWN = """
    update ingest_quarantined
    set
        closed_by = waived.waiver_id,
        message = 'Withdrawn by waiver ' || waived.waiver_id || ': ' || waived.because
    from ingest_waived as waived
    where waived.act = 'withdraw'
        and ingest_quarantined.closed_by is null
        and waived.table_name = ingest_quarantined.table_name
        and waived.file_sha256 = ingest_quarantined.file_sha256
        and waived.row_number = ingest_quarantined.row_number
"""

# An order that was itself set aside still tells whose its deliveries are, where all its rows name one contract.
_ATTRIBUTED = """
    with contracts_of_orders as (
        select work_order_no, min(contract_no) as contract_no
        from (
            select work_order_no, contract_no from landing.work_order
            union all
            select work_order_no, contract_no
            from ingest_quarantined
            where table_name = 'work_order' and closed_by is null
        )
        where contract_no is not null
        group by work_order_no
        having min(contract_no) = max(contract_no)
    )

    update ingest_quarantined
    set contract_no = ordered.contract_no
    from contracts_of_orders as ordered
    where ingest_quarantined.contract_no is null
        and ingest_quarantined.work_order_no = ordered.work_order_no
"""


def create_quarantine(
    connection: duckdb.DuckDBPyConnection,
    home: Home,
    bad_files: Sequence[Path],
    files: Mapping[str, Sequence[Path]],
    *,
    affected: Affected | None,
    has_waivers: bool,
) -> None:
    """Create ``landing.quarantine``: rows set aside for their own sake and, with their raw text, for that of others.

    Args:
        connection: Where ``landing.apart`` is complete, and ``ingest_waived`` stands where there are waivers.
        home: Where files lie whose rows' batches do not keep their text.
        bad_files: Batches of rows with cells that cannot be read.
        files: Batches of rows with sound cells, by table.
        affected: The deliveries that were judged again, where the others kept their fates.
        has_waivers: Whether two people decided on any row.
    """
    columns = ", ".join(f"{column.name} {column.kind.sql_type}" for column in PUBLISHED["quarantine"].columns)
    connection.execute(f"create temp table ingest_quarantined ({columns}, row_key varchar, stored_at timestamptz)")
    if bad_files:
        connection.execute(
            """
            insert into ingest_quarantined by name
            select * from read_parquet(?, union_by_name = true, hive_partitioning = false)
            """,
            [[as_pattern(path) for path in bad_files]],
        )
    apart = "select distinct table_name from landing.apart where fate = 'quarantined' order by all"
    for (name,) in connection.execute(apart).fetchall():
        rows = candidates(INPUTS[name], files[name], also=("file_name", "raw"))
        if affected and name == DELIVERY.name:
            rows = _TEXTS.format(again=affected.with_text, before=affected.quarantine_before)
        connection.execute(
            f"""
            insert into ingest_quarantined by name
            select
                file_name,
                file_sha256,
                row_number,
                table_name,
                reason,
                raw,
                message,
                waiver as closed_by,
                contract_no,
                work_order_no,
                case when waiver is null and not is_mended then nullif(rule, '') end as rule,
                row_key,
                stored_at
            from (select * from landing.apart where table_name = ? and fate = 'quarantined') as apart
            inner join (select file_name, row_number, raw, stored_at from ({rows})) as batch
                using (stored_at, row_number)
            """,
            [name],
        )
    _fetch_lines(connection, home)
    if has_waivers:
        connection.execute(_WITHDRAWN)
    if affected:
        _keep_closed(connection, affected)
    _close_mended(connection, files, affected)
    connection.execute(_ATTRIBUTED)
    connection.execute(f"create table landing.quarantine as select {', '.join(_NAMES)} from ingest_quarantined")
    connection.execute("drop table ingest_quarantined")


def _keep_closed(connection: duckdb.DuckDBPyConnection, affected: Affected) -> None:
    """Deliveries that were mended stay so, but for those of whose key a row was judged again."""
    keyed = f"select row_key from ingest_quarantined where table_name = '{DELIVERY.name}' and row_key is not null"
    judged = having_keys(DELIVERY, f"({affected.with_text}) as candidate", keyed)
    connection.execute(_KEPT_CLOSED.format(table=DELIVERY.name, before=affected.quarantine_before, judged=judged))


def _close_mended(
    connection: duckdb.DuckDBPyConnection, files: Mapping[str, Sequence[Path]], affected: Affected | None
) -> None:
    keyed = "select distinct table_name from ingest_quarantined where row_key is not null and closed_by is null"
    for (name,) in connection.execute(keyed + " order by all").fetchall():
        if files[name]:
            table = INPUTS[name]
            of_batches = affected.with_text if affected and table is DELIVERY else candidates(table, files[name])
            rows = f"({of_batches}) as candidate"
            connection.execute(
                _MENDED.format(table=name, batch=having_keys(table, rows, "select row_key from asked", ORIGIN))
            )


def _fetch_lines(connection: duckdb.DuckDBPyConnection, home: Home) -> None:
    lacking = connection.execute(
        "select file_sha256, list(row_number) from ingest_quarantined where raw is null group by file_sha256"
    ).fetchall()
    for file_sha256, numbers in lacking:
        lines = read_lines(home, file_sha256, numbers)
        connection.execute(
            """
            update ingest_quarantined
            set raw = line.raw
            from (select unnest(?) as row_number, unnest(?) as raw) as line
            where ingest_quarantined.raw is null
                and ingest_quarantined.file_sha256 = ?
                and ingest_quarantined.row_number = line.row_number
            """,
            [list(lines), list(lines.values()), file_sha256],
        )
