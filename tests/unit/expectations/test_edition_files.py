"""A table as large as the deliveries is written in parts: each row once, in order, the same bytes by any threads."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from expectations.edition_files import write_table
from interface.tables import PUBLISHED

FATES = PUBLISHED["delivery_fate"]
A_MILLION = 1_000_000


@pytest.fixture
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    """A run without fates: tests put rows of files into it, as file, first and last row."""
    columns = ", ".join(f'"{column.name}" {column.kind.sql_type}' for column in FATES.columns)
    with duckdb.connect() as connection:
        connection.execute(f"create schema marts; create table marts.delivery_fate ({columns})")
        connection.execute(
            "create schema intermediate; create table intermediate.int_fates_by_file "
            "(file_sha256 varchar, first_row_number bigint, last_row_number bigint, delivery_count bigint)"
        )
        yield connection


def put(database: duckdb.DuckDBPyConnection, file: str, first: int, last: int, *, step: int = 1) -> None:
    """Rows from first to last of a file, the last first, each with a quantity that follows from its place."""
    database.execute(
        f"""
        insert into marts.delivery_fate
        select
            'R1', 'JF-' || row_number, 'W1', '交付物' || row_number, '2020-03',
            timestamptz '2020-03-01 00:00:00+08' + to_seconds(row_number), row_number + 0.5, '条',
            row_number + 0.5, 'COUNTED', row_number % 7 = 0, '{file}', row_number
        from range({first}, {last} + 1, {step}) as places (row_number)
        order by row_number desc
        """
    )
    database.execute(
        """
        insert into intermediate.int_fates_by_file
        select file_sha256, min(row_number), max(row_number), count(*) from marts.delivery_fate where file_sha256 = ?
        group by file_sha256
        """,
        [file],
    )


def written(database: duckdb.DuckDBPyConnection, folder: Path, *, threads: int = 2) -> Path:
    folder.mkdir(exist_ok=True)
    write_table(database, FATES, "marts.delivery_fate", folder, threads=threads)
    return folder / "delivery_fate.parquet"


def test_rows_of_small_and_large_files_come_out_once_and_in_order(
    database: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    put(database, "c", 5, A_MILLION + 4)
    put(database, "a", 2, 30)
    put(database, "b", 2, 3 * A_MILLION, step=300)
    put(database, "d", 900, 900)

    path = written(database, tmp_path)

    [[files]] = duckdb.execute(
        "select list((file_sha256, row_count) order by file_sha256) "
        f"from (select file_sha256, count(*) as row_count from '{path}' group by file_sha256)"
    ).fetchall()
    assert files == [("a", 29), ("b", 10_000), ("c", A_MILLION), ("d", 1)]
    [[disordered]] = duckdb.execute(
        f"""
        select count(*)
        from (
            select file_sha256, row_number, lag((file_sha256, row_number)) over (order by file_row_number) as before
            from read_parquet('{path}', file_row_number = true)
        )
        where before >= (file_sha256, row_number)
        """
    ).fetchall()
    assert disordered == 0
    [[differing]] = duckdb.execute(
        f"select count(*) from (select * from '{path}' where quantity <> row_number + 0.5 or fate <> 'COUNTED')"
    ).fetchall()
    assert differing == 0


def test_the_bytes_are_the_same_with_other_threads_and_rows_in_another_order(
    database: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    put(database, "a", 2, A_MILLION)
    put(database, "b", 2, 700_000)
    once = written(database, tmp_path / "once", threads=1).read_bytes()

    database.execute("create or replace table marts.delivery_fate as from marts.delivery_fate order by row_number % 10")
    database.execute("set TimeZone = 'America/New_York'")

    assert written(database, tmp_path / "again", threads=3).read_bytes() == once


def test_the_columns_have_the_types_of_the_interface(database: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    put(database, "a", 2, 9)

    found = duckdb.execute(f"describe from '{written(database, tmp_path)}'").fetchall()

    assert [(row[0], row[1]) for row in found] == [(each.name, each.kind.sql_type) for each in FATES.columns]


def test_a_run_without_deliveries_has_a_file_without_rows(database: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    path = written(database, tmp_path)

    assert duckdb.execute(f"select count(*) from '{path}'").fetchall() == [(0,)]


@pytest.mark.parametrize("change", ["last_row_number = 7", "first_row_number = 4", "delivery_count = 9"])
def test_rows_that_stand_elsewhere_than_was_counted_are_not_left_out(
    database: duckdb.DuckDBPyConnection, tmp_path: Path, change: str
) -> None:
    put(database, "a", 2, 9)
    database.execute(f"update intermediate.int_fates_by_file set {change}")

    with pytest.raises(RuntimeError, match=r"delivery_fate has \d rows, but \d were counted"):
        written(database, tmp_path)
