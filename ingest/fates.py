"""The fate of a table's candidate rows, landed, duplicate or quarantined, from what is known and nothing else."""

from collections.abc import Sequence
from pathlib import Path

import duckdb

from ingest.references import RULES
from interface.tables import Table

# Equal rows: the earliest stays. A second one in the same file is set aside, one in another file is a repetition.
_REPEATED = """
    with keys_met_again as (
        select row_key from ingest_pending group by row_key having count(*) > 1
    ),

    rows_met_again as (
        select
            file_sha256,
            row_number,
            row_number() over (partition by row_key, row_hash, file_sha256 order by row_number) as place_in_file,
            row_number() over (partition by row_key, row_hash order by stored_at, file_sha256, row_number) as place
        from ingest_pending
        inner join keys_met_again using (row_key)
    )

    select
        file_sha256,
        row_number,
        case when place_in_file > 1 then 'quarantined' else 'duplicate' end as fate,
        case when place_in_file > 1 then 'Q220' end as reason,
        case when place_in_file > 1 then 'The file holds the same row above; one of them counts.' end as message
    from rows_met_again
    where place > 1
"""

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
                and waived.row_hash = pending.row_hash
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

# Judged last, among rows that could land: a row that fails for its own sake contradicts nobody, so that sending it
# again, mended, heals it.
_CONTRADICTED = """
    with keys_contradicted as (
        select row_key
        from ingest_pending
        group by row_key
        having min(row_hash) <> max(row_hash)
    )

    select
        file_sha256,
        row_number,
        'quarantined' as fate,
        'Q221' as reason,
        'Another row has the same key and other content; none of them counts.' as message
    from ingest_pending
    inner join keys_contradicted using (row_key)
"""

# The same for tables with cells that are answered later: what left them blank repeats the row that gives them. Where
# two rows answer one question each, none is the whole fact as received, and picking either would lose an answer.
_ANSWERED_LATER = """
    with rows_with_answers as (
        select *, {answers_of_row} as answers from ingest_pending
    ),

    keys_met_again as (
        select
            row_key,
            case
                when count(distinct row({lasting})) > 1 or {has_two_answers}
                    then 'Another row has the same key and other content; none of them counts.'
                when max(answers) < {answers_of_key}
                    then 'Rows of this key each answer a part and none answers all; send one row with every answer.'
            end as message
        from rows_with_answers
        group by row_key
        having count(*) > 1
    ),

    rows_met_again as (
        select
            file_sha256,
            row_number,
            message,
            row_number() over (
                partition by row_key order by answers desc, stored_at, file_sha256, row_number
            ) as place
        from rows_with_answers
        inner join keys_met_again using (row_key)
    )

    select
        file_sha256,
        row_number,
        case when message is null then 'duplicate' else 'quarantined' end as fate,
        case when message is not null then 'Q221' end as reason,
        message
    from rows_met_again
    where message is not null or place > 1
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

_ORIGIN = "file_sha256 varchar, row_number bigint, stored_at timestamptz"
_SUBJECT = ("work_order_no", "contract_no", "item_code", "provider")


def open_fates(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the table that collects every row that does not land, of every table."""
    connection.execute(
        """
        create or replace temp table ingest_apart (
            table_name varchar,
            file_sha256 varchar,
            row_number bigint,
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
) -> tuple[int, str]:
    """Create ``landing.<table>`` with the rows that land; the others go to ``ingest_apart`` with their reasons.

    Args:
        connection: Where the tables before this one stand ready, and ``open_fates`` was called.
        table: The table to land.
        files: The table's batches.
        given: Tables of which something was received; a rule that needs another is not applied.
        waived: Tables with rows that two people decided on; ``ingest_waived`` stands ready where there is any.

    Returns:
        How many rows landed, and a digest of their content in whatever order.
    """
    if not files:
        # Most homes know half of the tables; the engine would plan six statements for each of the others.
        connection.execute(f"create table landing.{table.name} ({_columns(table)}, {_ORIGIN})")
        return 0, ""
    _open_pending(connection, table, files)
    if table.name in waived:
        _set_apart(connection, table, _WITHDRAWN.format(table=table.name))
    if table.name == "delivery":
        _set_apart(connection, table, _AHEAD)
    _set_apart(connection, table, _REPEATED)
    for rule in RULES:
        if rule.table == table.name and given.issuperset(rule.needs):
            reason = f", '{rule.reason}' as reason" if rule.reason else ""
            query = f"select *, 'quarantined' as fate{reason}, '{rule.waivable}' as rule from ({rule.query}) as failing"
            if rule.waivable and table.name in waived:
                query += f" where {_NOT_ACCEPTED.format(table=table.name, rule=rule.waivable)}"
            _set_apart(connection, table, query)
    _set_apart(connection, table, _answered_later(table) if table.answered_later else _CONTRADICTED)
    connection.execute(
        f"update ingest_apart set is_mended = true where table_name = '{table.name}' "
        "and row_key in (select row_key from ingest_pending)"
    )
    columns = ", ".join((*table.names, "file_sha256", "row_number", "stored_at"))
    connection.execute(f"create table landing.{table.name} as select {columns} from ingest_pending")
    count, low, high = connection.execute(
        "select count(*), sum(md5_number_lower(row_hash)), sum(md5_number_upper(row_hash)) from ingest_pending"
    ).fetchall()[0]
    connection.execute("drop table ingest_pending")
    return count, f"{low}:{high}"


def _columns(table: Table) -> str:
    return ", ".join(f"{column.name} {column.kind.sql_type}" for column in table.columns)


def _answered_later(table: Table) -> str:
    answered = table.answered_later
    return _ANSWERED_LATER.format(
        lasting=", ".join(name for name in table.names if name not in answered),
        has_two_answers=" or ".join(f"count(distinct {name}) > 1" for name in answered),
        answers_of_row=" + ".join(f"({name} is not null)::int" for name in answered),
        answers_of_key=" + ".join(f"(count({name}) > 0)::int" for name in answered),
    )


def _open_pending(connection: duckdb.DuckDBPyConnection, table: Table, files: Sequence[Path]) -> None:
    connection.execute(
        f"create or replace temp table ingest_pending ({_columns(table)}, {_ORIGIN}, row_key varchar, row_hash varchar)"
    )
    connection.execute(
        """
        insert into ingest_pending by name
        select * exclude (file_name, raw) from read_parquet(?, union_by_name = true, hive_partitioning = false)
        """,
        [[as_pattern(path) for path in files]],
    )
    for column in table.columns:
        if column.default is not None:
            # A batch written before the table had the column reads as blank cells, and a blank cell is the default.
            connection.execute(
                f"update ingest_pending set {column.name} = '{column.default}' where {column.name} is null"
            )


def _set_apart(connection: duckdb.DuckDBPyConnection, table: Table, query: str) -> None:
    subject = ", ".join(name if name in table.names else f"null as {name}" for name in _SUBJECT)
    found = connection.execute(
        f"""
        insert into ingest_apart by name
        select '{table.name}' as table_name, failing.*, row_key, {subject}
        from ({query}) as failing
        inner join ingest_pending using (file_sha256, row_number)
        """
    ).fetchall()[0][0]
    if found:
        connection.execute(
            f"""
            delete from ingest_pending using ingest_apart as apart
            where apart.table_name = '{table.name}'
                and apart.file_sha256 = ingest_pending.file_sha256
                and apart.row_number = ingest_pending.row_number
            """
        )


def as_pattern(path: Path) -> str:
    """The path as the engine reads it literally, although it takes paths for patterns."""
    return "".join(f"[{each}]" if each in "*?[" else each for each in str(path))
