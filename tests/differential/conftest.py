"""What the tests beside it share: a gate that is warm, and the models' SQL on a database of its own."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb
import pytest

from expectations.judge_process import JudgeProcess
from interface.paths import DBT_PROJECT
from interface.tables import INPUTS
from orchestration import transform
from tests.differential.worths import Cells

MODELS = ("int_price_tiers_checked", "int_price_points_worth", "int_work_months_worth")
GIVEN = {
    "intermediate.int_price_points": (
        "contract_no varchar, item_code varchar, service_period varchar, catalogue_code varchar, "
        "catalogue_version varchar, point varchar, quantity decimal(38, 14)"
    ),
    "intermediate.int_work_months_priced": (
        "work_order_no varchar, service_period varchar, contract_no varchar, item_code varchar, "
        "unit_price decimal(18, 6), is_priced_by_line boolean, price_problem varchar"
    ),
    "intermediate.int_work_months_metered": "work_order_no varchar, service_period varchar, billed_qty decimal(38, 14)",
}


@pytest.fixture(scope="session")
def judge_process() -> Iterator[JudgeProcess]:
    with JudgeProcess() as process:
        yield process


@pytest.fixture(scope="session")
def pricing(tmp_path_factory: pytest.TempPathFactory) -> Iterator["Pricing"]:
    """The pricing models as dbt compiles them, over tables that a test fills."""
    database = tmp_path_factory.mktemp("pricing") / "run.duckdb"
    compiled = _compiled(database)
    with duckdb.connect(str(database)) as connection:
        yield Pricing(connection, compiled)


def _compiled(database: Path) -> dict[str, str]:
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner

    folder = str(database.parent)
    places = ["--project-dir", str(DBT_PROJECT), "--profiles-dir", str(DBT_PROJECT)]
    quietly = ["--quiet", "--no-write-json", "--log-level-file", "none", "--target-path", folder, "--log-path", folder]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HL_RUN_DB", str(database))
        try:
            runner = dbtRunner(manifest=transform.parsed_manifest())
            outcome = runner.invoke(["compile", "--select", *MODELS, *quietly, *places])
        finally:
            DuckDBConnectionManager.close_all_connections()
    assert outcome.success, outcome.exception
    results: Any = outcome.result
    return {each.node.name: each.node.compiled_code for each in results.results}


class Pricing:
    """Runs the compiled models over one item, or over one month that is shared."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, compiled: dict[str, str]) -> None:
        self._connection = connection
        self._compiled = compiled
        connection.execute("create schema landing; create schema intermediate")
        for name in ("service_item", "price_tier"):
            columns = ", ".join(f"{column.name} {column.kind.sql_type}" for column in INPUTS[name].columns)
            origin = "file_sha256 varchar, row_number bigint, stored_at timestamptz"
            connection.execute(f"create table landing.{name} ({columns}, {origin})")
        for relation, columns in GIVEN.items():
            connection.execute(f"create table {relation} ({columns})")

    def worths(self, item: Cells, tiers: list[Cells], quantities: list[Fraction]) -> list[tuple[Fraction, Fraction]]:
        """amount_exact and amount of each quantity, in the order given."""
        version = {"catalogue_code": "C", "version_no": "1", "item_code": "I"}
        self._fill("landing.service_item", [{**version, **item}])
        self._fill("landing.price_tier", [{**version, **tier, "seq": seq} for seq, tier in enumerate(tiers)])
        point = {"contract_no": "H", "item_code": "I", "catalogue_code": "C", "catalogue_version": "1"}
        self._fill(
            "intermediate.int_price_points",
            [
                {**point, "service_period": str(place), "point": "THROUGH", "quantity": in_places(quantity, 14)}
                for place, quantity in enumerate(quantities)
            ],
        )
        self._build("int_price_tiers_checked")
        rows = self._connection.execute(
            f"select amount_exact, amount from ({self._compiled['int_price_points_worth']}) "
            "order by cast(service_period as integer)"
        ).fetchall()
        return [(Fraction(exact), Fraction(amount)) for exact, amount in rows]

    def shares(self, amount: Fraction, quantities: dict[str, Fraction]) -> dict[str, Fraction]:
        """The part of each work order in one month's amount."""
        month = {"service_period": "2020-05"}
        priced = {**month, "contract_no": "H", "item_code": "I", "is_priced_by_line": False}
        self._fill("intermediate.int_work_months_priced", [{**priced, "work_order_no": name} for name in quantities])
        self._fill(
            "intermediate.int_work_months_metered",
            [
                {**month, "work_order_no": name, "billed_qty": in_places(quantity, 14)}
                for name, quantity in quantities.items()
            ],
        )
        self._connection.execute(
            "create or replace table intermediate.int_price_points_worth as select 'H' as contract_no, "
            "'I' as item_code, '2020-05' as service_period, 'THROUGH' as point, cast(? as decimal(18, 2)) as amount",
            [in_places(amount, 2)],
        )
        rows = self._connection.execute(
            f"select work_order_no, amount from ({self._compiled['int_work_months_worth']})"
        ).fetchall()
        return {name: Fraction(part) for name, part in rows}

    def _build(self, model: str) -> None:
        self._connection.execute(f"create or replace table intermediate.{model} as {self._compiled[model]}")

    def _fill(self, relation: str, rows: list[dict[str, Any]]) -> None:
        self._connection.execute(f"truncate {relation}")
        for row in rows:
            self._connection.execute(
                f"insert into {relation} ({', '.join(row)}) values ({', '.join('?' * len(row))})", list(row.values())
            )


def in_places(number: Fraction, places: int) -> str:
    """A number with that many decimal places as text; it must have no more."""
    units = number * 10**places
    assert units.denominator == 1, number
    sign, digits = "-" if units < 0 else "", f"{abs(int(units)):0{places + 1}d}"
    return f"{sign}{digits[:-places]}.{digits[-places:]}"
