"""The engine's own plans say so: no step of any model is a float, and none reads or keeps all deliveries twice."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pytest

from ingest.landing import ingest_folder
from interface.ledger import writing
from interface.money import amount_in_words
from interface.paths import Home
from interface.periods import Month
from interface.settings import read_settings
from orchestration import transform
from orchestration.requests import resolve_evaluation
from orchestration.settlement import prepare
from orchestration.workbench import lay_out_evaluation
from tests.integration.conftest import a_contract, a_delivery, write_tables
from tests.integration.test_evaluations import a_leaf

FLOATS = ("DOUBLE", "FLOAT")
NUMBER_OF_MONEY = re.compile(r"(^|_)(amt|amount|price|qty|quantity|score|rate|ratio|coefficient|fee)$|^gross|^amt_")
DELIVERIES = "landing.delivery"
GROUPING = "GROUP_BY"
QUOTE_TABLES = """
    create schema quote;
    create table quote.request (version_no varchar, is_day_given boolean, priced_on date);
    create table quote."row" (row_number bigint, item_code varchar, quantity decimal(18, 6), unit varchar);
"""


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The DuckDB file of a small run with every model built, those of quotes too; dbt's files lie beside it."""
    folder, settings = tmp_path_factory.mktemp("compiled"), read_settings({})
    home = Home(folder / "home")
    ingest_folder(home, write_tables(folder / "inputs", **a_contract(), delivery=[a_delivery("D1")]))
    with writing(home):
        built = prepare(home, Month(2020, 3), settings=settings).bench.database
        with duckdb.connect(str(built)) as connection:
            connection.execute(QUOTE_TABLES)
        quoting = ("--select", "intermediate.quoting")
        transform.build(built, threads=settings.threads, memory=settings.memory, models=quoting)
    return built


@pytest.fixture(scope="module")
def evaluated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The DuckDB file of a small evaluation with every model of one built."""
    folder, settings = tmp_path_factory.mktemp("evaluated"), read_settings({})
    home = Home(folder / "home")
    ingest_folder(home, write_tables(folder / "inputs", **a_contract(), score_sheet=[a_leaf("A")]))
    with writing(home):
        request = resolve_evaluation(home, scheme_no=None, as_of=None)
        built = lay_out_evaluation(folder, home, request, settings=settings).database
        transform.build(built, threads=settings.threads, memory=settings.memory, models=transform.EVALUATION)
    return built


@contextmanager
def opened(database: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(database), read_only=True) as connection:
        connection.create_function("amount_in_words", amount_in_words, ["DECIMAL(18,2)"], "VARCHAR")  # as dbt has it
        yield connection


@pytest.fixture(scope="module")
def connection(database: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with opened(database) as connection:
        yield connection


def compiled_models(database: Path) -> dict[str, str]:
    """What dbt made of each model's file, by name; staging has none of its own, it stands inside the others."""
    files = (database.parent / "dbt" / "compiled").rglob("models/**/*.sql")
    return {path.stem: path.read_text("utf-8") for path in files}


