"""What the models read on Spark: the landing files themselves, and copies of the run's small tables."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from interface.sql import literal

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_FILES, _APART = "landing_files", "landing_apart"
_SCHEMAS = ("landing", _FILES, _APART, "booked", "this_run", "intermediate", "marts")
_TYPES = {
    "VARCHAR": "string",
    "BIGINT": "bigint",
    "INTEGER": "int",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP WITH TIME ZONE": "timestamp",
}
_KEY = ("stored_at", "row_number")


def lay_out_sources(
    session: "SparkSession",
    database: Path,
    *,
    relations: Iterable[str],
    files: Mapping[str, tuple[Path, ...]],
    folder: Path,
) -> None:
    """Let the session find every source of the models under its name, and an empty place for what they make.

    An input table's rows are read from the landing files, less those that do not land: which ones that are was decided
    when the DuckDB file was laid out. What is booked and the run's own parameters are small and copied.

    Args:
        session: The session; databases of an earlier run in it are dropped.
        database: The run's DuckDB file, laid out.
        relations: The sources, such as ``landing.delivery``.
        files: The landed files of each input table.
        folder: A new folder that every worker sees under the same path.

    Raises:
        RuntimeError: the landing files do not give the rows that DuckDB read: a defect, or they changed meanwhile.
    """
    for schema in _SCHEMAS:
        (folder / schema).mkdir(parents=True)
        session.sql(f"drop database if exists {schema} cascade")
        session.sql(f"create database {schema} location '{_uri(folder / schema)}'")
    expected: dict[str, int] = {}
    with duckdb.connect(str(database), read_only=True) as connection:
        for relation in sorted(relations):
            schema, name = relation.split(".")
            if schema == "landing" and files.get(name):
                expected[relation] = _lay_out_landing(session, connection, name, files[name], folder)
            else:
                _copy(session, connection, f"select * from {relation}", relation, folder)
    _refuse_other_rows(session, expected)


def _lay_out_landing(
    session: "SparkSession",
    connection: duckdb.DuckDBPyConnection,
    name: str,
    files: Sequence[Path],
    folder: Path,
) -> int:
    """A view of one input table over its landing files; how many rows land."""
    linked = folder / _FILES / name
    linked.mkdir()
    for file in files:
        (linked / file.name).symlink_to(file.absolute())
    columns = _columns(connection, f"select * from landing.{name}")
    _create(session, f"{_FILES}.{name}", columns, linked)
    key = ", ".join(_KEY)
    is_apart = f"select {key} from landing.apart where table_name = {literal(name)}"
    _copy(session, connection, is_apart, f"{_APART}.{name}", folder)
    session.sql(
        f"create view landing.{name} as select {', '.join(_quoted(column) for column, _ in columns)} "
        f"from {_FILES}.{name} left anti join {_APART}.{name} using ({key})"
    )
    return _count(connection, f"select 1 from landing.{name}")


def _copy(
    session: "SparkSession", connection: duckdb.DuckDBPyConnection, query: str, relation: str, folder: Path
) -> None:
    schema, name = relation.split(".")
    place = folder / schema / name
    place.mkdir()
    target = literal(str(place / "rows.parquet"))
    connection.execute(f"copy ({query}) to {target} (format parquet, compression zstd)")
    _create(session, relation, _columns(connection, query), place)


def _create(session: "SparkSession", relation: str, columns: Sequence[tuple[str, str]], place: Path) -> None:
    shape = ", ".join(f"{_quoted(name)} {kind}" for name, kind in columns)
    session.sql(f"create table {relation} ({shape}) using parquet location '{_uri(place)}'")


def _columns(connection: duckdb.DuckDBPyConnection, query: str) -> list[tuple[str, str]]:
    """Names and Spark's types of a query's columns; KeyError for a type that is not known to be the same there."""
    described = connection.execute(f"describe {query}").fetchall()
    return [(row[0], row[1] if row[1].startswith("DECIMAL(") else _TYPES[row[1]]) for row in described]


def _refuse_other_rows(session: "SparkSession", expected: Mapping[str, int]) -> None:
    if not expected:
        return
    counts = " union all ".join(f"select '{each}' as relation, count(*) as rows from {each}" for each in expected)
    found = {row["relation"]: row["rows"] for row in session.sql(counts).collect()}
    other = [f"{each}: {found[each]} rows instead of {rows}" for each, rows in expected.items() if found[each] != rows]
    if other:
        raise RuntimeError(f"Spark reads other rows from the landing files than DuckDB: {'; '.join(other)}")


def _count(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    counted = connection.execute(f"select count(*) from ({query})").fetchone()
    return int(counted[0]) if counted else 0


def _quoted(name: str) -> str:
    return f"`{name}`"


def _uri(path: Path) -> str:
    return path.absolute().as_uri().replace("'", "%27")
