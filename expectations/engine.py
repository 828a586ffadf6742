"""Great Expectations over the run's DuckDB file: the only module that imports it."""

import os
import warnings
from pathlib import Path
from typing import Any

os.environ["GX_ANALYTICS_ENABLED"] = "false"  # read when the package is imported

import great_expectations as gx
from duckdb_sqlalchemy import Dialect
from great_expectations.expectations import UnexpectedRowsExpectation
from sqlalchemy import URL
from sqlalchemy.dialects import registry

from expectations.rule import Suite


class ReadOnlyDialect(Dialect):
    """DuckDB without transactions of its own.

    Great Expectations fetches rows after it has given its connection back, and DuckDB throws a result away
    at the rollback that comes with that; a file opened read-only needs neither.
    """

    driver = "hengliang"
    supports_statement_cache = False

    def do_begin(self, dbapi_connection: Any) -> None:
        """Nothing to begin."""

    def do_rollback(self, dbapi_connection: Any) -> None:
        """Nothing to roll back."""

    def do_commit(self, dbapi_connection: Any) -> None:
        """Nothing to commit."""


registry.register("duckdb.hengliang", __name__, "ReadOnlyDialect")

# One row when anything offends, none otherwise: the engine counts, and only three samples reach Python.
_COUNTED = """
select count(*) as unexpected_count, array_to_string(min(offence, 3), ' · ') as sample
from ({offences}) as offending /* of {{batch}} */
having count(*) > 0
"""


def count_offences(database: Path, suites: tuple[Suite, ...]) -> dict[tuple[str, str], tuple[int, str]]:
    """Evaluate every rule; per (suite, rule) the number of offending rows and up to three of them.

    Raises:
        RuntimeError: a rule could not be evaluated; a check that cannot run must not pass.
    """
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    source = context.data_sources.add_sql(
        "run",
        connection_string=URL.create(
            "duckdb+hengliang", database=str(database), query={"access_mode": "read_only"}
        ).render_as_string(),
        create_temp_table=False,
    )
    found: dict[tuple[str, str], tuple[int, str]] = {}
    for number, suite in enumerate(suites):
        schema, table = suite.relation.split(".")
        # Numbered, as two suites may look at one relation.
        asset = source.add_table_asset(f"{number}-{suite.relation}", table_name=table, schema_name=schema)
        batch = asset.add_batch_definition_whole_table("all").get_batch()
        for rule, outcome in zip(suite.rules, _validate(batch, suite), strict=True):
            found[suite.name, rule.name] = _counted(suite, rule.name, outcome)
    return found


def _validate(batch: Any, suite: Suite) -> list[Any]:
    expectations = gx.ExpectationSuite(suite.name)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for rule in suite.rules:
            # Filled here: Great Expectations would put its own alias after a relation that has one already.
            query = _COUNTED.format(offences=rule.offences.replace("{batch}", suite.relation))
            expectations.add_expectation(
                UnexpectedRowsExpectation(unexpected_rows_query=query, description=rule.en, meta={"name": rule.name})
            )
    outcomes = batch.validate(expectations, result_format="COMPLETE").results
    by_name = {outcome.expectation_config.meta["name"]: outcome for outcome in outcomes}
    return [by_name[rule.name] for rule in suite.rules]


def _counted(suite: Suite, rule_name: str, outcome: Any) -> tuple[int, str]:
    if outcome.exception_info.get("raised_exception") or "observed_value" not in outcome.result:
        raise RuntimeError(f"{suite.relation}: rule {rule_name} could not be evaluated: {outcome.exception_info}")
    if outcome.success:
        return 0, ""
    row = outcome.result["details"]["unexpected_rows"][0]
    return int(row["unexpected_count"]), str(row["sample"])
