"""Great Expectations over the run's DuckDB file: the only module that imports it."""

import os
import sys
import warnings
from pathlib import Path
from typing import Any

from duckdb_sqlalchemy import Dialect
from sqlalchemy import URL
from sqlalchemy.dialects import registry

from expectations.rule import Suite
from interface.settings import read_settings

os.environ["GX_ANALYTICS_ENABLED"] = "false"  # read when the package is imported

# Where PySpark is installed Great Expectations would import it, and PySpark 4.3 ends a process whose main module has
# no file, as a spawned one may: the gate would be gone without a word.
_pyspark = sys.modules.get("pyspark")
sys.modules["pyspark"] = None  # type: ignore[assignment]
try:
    import great_expectations as gx
    from great_expectations.expectations import UnexpectedRowsExpectation
finally:
    del sys.modules["pyspark"]
    if _pyspark is not None:
        sys.modules["pyspark"] = _pyspark


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

_EVERY_RUN_HAS = "this_run.parameters"

# One row when anything offends, none otherwise: the engine counts, and only three samples reach Python.
_COUNTED = """
select count(*) as unexpected_count, array_to_string(min(offence, 3), ' · ') as sample
from ({offences}) as offending /* of {{batch}} */
having count(*) > 0
"""


def count_offences(database: Path, suites: tuple[Suite, ...]) -> dict[tuple[str, str], tuple[int, str]]:
    """Evaluate every rule; per (suite, rule) the number of offending rows and up to three of them.

    The file is closed when this returns: what lies under its name afterwards is read anew.

    Raises:
        RuntimeError: a rule could not be evaluated; a check that cannot run must not pass.
    """
    settings = read_settings()
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    source = context.data_sources.add_sql(
        "run",
        connection_string=URL.create(
            "duckdb+hengliang",
            database=str(database),
            query={"access_mode": "read_only", "threads": str(settings.threads), "memory_limit": settings.memory},
        ).render_as_string(),
        create_temp_table=False,
    )
    try:
        outcomes = _validate(source, suites)
    finally:
        # The pool of the source's own engine is another one, and disposing of it would leave the file open.
        source.get_execution_engine().engine.dispose()
    return {
        (suite.name, rule.name): _counted(suite, rule.name, outcomes[suite.name, rule.name])
        for suite in suites
        for rule in suite.rules
    }


def _validate(source: Any, suites: tuple[Suite, ...]) -> dict[tuple[str, str], Any]:
    """All rules as one suite of one table: for each further one Great Expectations writes its configuration anew."""
    schema, table = _EVERY_RUN_HAS.split(".")
    asset = source.add_table_asset("run", table_name=table, schema_name=schema)
    batch = asset.add_batch_definition_whole_table("all").get_batch()
    expectations = gx.ExpectationSuite("run")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for suite in suites:
            for rule in suite.rules:
                # Filled here: Great Expectations knows the one table only, and would put its own alias after it.
                query = _COUNTED.format(offences=rule.offences.replace("{batch}", suite.relation))
                name = [suite.name, rule.name]
                expectations.add_expectation(
                    UnexpectedRowsExpectation(unexpected_rows_query=query, description=rule.en, meta={"name": name})
                )
    outcomes = batch.validate(expectations, result_format="COMPLETE").results
    return {tuple(outcome.expectation_config.meta["name"]): outcome for outcome in outcomes}


def _counted(suite: Suite, rule_name: str, outcome: Any) -> tuple[int, str]:
    if outcome.exception_info.get("raised_exception") or "observed_value" not in outcome.result:
        raise RuntimeError(f"{suite.relation}: rule {rule_name} could not be evaluated: {outcome.exception_info}")
    if outcome.success:
        return 0, ""
    row = outcome.result["details"]["unexpected_rows"][0]
    return int(row["unexpected_count"]), str(row["sample"])
