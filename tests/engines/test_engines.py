"""DuckDB and Spark are the same to the fen: macros on worked values, and every byte that a settlement publishes."""

import random
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from expectations.judge_process import JudgeProcess
from interface.money import amount_in_words
from tests.differential.months import make_every_month
from tests.engines.desks import both_in
from tests.engines.numbers import BEYOND, EXPRESSIONS, QUERIES
from tests.engines.rendering import rendered

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

SEED = 3

Ask = Callable[[str], list[Any]]


def asked_of_duckdb(sql: str) -> list[Any]:
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        return [row[0] for row in connection.execute(sql).fetchall()]


@pytest.fixture(params=["duckdb", "spark"])
def engine(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def ask(engine: str, request: pytest.FixtureRequest) -> Ask:
    """Runs a query on the engine and gives its first column."""
    if engine == "duckdb":
        return asked_of_duckdb
    session: SparkSession = request.getfixturevalue("session")
    return lambda sql: [row[0] for row in session.sql(sql.replace("timestamptz", "timestamp")).collect()]


@pytest.fixture(scope="module")
def on_spark(session: "SparkSession") -> list[Any]:
    """What every expression is worth on Spark, asked at once: a query for each takes a second of its own."""
    asked = ", ".join(rendered(expression, "spark") for _, expression, _ in EXPRESSIONS)
    return list(session.sql(f"select {asked}".replace("timestamptz", "timestamp")).collect()[0])


@pytest.mark.parametrize("number", [pytest.param(index, id=each[0]) for index, each in enumerate(EXPRESSIONS)])
def test_a_macro_gives_what_was_worked_by_hand_on_both_engines(on_spark: list[Any], number: int) -> None:
    _, expression, value = EXPRESSIONS[number]

    assert asked_of_duckdb(f"select {rendered(expression, 'duckdb')}") == [value]
    assert on_spark[number] == value


@pytest.mark.parametrize(("query", "expression", "values"), [pytest.param(*each[1:], id=each[0]) for each in QUERIES])
def test_a_macro_over_rows_gives_what_was_worked_by_hand(
    ask: Ask, engine: str, query: str, expression: str, values: list[Any]
) -> None:
    assert ask(query.format(rendered(expression, engine))) == values


@pytest.mark.parametrize("expression", [pytest.param(each[1], id=each[0]) for each in BEYOND])
def test_what_does_not_fit_fails_and_is_never_cut(ask: Ask, engine: str, expression: str) -> None:
    with pytest.raises(Exception, match=r"(?i)overflow|out of range|could not cast|cannot be represented"):
        ask(f"select {rendered(expression, engine)}")


def test_amounts_in_words_are_the_same_in_sql(session: "SparkSession") -> None:
    """Every pattern of zeros in the yuan and the fen, and two thousand amounts by chance."""
    by_chance = random.Random(1)
    yuan = [sum(10**place for place in range(16) if pattern >> place & 1) for pattern in range(0, 1 << 16, 7)]
    amounts = [Decimal(each * 100 + fen) / 100 for each in yuan for fen in (0, 5, 50, 55)]
    amounts += [Decimal(by_chance.randrange(10 ** by_chance.randint(1, 18))) / 100 for _ in range(2000)]
    amounts += [-each for each in amounts[::50]] + [Decimal(0)]
    frame = session.createDataFrame([(each,) for each in amounts], "amount decimal(18, 2)")

    words = frame.selectExpr("amount", rendered("words_of_amount('amount')", "spark") + " as words").collect()

    assert [(row.amount, row.words) for row in words] == [(each, amount_in_words(each)) for each in amounts]


def test_made_months_are_published_to_the_same_bytes(tmp_path: Path, master: str) -> None:
    """Two months under tiers, packages and odd decimals, the second with changed and late facts of the first."""
    differences: dict[str, list[str]] = {}

    with JudgeProcess() as judge_process:
        both = both_in(tmp_path, judge_process, master)
        for step in make_every_month(SEED, 2):
            both.receive(**{name: rows for name, rows in step.facts.items() if rows})
            differences[step.period] = both.settle(step.period)

    assert len(both.duckdb.lines()) >= 10
    assert list(differences.values()) == [[], []]
