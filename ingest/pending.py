"""The rows of a table that were not set aside so far: a table of their own or, where they are many, a view."""

from collections.abc import Sequence
from pathlib import Path

import duckdb

from ingest.candidates import ORIGIN, candidates, having_keys, origins, row_key
from ingest.engines import finds_any
from ingest.repeats import open_met_again
from interface.tables import Table

MANY_ROWS = 500_000
"""From here on rows are read from their batches again and again, as copying them takes longer and much memory."""

_ORIGIN_TYPES = ("varchar", "bigint", "timestamptz")
_SUBJECT = ("work_order_no", "contract_no", "item_code", "provider")
# Not as "not exists": the engine would work out first which moments and rows there are at all, in ten times as long.
_NOT_APART = """
    anti join (select stored_at, row_number from landing.apart where table_name = '{table}') as apart
        on apart.stored_at = {rows}.stored_at and apart.row_number = {rows}.row_number
"""
# Each stands for a deliverable of its own: what is judged by a deliverable's first delivery may fail here and hold
# after all, never the other way round.
_EXTREMES = """
    create or replace temp table ingest_extremes as
    with spans as (
        select
            work_order_no,
            unit,
            stored_at,
            min(delivered_at) as earliest,
            max(delivered_at) as latest
        from ingest_pending
        group by work_order_no, unit, stored_at
    ),

    extremes as (
        select work_order_no, unit, stored_at, unnest([earliest, latest]) as delivered_at from spans
    )

    select *, '' as file_sha256, row_number() over () as row_number, (row_number() over ())::varchar as deliverable_key
    from extremes
"""


def is_many(count: int) -> bool:
    """Whether so many rows of a table are read where they lie."""
    return count >= MANY_ROWS


