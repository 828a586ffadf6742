"""What Spark made, taken into the run's DuckDB file without a digit being lost on the way."""

import re
from pathlib import Path

import duckdb

from interface.sql import as_pattern, literal

_SCHEMAS = ("intermediate", "marts")
_DECIMAL = re.compile(r"DECIMAL\((\d+),(\d+)\)")
_WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT")


class UnfitColumns(RuntimeError):
    """Columns came back from Spark in a type that would have to be rounded; the text names them."""


def take_back(database: Path, folder: Path, *, threads: int) -> None:
    """Fill the tables of the run's DuckDB file, which stand there without rows, with what Spark made of them.

    Args:
        database: Every model's table with the columns and types that DuckDB gives it.
        folder: Spark's tables: ``<schema>/<table>/*.parquet``.
        threads: How many threads the engine may use.

    Raises:
        UnfitColumns: a column is missing or came in a type whose values do not all fit without rounding.
    """
    with duckdb.connect(str(database), config={"threads": threads}) as connection:
        connection.execute("set TimeZone = 'Asia/Shanghai'")
        tables = connection.execute(
            "select schema_name, table_name from duckdb_tables() where schema_name in (?, ?) order by all", _SCHEMAS
        ).fetchall()
        for schema, table in tables:
            _fill(connection, f"{schema}.{table}", folder / schema / table)


def _fill(connection: duckdb.DuckDBPyConnection, relation: str, place: Path) -> None:
    if not place.is_dir():
        raise UnfitColumns(f"{relation} was not built by Spark")
    if not any(place.glob("*.parquet")):
        return  # no row, no file
    rows = f"read_parquet({literal(f'{as_pattern(place)}/*.parquet')})"
    kept = _types(connection, relation)
    came = _types(connection, f"(select * from {rows})")
    unfit = [
        f"{relation}.{name} is {kind}, came as {came.get(name, 'nothing')}"
        for name, kind in kept.items()
        if not holds(kind, came.get(name))
    ]
    if unfit or len(came) != len(kept):
        raise UnfitColumns("; ".join(unfit) or f"{relation} came with other columns: {', '.join(came)}")
    connection.execute(f"insert into {relation} by name select * from {rows}")


def holds(kind: str, came: str | None) -> bool:
    """Whether every value of the second type fits into the first as it is or fails: none is rounded."""
    if came is None or kind == came:
        return came is not None
    kept_decimal, came_decimal = _DECIMAL.fullmatch(kind), _DECIMAL.fullmatch(came)
    if came_decimal:
        places = int(kept_decimal[2]) if kept_decimal else (0 if kind in _WHOLE else -1)
        return int(came_decimal[2]) <= places
    return came in _WHOLE and (kept_decimal is not None or kind in _WHOLE)


def _types(connection: duckdb.DuckDBPyConnection, relation: str) -> dict[str, str]:
    return {row[0]: row[1] for row in connection.execute(f"describe select * from {relation}").fetchall()}
