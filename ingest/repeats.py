"""Rows that repeat or contradict each other: found by their keys, judged by the digests of their content."""

import duckdb

from ingest.candidates import row_key
from ingest.engines import finds_any
from interface.tables import Table

# Equal rows: the earliest stays. A second one in the same file is set aside, one in another file is a repetition.
REPEATED = """
    with keys_met_again as (
        select row_key from {pending} group by row_key having count(*) > 1
    ),

    rows_met_again as (
        select
            file_sha256,
            row_number,
            row_number() over (
                partition by row_key, digest_low, digest_high, file_sha256 order by row_number
            ) as place_in_file,
            row_number() over (
                partition by row_key, digest_low, digest_high order by stored_at, file_sha256, row_number
            ) as place
        from {pending}
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

# Judged last, among rows that could land: a row that fails for its own sake contradicts nobody, so that sending it
# again, mended, heals it.
_CONTRADICTED = """
    with keys_contradicted as (
        select row_key
        from {pending}
        group by row_key
        having min(digest_low) <> max(digest_low) or min(digest_high) <> max(digest_high)
    )

    select
        file_sha256,
        row_number,
        'quarantined' as fate,
        'Q221' as reason,
        'Another row has the same key and other content; none of them counts.' as message
    from {pending}
    inner join keys_contradicted using (row_key)
"""

# The same for tables with cells that are answered later: what left them blank repeats the row that gives them. Where
# two rows answer one question each, none is the whole fact as received, and picking either would lose an answer.
_ANSWERED_LATER = """
    with rows_with_answers as (
        select *, {answers_of_row} as answers from {pending}
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


def contradictions(table: Table, pending: str) -> str:
    """The query that finds rows of one key and other content."""
    answered = table.answered_later
    if not answered:
        return _CONTRADICTED.format(pending=pending)
    return _ANSWERED_LATER.format(
        pending=pending,
        lasting=", ".join(name for name in table.names if name not in answered),
        has_two_answers=" or ".join(f"count(distinct {name}) > 1" for name in answered),
        answers_of_row=" + ".join(f"({name} is not null)::int" for name in answered),
        answers_of_key=" + ".join(f"(count({name}) > 0)::int" for name in answered),
    )


def open_met_again(connection: duckdb.DuckDBPyConnection, name: str, pending: str, table: Table) -> bool:
    """Create a table of the pending rows whose key may stand in another row too; whether there are any.

    Keys are met by 64 bits of their hash, which take little room and miss no repetition; they are put together only for
    rows so found.
    """
    cells = ", ".join(table.key)
    connection.execute(
        f"""
        create or replace temp table {name} as
        with keys_met_again as (
            select hash({cells}) as key_hash from {pending} group by key_hash having count(*) > 1
        )
        select *, {row_key(table)} as row_key
        from (
            select * exclude (row_key)
            from {pending}
            where hash({cells}) in (select key_hash from keys_met_again)
        ) as met_again
        """
    )
    return finds_any(connection, f"from {name}")