def open_nothing(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    """Create ``landing.<table>`` of which nothing was received.

    Most homes know half of the tables; the engine would plan six statements for each of the others.
    """
    columns = [f"{column.name} {column.kind.sql_type}" for column in table.columns]
    columns += [f"{name} {kind}" for name, kind in zip(ORIGIN, _ORIGIN_TYPES, strict=True)]
    connection.execute(f"create table landing.{table.name} ({', '.join(columns)})")


def open_landed(
    connection: duckdb.DuckDBPyConnection, table: Table, files: Sequence[Path], *, is_view: bool, has_apart: bool = True
) -> None:
    """Create ``landing.<table>`` with the rows of its batches that do not stand in ``landing.apart``."""
    columns = ", ".join((*table.names, *ORIGIN))
    rows = f"({candidates(table, files)}) as candidate"
    if has_apart:
        rows += _NOT_APART.format(table=table.name, rows="candidate")
    kind = "view" if is_view else "table"
    connection.execute(f"create {kind} landing.{table.name} as select {columns} from {rows}")


class Pending:
    """``ingest_pending`` of one table, and what of it stands apart in ``landing.apart``."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, table: Table, files: Sequence[Path], *, rows: str = "", count: int
    ) -> None:
        """Open the rows of batches, or those of them that the query ``rows`` gives; ``count``: about how many."""
        self._connection = connection
        self._table = table
        self._files = files
        self._rows = rows or candidates(table, files)
        self._is_view = is_many(count)
        self._has_extremes = self._is_view and table.name == "delivery"
        self._has_apart = False
        connection.execute(f"create or replace temp table ingest_batches as {origins(files)}")
        if self._is_view:
            self._open_view()
        else:
            self._connection.execute(f"create or replace temp table ingest_pending as {self._rows}")
        if self._has_extremes:
            connection.execute(_EXTREMES)

    def may_fail(self, query: str) -> bool:
        """Whether a query may find rows; it must be one that extreme rows show, see ``Rule``."""
        if not self._has_extremes:
            return True
        query = query.replace("ingest_pending", "ingest_extremes")
        self._connection.execute(
            f"""
            create or replace temp table ingest_suspects as
            select distinct work_order_no, unit, stored_at
            from ingest_extremes
            where row_number in (select row_number from ({query}) as failing)
            """
        )
        return finds_any(self._connection, "from ingest_suspects")

    def of_suspects(self, query: str, *, whole_orders: bool = False) -> str:
        """The query over the rows alone for which extreme ones stand that ``may_fail`` found last: no other can fail.

        ``whole_orders`` takes every row of their work orders, where a row is judged by others of its deliverable.
        """
        if not self._has_extremes:
            return query
        by = "work_order_no" if whole_orders else "work_order_no, unit, stored_at"
        suspected = f"(select * from ingest_pending where ({by}) in (select distinct {by} from ingest_suspects))"
        return query.replace("ingest_pending", suspected)

    def meet_again(self) -> str | None:
        """A relation that holds every pending row whose key stands in another pending row; None without any."""
        if not self._is_view:
            return "ingest_pending"
        if not open_met_again(self._connection, "ingest_met_again", "ingest_pending", self._table):
            return None
        not_apart = _NOT_APART.format(table=self._table.name, rows="met_again")
        return f"(select met_again.* from ingest_met_again as met_again {not_apart})"

    def set_apart(self, query: str) -> None:
        """Move the rows that a query finds to ``landing.apart``; it gives file_sha256, row_number, fate and reasons."""
        if self._is_view:
            # Found before they are joined: the engine could not know that they are few.
            self._connection.execute(f"create or replace temp table ingest_failing as {query}")
            query = "from ingest_failing"
            if not finds_any(self._connection, query):
                return
        names = self._table.names
        subject = ", ".join(name if name in names else f"null as {name}" for name in _SUBJECT)
        key = row_key(self._table, "ingest_pending")
        found = self._connection.execute(
            f"""
            insert into landing.apart by name
            select '{self._table.name}' as table_name, failing.*, {key} as row_key, {subject}
            from (select * from ({query}) as found inner join ingest_batches using (file_sha256)) as failing
            inner join ingest_pending using (stored_at, row_number)
            """
        ).fetchall()[0][0]
        if not found:
            return
        self._has_apart = True
        if self._is_view:
            self._open_view()
        else:
            self._connection.execute(
                """
                delete from ingest_pending
                where (stored_at, row_number) in (select stored_at, row_number from landing.apart where table_name = ?)
                """,
                [self._table.name],
            )

    def mark_mended(self) -> None:
        """Note which rows set apart have a key that another row holds."""
        if self._has_apart:
            apart = f"table_name = '{self._table.name}'"
            keys = f"select row_key from landing.apart where {apart}"
            self._connection.execute(
                f"""
                update landing.apart
                set is_mended = true
                where {apart}
                    and row_key in (select row_key from ({having_keys(self._table, "ingest_pending", keys)}) as held)
                """
            )

    def land(self) -> None:
        """Create ``landing.<table>`` with the rows that are pending still."""
        if self._is_view:
            open_landed(self._connection, self._table, self._files, is_view=True, has_apart=self._has_apart)
        else:
            columns = ", ".join((*self._table.names, *ORIGIN))
            self._connection.execute(f"create table landing.{self._table.name} as select {columns} from ingest_pending")

    def end(self) -> list[tuple[str, int, int, int]]:
        """Rows that are pending still and the sums of both digests, by file; nothing is pending afterwards."""
        landed: list[tuple[str, int, int, int]] = self._connection.execute(
            "select file_sha256, count(*), sum(digest_low), sum(digest_high) from ingest_pending group by file_sha256"
        ).fetchall()
        self._connection.execute(f"drop {'view' if self._is_view else 'table'} ingest_pending")
        return landed

    def _open_view(self) -> None:
        query = f"select candidate.* from ({self._rows}) as candidate"
        if self._has_apart:
            query += _NOT_APART.format(table=self._table.name, rows="candidate")
        self._connection.execute(f"create or replace temp view ingest_pending as {query}")
