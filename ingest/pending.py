"""The rows of a table that were not set aside so far: a table of their own or, where they are many, a view."""

from collections.abc import Sequence
from pathlib import Path

import duckdb

from ingest.candidates import ORIGIN, candidates
from ingest.repeats import open_met_again
from interface.tables import Table

MANY_ROWS = 500_000
"""From here on rows are read from their batches again and again, as copying them takes longer and much memory."""

_SUBJECT = ("work_order_no", "contract_no", "item_code", "provider")
_STANDS_APART = """
    exists (
        select 1
        from {apart} as apart
        where apart.file_sha256 = {rows}.file_sha256 and apart.row_number = {rows}.row_number
    )
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


class Pending:
    """``ingest_pending`` of one table, and what of it stands apart in ``ingest_apart``."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, table: Table, files: Sequence[Path], *, count: int
    ) -> None:
        self._connection = connection
        self._table = table
        self._rows = candidates(table, files)
        self._is_view = count >= MANY_ROWS
        self._has_extremes = self._is_view and table.name == "delivery"
        self._has_apart = False
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
        return self._connection.execute(f"select count(*) > 0 from ({query})").fetchall() == [(True,)]

    def meet_again(self) -> str | None:
        """A relation that holds every pending row whose key stands in another pending row; None without any."""
        if not self._is_view:
            return "ingest_pending"
        if not open_met_again(self._connection, "ingest_met_again", "ingest_pending", self._table.key):
            return None
        apart = _STANDS_APART.format(apart=self._apart, rows="met_again")
        return f"(select * from ingest_met_again as met_again where not {apart})"

    def set_apart(self, query: str) -> None:
        """Move the rows that a query finds to ``ingest_apart``; it gives file_sha256, row_number, fate and reasons."""
        if self._is_view:
            # Found before they are joined: the engine could not know that they are few.
            self._connection.execute(f"create or replace temp table ingest_failing as {query}")
            query = "from ingest_failing"
            if self._connection.execute("select count(*) from ingest_failing").fetchall() == [(0,)]:
                return
        names = self._table.names
        subject = ", ".join(name if name in names else f"null as {name}" for name in _SUBJECT)
        found = self._connection.execute(
            f"""
            insert into ingest_apart by name
            select '{self._table.name}' as table_name, failing.*, row_key, {subject}
            from ({query}) as failing
            inner join ingest_pending using (file_sha256, row_number)
            """
        ).fetchall()[0][0]
        if not found:
            return
        self._has_apart = True
        if self._is_view:
            self._open_view()
        else:
            apart = _STANDS_APART.format(apart=self._apart, rows="ingest_pending")
            self._connection.execute(f"delete from ingest_pending where {apart}")

    def mark_mended(self) -> None:
        """Note which rows set apart have a key that another row holds."""
        if self._has_apart:
            apart = f"table_name = '{self._table.name}'"
            self._connection.execute(
                f"""
                update ingest_apart
                set is_mended = true
                where {apart}
                    and row_key in (
                        select row_key
                        from ingest_pending
                        where row_key in (select row_key from ingest_apart where {apart})
                    )
                """
            )

    def land(self) -> list[tuple[str, int, int, int]]:
        """Create ``landing.<table>``; rows and the sums of both digests by file."""
        name, columns = self._table.name, ", ".join((*self._table.names, *ORIGIN))
        if self._is_view:
            rows = f"({self._rows}) as candidate"
            if self._has_apart:
                self._connection.execute(
                    f"create table landing.{name}_apart as select file_sha256, row_number from {self._apart}"
                )
                rows += f" where not {_STANDS_APART.format(apart=f'landing.{name}_apart', rows='candidate')}"
            self._connection.execute(f"create view landing.{name} as select {columns} from {rows}")
        else:
            self._connection.execute(f"create table landing.{name} as select {columns} from ingest_pending")
        landed: list[tuple[str, int, int, int]] = self._connection.execute(
            "select file_sha256, count(*), sum(digest_low), sum(digest_high) from ingest_pending group by file_sha256"
        ).fetchall()
        self._connection.execute(f"drop {'view' if self._is_view else 'table'} ingest_pending")
        return landed

    @property
    def _apart(self) -> str:
        return f"(select file_sha256, row_number from ingest_apart where table_name = '{self._table.name}')"

    def _open_view(self) -> None:
        query = f"select * from ({self._rows}) as candidate"
        if self._has_apart:
            query += f" where not {_STANDS_APART.format(apart=self._apart, rows='candidate')}"
        self._connection.execute(f"create or replace temp view ingest_pending as {query}")
