"""Batches of candidates as SQL: what a row says, its key and the digest of its content, however the batch keeps them.

A batch of a large plain file keeps neither keys, which follow from the key's columns, nor the rows' text, which
stands in the stored file; instead of the MD5 of a row's content as text it keeps two numbers that follow from it.
"""

from collections.abc import Sequence
from pathlib import Path

from ingest.rows import SEPARATOR
from interface.sql import as_pattern, literal
from interface.tables import Column, Kind, Table

ORIGIN = ("file_sha256", "row_number", "stored_at")

_LATER = {
    "digest_low": "ubigint",
    "digest_high": "ubigint",
    "row_hash": "varchar",
    "raw": "varchar",
}


def candidates(table: Table, files: Sequence[Path], also: Sequence[str] = ()) -> str:
    """A query for the rows of batches: the table's columns, origin, row_key, digest_low, digest_high and some more.

    A batch written before the table had a column reads as blank cells, and a blank cell is the default.
    """
    columns = [f"{_with_default(column)} as {column.name}" for column in table.columns]
    typed = {column.name: column.kind.sql_type for column in table.columns} | _LATER
    nothing = ", ".join(f"null::{kind} as {name}" for name, kind in typed.items())
    paths = ", ".join(literal(as_pattern(path.absolute())) for path in files)
    return f"""
        select
            {", ".join((*columns, *ORIGIN, *also))},
            {row_key(table)} as row_key,
            coalesce(digest_low, md5_number_lower(row_hash)) as digest_low,
            coalesce(digest_high, md5_number_upper(row_hash)) as digest_high
        from (
            select {nothing} where false
            union all by name
            select * from read_parquet([{paths}], union_by_name = true, hive_partitioning = false)
        ) as batch
    """


def rows_as_kept(path: Path) -> str:
    """A query for one batch as it lies there; what it does not keep is null."""
    nothing = ", ".join(f"null::{kind} as {name}" for name, kind in (_LATER | {"row_key": "varchar"}).items())
    return f"""
        select {nothing} where false
        union all by name
        select * from read_parquet({literal(as_pattern(path))}, hive_partitioning = false)
    """


def row_key(table: Table) -> str:
    """A row's key over its typed columns, as ``Candidate.key`` has it."""
    texts = [_canonical(table.column(name)) for name in table.key]
    return f" || chr({ord(SEPARATOR)}) || ".join(f"coalesce({text}, '')" for text in texts)


def canonical_moment(value: str) -> str:
    """The canonical text of a moment, whatever the connection's time zone: strftime alone would follow it."""
    clock = f"make_timestamp(epoch_us({value}))"
    return (
        f"case when epoch_us({value}) % 1000000 = 0 then strftime({clock}, '%Y-%m-%dT%H:%M:%S+00:00') "
        f"else strftime({clock}, '%Y-%m-%dT%H:%M:%S.%f+00:00') end"
    )


def _with_default(column: Column) -> str:
    return column.name if column.default is None else f"coalesce({column.name}, {literal(column.default)})"


def _canonical(column: Column) -> str:
    text = f"{column.name}::varchar"
    if column.kind is Kind.TIME:
        text = canonical_moment(column.name)
    elif column.kind.places:
        text = f"rtrim(rtrim({text}, '0'), '.')"
    return text if column.default is None else f"nullif({text}, {literal(column.default)})"
