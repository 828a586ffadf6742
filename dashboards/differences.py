"""Two editions side by side: what each service month, statement and score is in one and in the other."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import duckdb
import pyarrow as pa

from dashboards.editions import Edition
from dashboards.stored import arrow_schema
from interface.errors import CannotRun
from interface.tables import PUBLISHED


@dataclass(frozen=True)
class Change:
    """One figure that differs: yuan of a service month or a statement, or points of a score; None: not there."""

    what: str
    name: str
    before: Decimal | None
    after: Decimal | None
    change: Decimal


_COMPARED = (
    (
        "month",
        "settlement_line",
        """
        select contract_no || ' ' || service_period as name, sum(amount) as figure
        from {relation}
        group by contract_no, service_period
        """,
    ),
    ("payable", "settlement", "select contract_no || ' ' || settle_no as name, payable_amt as figure from {relation}"),
    (
        "score",
        "score_summary",
        "select scheme_no || ' ' || subject_code as name, total_score as figure from {relation}",
    ),
)
"""What is compared: its name, its published table, and a query of names and figures."""


def edition_at(edition: Edition, run_id: str) -> Edition:
    """The edition as it stood once that run was published.

    Raises:
        CannotRun: no published run has that id.
    """
    for position, manifest in enumerate(edition.chain, start=1):
        if manifest.run.run_id == run_id:
            return replace(edition, chain=edition.chain[:position])
    known = ", ".join(manifest.run.run_id for manifest in edition.chain[-5:])
    raise CannotRun(f"No published run has the id {run_id!r}: the newest are {known}.")


def changes_between(before: Edition, after: Edition) -> Sequence[Change]:
    """Every figure that is not the same in both, service months first, then payables, then scores, each by name."""
    found: list[Change] = []
    with duckdb.connect() as connection:
        for what, table, query in _COMPARED:
            for side, edition in (("earlier", before), ("later", after)):
                connection.register(side, _table(edition, table))
            rows = connection.execute(
                f"""
                select
                    coalesce(old.name, new.name) as name,
                    old.figure,
                    new.figure,
                    coalesce(new.figure, 0) - coalesce(old.figure, 0) as change
                from ({query.format(relation="earlier")}) as old
                full join ({query.format(relation="later")}) as new on old.name = new.name
                where old.figure is distinct from new.figure
                order by name
                """
            ).fetchall()
            found += [Change(what, *row) for row in rows]
    return found


def _table(edition: Edition, name: str) -> pa.Table:
    return edition.table(name) if edition.chain else arrow_schema(PUBLISHED[name]).empty_table()
