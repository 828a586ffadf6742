"""What comes back from Spark is taken as it is or refused by name: nothing is rounded on the way."""

from pathlib import Path

import duckdb
import pytest

from orchestration.spark.results import UnfitColumns, holds, take_back


def a_run(folder: Path, *, shape: str, came: str) -> Path:
    """A run's DuckDB file with one mart without rows, and the Parquet file that Spark wrote for it."""
    place = folder / "spark" / "marts" / "fees"
    place.mkdir(parents=True)
    with duckdb.connect(str(folder / "run.duckdb")) as connection:
        connection.execute(f"create schema marts; create table marts.fees ({shape})")
        connection.execute(f"copy ({came}) to '{place / 'part-0.parquet'}' (format parquet)")
    return folder / "run.duckdb"


def fees(database: Path) -> list[tuple[object, ...]]:
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.execute("select cast(columns(*) as varchar) from marts.fees").fetchall()


def test_rows_are_taken_by_the_names_of_their_columns(tmp_path: Path) -> None:
    database = a_run(
        tmp_path,
        shape="a_amt decimal(18, 2), row_count bigint",
        came="select cast(2 as integer) as row_count, cast('1.10' as decimal(12, 2)) as a_amt",
    )

    take_back(database, tmp_path / "spark", threads=1)

    assert fees(database) == [("1.10", "2")]


@pytest.mark.parametrize(
    ("came", "sentence"),
    [
        pytest.param("cast('1.005' as decimal(18, 3)) as a_amt", r"came as DECIMAL\(18,3\)", id="more-places"),
        pytest.param("cast(1.1 as double) as a_amt", "came as DOUBLE", id="float"),
        pytest.param("'1.10' as a_amt", "came as VARCHAR", id="text"),
        pytest.param("cast('1.10' as decimal(18, 2)) as b_amt", "came as nothing", id="missing"),
        pytest.param("cast('1' as decimal(18, 2)) as a_amt, 1 as b", "came with other columns: a_amt, b", id="more"),
    ],
)
def test_a_column_that_does_not_fit_is_refused_by_name(tmp_path: Path, came: str, sentence: str) -> None:
    database = a_run(tmp_path, shape="a_amt decimal(18, 2)", came=f"select {came}")

    with pytest.raises(UnfitColumns, match=sentence):
        take_back(database, tmp_path / "spark", threads=1)

    assert fees(database) == []


def test_an_amount_that_is_too_large_fails(tmp_path: Path) -> None:
    came = "select cast('12345678901234567.00' as decimal(38, 2)) as a_amt"
    database = a_run(tmp_path, shape="a_amt decimal(18, 2)", came=came)

    with pytest.raises(duckdb.ConversionException):
        take_back(database, tmp_path / "spark", threads=1)


def test_a_table_that_spark_did_not_build_is_named(tmp_path: Path) -> None:
    database = a_run(tmp_path, shape="a_amt decimal(18, 2)", came="select 1 as a_amt")
    with duckdb.connect(str(database)) as connection:
        connection.execute("create table marts.lines (line_id varchar)")

    with pytest.raises(UnfitColumns, match=r"marts\.lines was not built by Spark"):
        take_back(database, tmp_path / "spark", threads=1)


@pytest.mark.parametrize(
    ("kind", "came", "fits"),
    [
        ("DECIMAL(38,20)", "DECIMAL(38,20)", True),
        ("HUGEINT", "DECIMAL(38,0)", True),
        ("HUGEINT", "DECIMAL(38,1)", False),
        ("DECIMAL(18,2)", "INTEGER", True),
        ("INTEGER", "BIGINT", True),  # fails where it does not fit
        ("DATE", "TIMESTAMP", False),
        ("VARCHAR", "INTEGER", False),
        ("TIMESTAMP WITH TIME ZONE", "TIMESTAMP", False),
    ],
)
def test_which_types_hold_which(kind: str, came: str, fits: bool) -> None:
    assert holds(kind, came) is fits
