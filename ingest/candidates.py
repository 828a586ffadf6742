"""Batches of candidates as SQL: what a row says, its key and the digest of its content, however the batch keeps them.

A batch of a large plain file keeps neither keys, which follow from the key's columns, nor the rows' text, which
stands in the stored file; instead of the MD5 of a row's content as text it keeps two numbers that follow from it.
"""

from collections.abc import Sequence
from pathlib import Path

from ingest.rows import SEPARATOR
from interface.sql import as_pattern, literal, parquet
from interface.tables import Column, Kind, Table

ORIGIN = ("file_sha256", "row_number", "stored_at")

_ORIGIN = {"file_name": "varchar", "file_sha256": "varchar", "row_number": "bigint", "stored_at": "timestamptz"}
_LATER = {
    "digest_low": "ubigint",
    "digest_high": "ubigint",
    "row_hash": "varchar",
    "raw": "varchar",
}


def candidates(table: Table, files: Sequence[Path], also: Sequence[str] = ()) -> str:
    """A query for the rows of batches: the table's columns, origin, row_key, digest_low, digest_high and some more.

    A batch written before the table had a column reads as blank cells, and a blank cell is the default. Without
    batches there are no rows.
    """
    columns = [f"{_with_default(column)} as {column.name}" for column in table.columns]
    typed = {column.name: column.kind.sql_type for column in table.columns} | _ORIGIN | _LATER
    nothing = ", ".join(f"null::{kind} as {name}" for name, kind in typed.items())
    rows = f"select {nothing} where false"
    if files:
        rows += f" union all by name select * from {parquet(*files, by_name=True)}"
    return f"""
        select
            {", ".join((*columns, *ORIGIN, *also))},
            {row_key(table)} as row_key,
            coalesce(digest_low, md5_number_lower(row_hash)) as digest_low,
            coalesce(digest_high, md5_number_upper(row_hash)) as digest_high
        from ({rows}) as batch
    """


def origins(files: Sequence[Path]) -> str:
    """A query for file_sha256 and stored_at of batches; each has a moment of its own, which tells their rows apart.

    To compare the 64 digits of a hash for each of many rows takes ten times as long.
    """
    one_of_each = (
        f"(select file_sha256, stored_at from read_parquet({literal(as_pattern(path.absolute()))}) limit 1)"
        for path in files
    )
    return " union all ".join(one_of_each)


def landed_by_footers(table: Table, files: Sequence[Path]) -> str:
    """A query for how many rows of batches do not stand in ``landing.apart``, none of which is read for it."""
    paths = ", ".join(literal(as_pattern(path.absolute())) for path in files)
    apart = f"select count(*) from landing.apart where table_name = '{table.name}'"
    return f"select sum(num_rows)::bigint - ({apart}) from parquet_file_metadata([{paths}])"


def rows_as_kept(path: Path) -> str:
    """A query for one batch as it lies there; what it does not keep is null."""
    nothing = ", ".join(f"null::{kind} as {name}" for name, kind in (_LATER | {"row_key": "varchar"}).items())
    return f"""
        select {nothing} where false
        union all by name
        select * from {parquet(path)}
    """


def row_key(table: Table, rows: str = "") -> str:
    """A row's key over its typed columns, as ``Candidate.key`` has it; ``rows`` is the relation's name where needed."""
    of = f"{rows}." if rows else ""
    texts = [_canonical(table.column(name), of + name) for name in table.key]
    return f" || chr({ord(SEPARATOR)}) || ".join(f"coalesce({text}, '')" for text in texts)


def having_keys(table: Table, rows: str, keys: str, also: Sequence[str] = ()) -> str:
    """A query for row_key and some more columns of those rows of ``candidates`` whose row_key a query gives.

    The first of a key's cells, a text in every table, decides most of it: a key is put together only where that cell
    is one of a key that is asked for.
    """
    first = table.key[0]
    if table.column(first).kind.sql_type != "VARCHAR":
        raise ValueError(f"The first column of the key of {table.name} is no text")
    columns = ", ".join(dict.fromkeys((*table.key, *also)))
    return f"""
        select *
        from (
            select {", ".join((*also, f"{row_key(table)} as row_key"))}
            from (
                select {columns}
                from {rows}
                where coalesce({first}, '') in (
                    select split_part(row_key, chr({ord(SEPARATOR)}), 1) from ({keys}) as asked
                )
            ) as likely
        ) as keyed
        where row_key in (select row_key from ({keys}) as asked)
    """


def canonical_moment(value: str) -> str:
    """The canonical text of a moment, whatever the connection's time zone: strftime alone would follow it."""
    clock = f"make_timestamp(epoch_us({value}))"
    return (
        f"case when epoch_us({value}) % 1000000 = 0 then strftime({clock}, '%Y-%m-%dT%H:%M:%S+00:00') "
        f"else strftime({clock}, '%Y-%m-%dT%H:%M:%S.%f+00:00') end"
    )


def _with_default(column: Column) -> str:
    return column.name if column.default is None else f"coalesce({column.name}, {literal(column.default)})"


def _canonical(column: Column, cell: str) -> str:
    text = f"{cell}::varchar"
    if column.kind is Kind.TIME:
        text = canonical_moment(cell)
    elif column.kind.places:
        text = f"rtrim(rtrim({text}, '0'), '.')"
    return text if column.default is None else f"nullif({text}, {literal(column.default)})"
