"""What is known before a moment, as native tables of a DuckDB connection; writes nothing to the home."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from ingest.batches import quarantine_file, rows_file
from ingest.candidates import landed_by_footers
from ingest.closings import create_quarantine
from ingest.decided import Decided, decided_before
from ingest.engines import open_bounded
from ingest.fates import decide_fates, open_fates
from ingest.met_again import open_delivery_met_again
from ingest.pending import is_many, open_landed, open_nothing
from ingest.received import Received, received_among
from ingest.waivers import open_waivers, waivers_among
from interface.errors import CannotRun
from interface.files import sha256_of_file, sha256_of_text
from interface.ledger import read_entries
from interface.paths import Home
from interface.sql import as_pattern, literal
from interface.tables import INPUTS, PUBLISHED

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
    """

    inputs_hash: str
    tables_given: frozenset[str]
    last_stored_at: datetime | None
    files: Mapping[str, tuple[Path, ...]]


def open_engine(home: Home) -> duckdb.DuckDBPyConnection:
    """A connection to reckon fates in."""
    return open_bounded(home, most_memory_mb=_MOST_MEMORY_MB)


def open_known(
    connection: duckdb.DuckDBPyConnection, home: Home, *, as_of: datetime | None, anew: bool = False
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

    Raises:
        CannotRun: the ledger or a landed file is damaged.
        RuntimeError: a file's rows are not the sum of landed, duplicate and quarantined: a defect, or a changed file.
    """
    entries = read_entries(home)
    received = received_among(entries, as_of=as_of)
    waivers = waivers_among(entries, as_of=as_of)
    given = frozenset(each.table_name for each in received if each.gives_table)
    files = {name: _rows_files(home, received, name) for name in INPUTS}
    connection.execute("create schema landing")
    decided = None if anew else decided_before(home, entries, as_of=as_of)
    if decided:
        inputs_hash = decided.inputs_hash
        _take_over(connection, decided, received, files)
    else:
        inputs_hash = _decide(connection, home, received, files, given, open_waivers(connection, waivers))
    _create_set_aside(connection)
    _create_key_met_again(connection)
    open_delivery_met_again(connection)
    last_stored_at = max((each.at for each in received), default=None)
    return Known(inputs_hash, given, last_stored_at, {name: tuple(files[name]) for name in INPUTS})


def _decide(
    connection: duckdb.DuckDBPyConnection,
    home: Home,
    received: list[Received],
    files: Mapping[str, Sequence[Path]],
    given: frozenset[str],
    waived: frozenset[str],
) -> str:
    """Decide the fate of every row and create what follows from it; the digest of those that landed."""
    open_fates(connection)
    digests = []
    rows_landed: dict[tuple[str, str], int] = {}
    for table in INPUTS.values():
        landed = decide_fates(
            connection, table, files[table.name], given, waived, count=_candidates_of(received, table.name)
        )
        # A table without rows leaves no trace, so a table that the product gains later changes no hash.
        if landed.count:
            digests.append(f"{table.name}:{landed.count}:{landed.digest}\n")
            rows_landed |= {(sha256, table.name): rows for sha256, rows in landed.rows_by_file.items()}
    create_quarantine(connection, home, _bad_files(home, received), files, has_waivers=bool(waived))
    _create_ingest_file(connection, received, rows_landed)
    return sha256_of_text("".join(digests))


def _take_over(
    connection: duckdb.DuckDBPyConnection,
    decided: Decided,
    received: list[Received],
    files: Mapping[str, Sequence[Path]],
) -> None:
    """Create what an ingest decided as it left it."""
    for name, sha256 in decided.files.items():
        path = literal(as_pattern(_unchanged(decided.folder / name, sha256).absolute()))
        connection.execute(
            f"create table landing.{Path(name).stem} as select * from read_parquet({path}, hive_partitioning = false)"
        )
    counts = []
    for table in INPUTS.values():
        if not files[table.name]:
            open_nothing(connection, table)
            continue
        is_view = is_many(_candidates_of(received, table.name))
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


def _candidates_of(received: list[Received], table_name: str) -> int:
    return sum(each.candidates for each in received if each.is_batch and each.table_name == table_name)


def _rows_files(home: Home, received: list[Received], table_name: str) -> list[Path]:
    batches = [each for each in received if each.is_batch and each.table_name == table_name and each.candidates]
    return [_unchanged(rows_file(home, *each.identity), each.rows_sha256) for each in batches]


def _unchanged(path: Path, sha256: str | None) -> Path:
    """The path, once its bytes are known to be those that were landed: the engine would not notice another quantity."""
    if not path.is_file():
        raise CannotRun(f"Landed file {path} is missing: restore the home from a backup.")
    if sha256_of_file(path) != sha256:
        raise CannotRun(f"Landed file {path} was changed since it was landed: restore the home from a backup.")
    return path


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


def _bad_files(home: Home, received: list[Received]) -> list[Path]:
    batches = [each for each in received if each.is_batch and each.bad_rows]
    return [_unchanged(quarantine_file(home, *each.identity), each.quarantine_sha256) for each in batches]


def _create_ingest_file(
    connection: duckdb.DuckDBPyConnection, received: list[Received], landed: dict[tuple[str, str], int]
) -> None:
    table = PUBLISHED["ingest_file"]
    columns = ", ".join(f"{column.name} {column.kind.sql_type}" for column in table.columns)
    connection.execute(f"create table landing.{table.name} ({columns})")
    apart = _apart_by_file(connection)
    rows = [_file_row(each, (landed.get(each.identity, 0), *apart.get(each.identity, (0, 0)))) for each in received]
    if rows:
        # One statement: the engine takes a millisecond for each row that comes alone.
        lists = [list(cells) for cells in zip(*rows, strict=True)]
        cells = ", ".join("unnest(?)" for _ in lists)
        connection.execute(f"insert into landing.ingest_file select {cells}", lists)


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