def float_columns(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Columns of intermediate and marts that are floats, or that are named like money and are no DECIMAL."""
    columns = connection.execute(
        "select schema_name, table_name, column_name, data_type from duckdb_columns() "
        "where schema_name in ('intermediate', 'marts') order by all"
    ).fetchall()
    return [
        f"{schema}.{table}.{column} is {kind}"
        for schema, table, column, kind in columns
        if any(each in kind for each in FLOATS) or (NUMBER_OF_MONEY.search(column) and not kind.startswith("DECIMAL"))
    ]


def float_steps(connection: duckdb.DuckDBPyConnection, sql: str) -> list[str]:
    """Expressions of a query, as the engine binds them, whose type is a float; explicit and implied casts among them.

    This is the plan that EXPLAIN prints, with a type on every expression: EXPLAIN shows the cast of an operand of a
    division, but neither a float literal nor an average.
    """
    (text,) = connection.execute("select json_serialize_plan(?)", [sql]).fetchone() or ("",)
    plan = json.loads(text)
    assert not plan["error"], plan
    return sorted(set(_floats(plan["plans"])))


def _floats(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for each in node:
            yield from _floats(each)
    elif isinstance(node, dict):
        kind = (node.get("return_type") or {}).get("id")
        if kind == "INTERVAL":
            return  # `interval 1 month` truncates a float to a whole number of months
        if kind in FLOATS:
            yield f"{node['expression_class']} {node.get('name') or node.get('alias') or ''}".strip()
        if node.get("name") == "sign":
            # The engine takes the sign of a DECIMAL as that of the nearest float, which is the same sign.
            node = {"operands": [operand.get("child", operand) for operand in node["children"]]}
        for each in node.values():
            yield from _floats(each)


def readings(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[int, int]:
    """How often a query reads all deliveries, and how often it keeps a copy of their rows while it works.

    The engine writes down whole whatever it finds twice in a query, with or without a name: of a hundred million rows
    that is more than its memory, and takes longer than reading them again.
    """
    plan = connection.execute(f"explain (format json) {sql}").fetchall()[0][1]
    [root] = json.loads(plan)
    nodes = list(_nodes(root))
    copies = [each for each in nodes if each["name"] == "CTE" and any(_rows_read(each["children"][0]))]
    return sum(_reads_deliveries(each) for each in nodes), len(copies)


def _nodes(node: Any) -> Iterator[Any]:
    yield node
    for child in node["children"]:
        yield from _nodes(child)


def _rows_read(node: Any) -> Iterator[Any]:
    """Readings of deliveries whose rows, and not only what they add up to, come to the top of a plan."""
    if GROUPING in node["name"]:
        return
    if _reads_deliveries(node):
        yield node
    for child in node["children"]:
        yield from _rows_read(child)


def _reads_deliveries(node: Any) -> bool:
    return str(node["extra_info"].get("Table", "")).endswith(DELIVERIES)


def test_no_column_is_a_float_and_money_is_decimal(database: Path, evaluated: Path) -> None:
    for built in (database, evaluated):
        with opened(built) as connection:
            assert float_columns(connection) == []


def test_no_step_of_any_models_plan_is_a_float(database: Path, evaluated: Path) -> None:
    models: dict[str, str] = {}
    floats: dict[str, list[str]] = {}
    for built in (database, evaluated):
        compiled = compiled_models(built)
        with opened(built) as connection:
            floats |= {name: float_steps(connection, sql) for name, sql in compiled.items() if name not in models}
        models |= compiled

    models_of_dbt = [node for node in transform.parsed_manifest().nodes.values() if node.resource_type == "model"]
    tables = {node.name for node in models_of_dbt if node.config.materialized != "ephemeral"}
    assert tables
    assert tables - models.keys() == set()
    assert {name: found for name, found in floats.items() if found} == {}


@pytest.mark.parametrize(
    ("expression", "is_float"),
    [
        pytest.param("cast(gross_amt / 12 as decimal(18, 2))", True, id="division"),
        pytest.param("cast(gross_amt // 12 as decimal(18, 2))", True, id="whole-division-of-a-decimal"),
        pytest.param("cast(avg(gross_amt) as decimal(18, 2))", True, id="average"),
        pytest.param("cast(gross_amt * 1e-1 as decimal(18, 2))", True, id="float-literal"),
        pytest.param("cast(sqrt(gross_amt) as decimal(18, 2))", True, id="root"),
        pytest.param("sign(gross_amt / 3)", True, id="sign-of-a-quotient"),
        pytest.param("(select sum(m.gross_amt / 3) > 1 from marts.settlement as m)", True, id="within-a-subquery"),
        pytest.param("cast(round(gross_amt * 0.1, 2) as decimal(18, 2))", False, id="rounded-product"),
        pytest.param("cast(gross_amt * 100 as hugeint) // cast(12 as hugeint)", False, id="whole-numbers"),
        pytest.param("sign(gross_amt)", False, id="sign"),
        pytest.param("current_date + interval 1 month", False, id="interval"),
    ],
)
def test_a_float_on_the_way_is_found_though_the_column_is_decimal(
    connection: duckdb.DuckDBPyConnection, expression: str, is_float: bool
) -> None:
    assert bool(float_steps(connection, f"select {expression} as a_amt from marts.settlement")) is is_float


@pytest.mark.parametrize(
    ("column", "defects"),
    [
        pytest.param("cast(1 as decimal(18, 2)) as net_amt", [], id="decimal"),
        pytest.param("cast(1 as decimal(18, 2)) / 12 as net_amt", ["net_amt is DOUBLE"], id="quotient"),
        pytest.param("null as net_amt", ["net_amt is INTEGER"], id="untyped-null"),
        pytest.param("0 as score", ["score is INTEGER"], id="whole-number"),
        pytest.param("[cast(1 as float)] as weights", ["weights is FLOAT[]"], id="list-of-floats"),
        pytest.param("'壹元整' as payable_amt_cn, 1 as point_count, true as is_priced", [], id="no-money"),
    ],
)
def test_a_column_of_money_that_is_no_decimal_is_named(column: str, defects: list[str]) -> None:
    with duckdb.connect() as connection:
        connection.execute(f"create schema marts; create table marts.fees as select {column}")

        assert float_columns(connection) == [f"marts.fees.{defect}" for defect in defects]


def test_no_model_reads_all_deliveries_twice_or_keeps_a_copy_of_them(
    database: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    found = {name: readings(connection, sql) for name, sql in compiled_models(database).items()}

    assert sum(reads for reads, _ in found.values()) > 5
    assert {name: each for name, each in found.items() if each[0] > 1 or each[1]} == {}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param("select unit from landing.delivery", (1, 0), id="once"),
        pytest.param("with d as (from landing.delivery) select a.unit from d as a, d as b", (1, 1), id="named"),
        pytest.param(
            "with d as materialized (from landing.delivery where quantity > 1) from d", (1, 1), id="kept-on-purpose"
        ),
        pytest.param(
            "select a.unit from landing.delivery as a inner join landing.delivery as b on a.unit = b.delivery_no",
            (2, 0),
            id="twice",
        ),
        pytest.param(
            "with d as (select unit, count(*) as n from landing.delivery group by unit) select a.n from d as a, d as b",
            (1, 0),
            id="sums",
        ),
    ],
)
def test_a_copy_of_deliveries_is_seen(
    connection: duckdb.DuckDBPyConnection, query: str, expected: tuple[int, int]
) -> None:
    assert readings(connection, query) == expected
