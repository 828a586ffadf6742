"""Figures as large as their columns hold are judged like any others: no rule stops for want of digits."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from expectations.judge_process import JudgeProcess
from tests.defects.bench import Bench, as_files
from tests.defects.made_work import World

# What is wider than 18 digits holds sums and products; these many before the point are the most that they come to.
WIDE_DIGITS = 12
# A quantity and a price whose product has more than 16 digits are never built.
MOST_DIGITS = {"unit_price": 4}


@dataclass(frozen=True)
class Built:
    """A month that is built and not judged yet, with the bench that it was built on."""

    bench: Bench
    database: Path


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    """The third month of every kind of contract, the two before it booked."""
    world = World(3, 5, full=True)
    with JudgeProcess() as process:
        bench = Bench(tmp_path_factory.mktemp("extremes"), process)
        for number in range(2):
            bench.receive(as_files(world.facts(number, bench.statements())))
            assert not bench.settle(world.month(number)).blocks
        bench.receive(as_files(world.facts(2, bench.statements())))
        with bench.built(world.month(2)) as prepared:
            yield Built(bench, prepared.bench.database)


def every_figure(value: str) -> Callable[[duckdb.DuckDBPyConnection], None]:
    """Sets every decimal that is given.

    Args:
        value: An expression in which ``{largest}`` stands for the most that a column holds and ``{column}`` for its
            name.
    """

    def spoil(connection: duckdb.DuckDBPyConnection) -> None:
        columns = connection.execute(
            """
            select columns.table_schema, columns.table_name, tables.table_type, list(row(column_name, data_type))
            from information_schema.columns as columns
            inner join information_schema.tables as tables using (table_schema, table_name)
            where data_type like 'DECIMAL%'
            group by all
            """
        ).fetchall()
        for schema, name, kind, decimals in columns:
            changed = ", ".join(
                f'case when "{column}" is not null then {_of(value, column, type)} end as "{column}"'
                for column, type in decimals
            )
            connection.execute(f"create table main.spoilt as select * replace ({changed}) from {schema}.{name}")
            connection.execute(f"drop {'view' if kind == 'VIEW' else 'table'} {schema}.{name}")
            connection.execute(f"create table {schema}.{name} as from main.spoilt")
            connection.execute("drop table main.spoilt")

    return spoil


def _of(value: str, column: str, type: str) -> str:
    width, places = map(int, type.removeprefix("DECIMAL(").removesuffix(")").split(","))
    digits = min(width - places, MOST_DIGITS.get(column, WIDE_DIGITS if width > 18 else width))
    largest = f"{'9' * digits}.{'9' * places}"
    return f"cast({value.format(largest=largest, column=column)} as {type})"


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("{largest}", id="largest"),
        pytest.param("-{largest}", id="smallest"),
        pytest.param(
            "case when hash('{column}', row_number() over ()) % 2 = 0 then {largest} else -{largest} end", id="both"
        ),
    ],
)
def test_the_largest_figures_are_judged(built: Built, value: str) -> None:
    found = built.bench.judge_spoilt(built.database, every_figure(value))

    assert {"gross_less_everything_is_the_payable", "words_say_the_payable"} <= set(found.blocks)
