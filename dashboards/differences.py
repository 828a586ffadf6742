"""Two editions side by side: each service month, statement and score in one and in the other, and the lines between."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import duckdb
import pyarrow as pa

from dashboards.access import may_read
from dashboards.decisions import TakenBack
from dashboards.editions import Edition
from dashboards.manifests import Link, read_published
from interface.errors import CannotRun
from interface.parquet import arrow_schema
from interface.tables import PUBLISHED, Column, Kind, Table


@dataclass(frozen=True)
class Change:
    """One figure that differs: yuan of a service month or a statement, or points of a score; None: not there."""

    what: str
    name: str
    before: Decimal | None
    after: Decimal | None
    change: Decimal


@dataclass(frozen=True)
class Reason:
    """What lines of one reason add up to, in yuan, and how many there are."""

    reason: str
    count: int
    change: Decimal


_LINE = PUBLISHED["settlement_line"]
LINES = Table(
    name="difference",
    label="版本差异明细",
    grain="settlement line that stands in one of two editions alone",
    key=("run_id", "line_id"),
    columns=(
        *(_LINE.column(name) for name in ("contract_no", "service_period", "work_order_no", "item_code", "item_name")),
        Column("reason", "原因", Kind.CODE, required=True, meaning="The line's type, or the reason of an adjustment."),
        Column("change", "差额（元）", Kind.AMOUNT, required=True, meaning="Its amount; negative where it is gone."),
        _LINE.column("run_id"),
        _LINE.column("line_id"),
    ),
)
"""Lines of which one edition consists more than the other; their changes add up to those of the service months."""

LINE_FILTERS = {"contract": "contract_no", "reason": "reason"}
"""Filters of an address and the columns of ``LINES`` that they choose in."""

_BETWEEN = """
    select
        contract_no,
        service_period,
        work_order_no,
        item_code,
        item_name,
        coalesce(adjustment_reason, line_type) as reason,
        amount as change,
        run_id,
        line_id
    from later
    union all by name
    select
        contract_no,
        service_period,
        work_order_no,
        item_code,
        item_name,
        coalesce(adjustment_reason, line_type) as reason,
        -amount as change,
        run_id,
        line_id
    from earlier
"""

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


def kept_edition(edition: Edition, run_id: str, taken_back: Sequence[TakenBack]) -> Edition:
    """The same, also where the run was taken back and its files are still kept.

    Raises:
        CannotRun: no published run has that id, its files are no longer kept, or a manifest is damaged.
    """
    for each in taken_back:
        if each.run_id == run_id and each.manifest_hash is not None:
            newest = read_published(edition.home, Link(run_id, each.manifest_hash))
            older = tuple(read_published(edition.home, link) for link in newest.chain)
            return replace(edition, chain=(*older, newest))
    return edition_at(edition, run_id)


def lines_between(before: Edition, after: Edition) -> pa.Table:
    """The lines in the shape of ``LINES`` that only one of the two has, the greatest changes first.

    Only the files of runs that are not of both are read.

    Raises:
        Forbidden: the reader may not see settlement lines.
    """
    with duckdb.connect() as connection:
        for side, edition, other in (("earlier", before, after), ("later", after, before)):
            shared = {manifest.manifest_hash for manifest in other.chain}
            alone = tuple(each for each in edition.chain if each.manifest_hash not in shared)
            connection.register(side, _table(replace(edition, chain=alone), "settlement_line"))
        ordered = f"select * from ({_BETWEEN}) order by abs(change) desc, run_id, line_id"
        return connection.execute(ordered).to_arrow_table().cast(arrow_schema(LINES))


def by_reason(lines: pa.Table) -> list[Reason]:
    """What the lines of each reason add up to, the greatest change first."""
    with duckdb.connect() as connection:
        connection.register("lines", lines)
        rows = connection.execute(
            """
            select reason, count(*), cast(sum(change) as decimal(18, 2)) as change
            from lines
            group by reason
            order by abs(sum(change)) desc, reason
            """
        ).fetchall()
    return [Reason(*row) for row in rows]


def changes_between(before: Edition, after: Edition) -> Sequence[Change]:
    """Every figure that is not the same in both, service months first, then payables, then scores, each by name.

    What the reader's role may not read is left out.
    """
    found: list[Change] = []
    with duckdb.connect() as connection:
        for what, table, query in _COMPARED:
            if not may_read(after.reader, table):
                continue
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
