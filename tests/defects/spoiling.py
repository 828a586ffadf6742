"""The words in which defects of builds are written: cells set, rows lost and rows doubled in a run's file."""

from collections.abc import Callable

import duckdb

from tests.defects.kinds import Kind

H1, H2, H3, H4 = (f"contract_no = 'H{number}'" for number in range(1, 5))
JUNE = "service_period = '2020-06'"


def does(*statements: str) -> Callable[[duckdb.DuckDBPyConnection], None]:
    """Change the run's file; a statement that changes nothing plants nothing and is an error of ours."""

    def plant(connection: duckdb.DuckDBPyConnection) -> None:
        for statement in statements:
            _write_down_views(connection, statement)
            (changed,) = connection.execute(statement).fetchall()[0]
            assert changed, statement

    return plant


def _write_down_views(connection: duckdb.DuckDBPyConnection, statement: str) -> None:
    """Make a table of each view that the statement is about: rows of a view cannot be changed."""
    views = connection.execute("select schema_name, view_name from duckdb_views() where not internal").fetchall()
    for schema, name in views:
        if f" {schema}.{name} " in statement:
            connection.execute(f"create table {schema}.written as select * from {schema}.{name}")
            connection.execute(f"drop view {schema}.{name}")
            connection.execute(f"alter table {schema}.written rename to {name}")


def sets(table: str, change: str, where: str, *, name: str, by: tuple[str, ...], why: str, also: str = "") -> Kind:
    """A kind that changes cells of a table."""
    statements = [f"update {table} set {change} where {where}", *([also] if also else [])]
    return Kind(name, "BLOCK", by, why, does(*statements))


def loses(table: str, where: str, *, name: str, by: tuple[str, ...], why: str) -> Kind:
    """A kind that drops rows of a table."""
    return Kind(name, "BLOCK", by, why, does(f"delete from {table} where {where}"))


def doubles(table: str, where: str, *, name: str, by: tuple[str, ...], why: str) -> Kind:
    """A kind that has rows of a table twice."""
    return Kind(name, "BLOCK", by, why, does(f"insert into {table} select * from {table} where {where}"))
