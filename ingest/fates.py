"""The fate of a table's candidate rows, landed, duplicate or quarantined, from what is known and nothing else."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Self

import duckdb

from ingest.engines import finds_any
from ingest.pending import Pending, open_nothing
from ingest.references import RULES
from ingest.repeats import REPEATED, contradictions
from interface.tables import Table

# Judged first: what was withdrawn neither repeats nor contradicts. Equal rows known at the decision go with it, as the
# same words in another file would contradict again; what is sent after the decision is a new statement. Of equal rows
# in one file (Q220) only the one that was decided on goes.
_WITHDRAWN = """
    select
        pending.file_sha256,
        pending.row_number,
        'quarantined' as fate,
        waived.reason,
        'Withdrawn by waiver ' || waived.waiver_id || ': ' || waived.because as message,
        waived.waiver_id as waiver
    from ingest_pending as pending
    inner join ingest_waived as waived on waived.row_key = pending.row_key
    where waived.act = 'withdraw'
        and waived.table_name = '{table}'
        and (
            (waived.file_sha256 = pending.file_sha256 and waived.row_number = pending.row_number)
            or (
                waived.reason <> 'Q220'
                and md5_number_lower(waived.row_hash) = pending.digest_low
                and md5_number_upper(waived.row_hash) = pending.digest_high
                and pending.stored_at < waived.decided_at
            )
        )
    qualify row_number() over (
        partition by pending.file_sha256, pending.row_number order by waived.decided_at, waived.waiver_id
    ) = 1
"""

_NOT_ACCEPTED = """
    not exists (
        select 1
        from ingest_waived as waived
        where waived.act = 'accept'
            and waived.table_name = '{table}'
            and waived.rule = '{rule}'
            and waived.file_sha256 = failing.file_sha256
            and waived.row_number = failing.row_number
    )
"""

# Before repetitions: the same row sent again once its day has come is a delivery, and repeats nothing.
_AHEAD = """
    select
        pending.file_sha256,
        pending.row_number,
        'quarantined' as fate,
        case
            when cast(pending.delivered_at at time zone 'Asia/Shanghai' as date) > contract.service_to then 'Q210'
            else 'Q213'
        end as reason,
        'Column delivered_at (交付时间): '
        || strftime(pending.delivered_at at time zone 'Asia/Shanghai', '%Y-%m-%d %H:%M:%S')
        || ' in Shanghai lies more than a day after the file was received.' as message
    from ingest_pending as pending
    left join landing.work_order as work_order on pending.work_order_no = work_order.work_order_no
    left join landing.contract as contract on work_order.contract_no = contract.contract_no
    where pending.delivered_at > pending.stored_at + interval 24 hours
"""


class Sums(NamedTuple):
    """How many rows, and the sums of both halves of the digests of their content."""

    rows: int
    low: int
    high: int


@dataclass(frozen=True)
class Landed:
    """What landed of a table, by the SHA-256 of the file."""

    by_file: Mapping[str, Sums]

    @property
    def total(self) -> Sums:
        """What landed of all files, in whatever order."""
        return Sums(*(sum(each[place] for each in self.by_file.values()) for place in range(3)))

    @classmethod
    def of(cls, rows: Iterable[tuple[str, int, int, int]]) -> Self:
        """What rows of a file's SHA-256 and its sums say."""
        return cls({name: Sums(*sums) for name, *sums in rows})

    def plus(self, more: Self, sign: int = 1) -> Self:
        """This and more, of the same files or of others; with ``sign`` -1, this without it."""
        nothing = Sums(0, 0, 0)
        names = dict.fromkeys((*self.by_file, *more.by_file))
        pairs = {name: (self.by_file.get(name, nothing), more.by_file.get(name, nothing)) for name in names}
        sums = {name: Sums(*(a + sign * b for a, b in zip(*pair, strict=True))) for name, pair in pairs.items()}
        return type(self)({name: each for name, each in sums.items() if each.rows})


def open_fates(connection: duckdb.DuckDBPyConnection) -> None:
    """Create ``landing.apart``, which collects every row that does not land, of every table."""
    connection.execute(
        """
        create table landing.apart (
            table_name varchar,
            file_sha256 varchar,
            row_number bigint,
            stored_at timestamptz,
            fate varchar,
            reason varchar,
            message varchar,
            work_order_no varchar,
            contract_no varchar,
            item_code varchar,
            provider varchar,
            row_key varchar,
            rule varchar,
            waiver varchar,
            is_mended boolean default false
        )
        """
    )


def decide_fates(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    files: Sequence[Path],
    given: frozenset[str],
    waived: frozenset[str] = frozenset(),
    *,
    count: int = 0,
    check_deliveries: Callable[[], None] = lambda: None,
) -> Landed:
    """Create ``landing.<table>`` with the rows that land; the others go to ``landing.apart`` with their reasons.

    Args:
        connection: Where the tables before this one stand ready, and ``open_fates`` was called.
        table: The table to land.
        files: The table's batches.
        given: Tables of which something was received; a rule that needs another is not applied.
        waived: Tables with rows that two people decided on; ``ingest_waived`` stands ready where there is any.
        count: Rows of the batches.
        check_deliveries: Called before rows are judged by all deliveries.
    """
    if not files:
        open_nothing(connection, table)
        return Landed({})
    pending = Pending(connection, table, files, count=count)
    judge(connection, table, pending, given, waived, check_deliveries)
    pending.land()
    return Landed.of(pending.end())


def judge(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    pending: Pending,
    given: frozenset[str],
    waived: frozenset[str],
    check_deliveries: Callable[[], None] = lambda: None,
) -> None:
    """Set apart every pending row that does not land; arguments as in ``decide_fates``."""
    if table.name in waived:
        pending.set_apart(_WITHDRAWN.format(table=table.name))
    if table.name == "delivery" and pending.may_fail(_AHEAD):
        pending.set_apart(pending.of_suspects(_AHEAD))
    met_again = pending.meet_again()
    if met_again:
        pending.set_apart(REPEATED.format(pending=met_again))
    for rule in RULES:
        if rule.table == table.name and given.issuperset(rule.needs):
            if rule.only_where and not finds_any(connection, rule.only_where):
                continue
            if "delivery" in rule.needs:
                check_deliveries()
            failing = rule.query
            if rule.shown_by_extremes:
                if not pending.may_fail(rule.query):
                    continue
                failing = pending.of_suspects(rule.query, whole_orders=rule.judges_deliverables)
            reason = f", '{rule.reason}' as reason" if rule.reason else ""
            query = f"select *, 'quarantined' as fate{reason}, '{rule.waivable}' as rule from ({failing}) as failing"
            if rule.waivable and table.name in waived:
                query += f" where {_NOT_ACCEPTED.format(table=table.name, rule=rule.waivable)}"
            pending.set_apart(query)
    if met_again:
        pending.set_apart(contradictions(table, met_again))
    pending.mark_mended()
