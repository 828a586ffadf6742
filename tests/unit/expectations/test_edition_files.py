"""A table as large as the deliveries is written in parts: each row once, in order, the same bytes by any threads."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from expectations.edition_files import copy_written_down, write_down
from interface.tables import PUBLISHED

FATES = PUBLISHED["delivery_fate"]
A_MILLION = 1_000_000


@pytest.fixture
def database(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A built run without fates: tests put rows of files into it."""
    columns = ", ".join(f'"{column.name}" {column.kind.sql_type}' for column in FATES.columns)
    with duckdb.connect(str(tmp_path / "run.duckdb")) as connection:
        for schema in ("this_run", "intermediate", "marts"):
            connection.execute(f"create schema {schema}")
        connection.execute(f"create table intermediate.made ({columns})")
        connection.execute("create view marts.delivery_fate as from intermediate.made")
        connection.execute(
            "create table intermediate.int_fates_by_file "
            "(file_sha256 varchar, first_row_number bigint, last_row_number bigint, delivery_count bigint)"
        )
        yield connection


def put(database: duckdb.DuckDBPyConnection, file: str, first: int, last: int, *, step: int = 1) -> None:
    """Rows from first to last of a file, the last first, each with a quantity that follows from its place."""
    database.execute(
        f"""
        insert into intermediate.made
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
        select file_sha256, min(row_number), max(row_number), count(*) from intermediate.made where file_sha256 = ?
        group by file_sha256
        """,
        [file],
    )


def written_down(database: duckdb.DuckDBPyConnection, folder: Path, *, threads: int = 2) -> Path:
    """The file that the run's database reads afterwards; the connection is closed for it."""
    database.close()
    write_down(folder / "run.duckdb", threads=threads, memory="1GB")
    return folder / "delivery_fate.parquet"


def test_rows_of_small_and_large_files_come_out_once_and_in_order(
    database: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    put(database, "c", 5, A_MILLION + 4)
    put(database, "a", 2, 30)
    put(database, "b", 2, 3 * A_MILLION, step=300)
    put(database, "d", 900, 900)

    path = written_down(database, tmp_path)

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


def test_a_file_that_nothing_names_is_not_read_though_it_lies_between_two_that_are_named(
    database: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    for file in ("a", "b", "c"):
        put(database, file, 2, 9)
    database.execute("delete from intermediate.int_fates_by_file where file_sha256 = 'b'")

    path = written_down(database, tmp_path)

    files = duckdb.execute(f"select file_sha256, count(*) from '{path}' group by file_sha256 order by file_sha256")
    assert files.fetchall() == [("a", 8), ("c", 8)]


def test_the_bytes_are_the_same_with_other_threads_and_rows_in_another_order(
    database: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    put(database, "a", 2, A_MILLION)
    put(database, "b", 2, 700_000)
    database.close()
    again = tmp_path / "again"
    again.mkdir()
    shutil.copyfile(tmp_path / "run.duckdb", again / "run.duckdb")
    with duckdb.connect(str(again / "run.duckdb")) as other:
        other.execute("create or replace table intermediate.made as from intermediate.made order by row_number % 10")

    once = written_down(database, tmp_path, threads=1).read_bytes()

    assert written_down(other, again, threads=3).read_bytes() == once


def test_the_columns_have_the_types_of_the_interface(database: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    put(database, "a", 2, 9)

    found = duckdb.execute(f"describe from '{written_down(database, tmp_path)}'").fetchall()

    assert [(row[0], row[1]) for row in found] == [(each.name, each.kind.sql_type) for each in FATES.columns]


def test_a_run_without_deliveries_has_a_file_without_rows(database: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    path = written_down(database, tmp_path)

    assert duckdb.execute(f"select count(*) from '{path}'").fetchall() == [(0,)]


@pytest.mark.parametrize("change", ["last_row_number = 7", "first_row_number = 4", "delivery_count = 9"])
def test_rows_that_stand_elsewhere_than_was_counted_are_not_left_out(
    database: duckdb.DuckDBPyConnection, tmp_path: Path, change: str
) -> None:
    put(database, "a", 2, 9)
    database.execute(f"update intermediate.int_fates_by_file set {change}")

    with pytest.raises(RuntimeError, match=r"delivery_fate has \d rows, but \d were counted"):
        written_down(database, tmp_path)


def test_the_run_reads_and_publishes_the_file_that_was_written_down(
    database: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    put(database, "a", 2, 9)
    path = written_down(database, tmp_path)
    (folder := tmp_path / "edition").mkdir()

    with duckdb.connect(str(tmp_path / "run.duckdb")) as run:
        run.execute("drop table intermediate.made")
        assert run.execute("select count(*) from marts.delivery_fate").fetchall() == [(8,)]
        copy_written_down(run, tmp_path / "run.duckdb", folder)

    assert (folder / path.name).read_bytes() == path.read_bytes()


def test_a_file_that_changed_since_it_was_written_down_is_not_published(
    database: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    put(database, "a", 2, 9)
    path = written_down(database, tmp_path)
    content = bytearray(path.read_bytes())
    content[20] ^= 1
    path.write_bytes(content)
    (tmp_path / "edition").mkdir()

    with (
        duckdb.connect(str(tmp_path / "run.duckdb")) as run,
        pytest.raises(RuntimeError, match="changed since it was written down: nothing is published"),
    ):
        copy_written_down(run, tmp_path / "run.duckdb", tmp_path / "edition")
