"""Holds two files of one table together: the same bytes, the same rows in other bytes, or which rows differ."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from interface.files import sha256_of_file
from interface.tables.shape import Kind, Table

_ROWS_SHOWN = 3
_IN_YUAN = (Kind.AMOUNT, Kind.PRICE)


@dataclass(frozen=True)
class Compared:
    """How a table fares: ``differing_rows`` counts the rows of either file that the other lacks.

    ``samples`` are sentences about the first of them; ``note`` says what was left out of the comparison, or blank.
    """

    name: str
    is_same_bytes: bool
    differing_rows: int = 0
    samples: tuple[str, ...] = ()
    note: str = ""

    @property
    def is_same(self) -> bool:
        """Whether both hold the same rows."""
        return not self.differing_rows


def compare(
    shape: Table,
    before: Path,
    after: Path,
    *,
    name: str,
    key: Sequence[str],
    leave_out: Sequence[str] = (),
    keys_of_both: bool = False,
) -> Compared:
    """Compare a table as it was stored with the same table made anew; columns that only one has are named and left out.

    A file that is not there or cannot be read differs, as a whole.

    Args:
        shape: The table.
        before: As it was stored.
        after: As it was made anew.
        name: What to call it.
        key: Columns that address a row.
        leave_out: Columns that are not compared.
        keys_of_both: Compare only rows whose key is in both files; the others are counted in the note.
    """
    if not before.is_file() or not after.is_file():
        return Compared(name, is_same_bytes=False, differing_rows=1, samples=("one of both files is not there",))
    if sha256_of_file(before) == sha256_of_file(after):
        return Compared(name, is_same_bytes=True)
    try:
        with duckdb.connect() as connection:
            connection.execute("set TimeZone = 'Asia/Shanghai'")
            for relation, path in (("before", before), ("after", after)):
                connection.read_parquet(str(path), hive_partitioning=False).create(f"{relation}_rows")
            notes = _only_keys_of_both(connection, key) if keys_of_both else []
            columns, missing = _columns_of_both(connection, leave_out)
            if missing:
                notes.append(f"not compared, as only one of both has them: {', '.join(missing)}")
            differing_rows = _set_apart(connection, columns)
            samples = _samples(connection, shape, key, columns)
    except duckdb.Error:
        return Compared(name, is_same_bytes=False, differing_rows=1, samples=("one of both files cannot be read",))
    return Compared(name, False, differing_rows, tuple(samples), "; ".join(notes))


def _only_keys_of_both(connection: duckdb.DuckDBPyConnection, key: Sequence[str]) -> list[str]:
    keys = ", ".join(_quoted(each) for each in key)
    notes = []
    connection.execute(
        f"create table both_keys as (select {keys} from before_rows intersect select {keys} from after_rows)"
    )
    for relation, when in (("before", "then"), ("after", "now")):
        gone = connection.execute(
            f"delete from {relation}_rows where ({keys}) not in (select ({keys}) from both_keys)"
        ).fetchall()[0][0]
        if gone:
            notes.append(f"{gone} rows are only of {when} and not compared")
    return notes


def _columns_of_both(connection: duckdb.DuckDBPyConnection, leave_out: Sequence[str]) -> tuple[list[str], list[str]]:
    before, after = (
        [row[0] for row in connection.execute(f"describe {relation}_rows").fetchall() if row[0] not in leave_out]
        for relation in ("before", "after")
    )
    return [each for each in before if each in after], sorted(set(before) ^ set(after))


def _set_apart(connection: duckdb.DuckDBPyConnection, columns: Sequence[str]) -> int:
    """Keep the rows that only one of both has, and count them."""
    listed = ", ".join(_quoted(each) for each in columns)
    for relation, other in (("before", "after"), ("after", "before")):
        connection.execute(
            f"create table only_{relation} as "
            f"(select {listed} from {relation}_rows) except all (select {listed} from {other}_rows)"
        )
    return _count(connection, "only_before") + _count(connection, "only_after")


def _count(connection: duckdb.DuckDBPyConnection, relation: str) -> int:
    return int(connection.execute(f"select count(*) from {relation}").fetchall()[0][0])


def _samples(
    connection: duckdb.DuckDBPyConnection, shape: Table, key: Sequence[str], columns: Sequence[str]
) -> list[str]:
    keys = ", ".join(_quoted(each) for each in key)
    listed = ", ".join(_quoted(each) for each in columns)
    found = connection.execute(
        f"select distinct {keys} from (select {keys} from only_before union all select {keys} from only_after) "
        f"order by {keys} limit {_ROWS_SHOWN}"
    ).fetchall()
    samples = []
    for values in found:
        place = " and ".join(f"{_quoted(each)} is not distinct from ?" for each in key)
        rows = [
            connection.execute(f"select {listed} from {relation} where {place} order by all", values).fetchall()
            for relation in ("only_before", "only_after")
        ]
        address = ", ".join(f"{name} {value}" for name, value in zip(key, values, strict=True))
        samples.append(f"{address}: {_difference(shape, columns, *rows)}")
    return samples


def _difference(shape: Table, columns: Sequence[str], before: list[Any], after: list[Any]) -> str:
    if not after:
        return "stored, and not made again"
    if not before:
        return "made now, and not stored"
    told = [
        f"{name} {_shown(shape, name, was)} stored, {_shown(shape, name, now)} made now"
        for name, was, now in zip(columns, before[0], after[0], strict=True)
        if was != now
    ]
    return "; ".join(told) or f"{len(before)} rows stored, {len(after)} made now"


def _shown(shape: Table, name: str, value: Any) -> str:
    if value is None:
        return "blank"
    kind = shape.column(name).kind if name in shape.names else None
    return f"{value} yuan" if kind in _IN_YUAN else f"{value}"


def _quoted(name: str) -> str:
    return f'"{name}"'
