"""Great Expectations over the run's DuckDB file: the only module that imports it."""

import os
import sys
import warnings
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
from duckdb_sqlalchemy import Dialect
from sqlalchemy import URL
from sqlalchemy.dialects import registry

from expectations.rule import Rule, Suite
from interface.settings import read_settings
from interface.sql import literal

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

# A row where anything offends. Great Expectations asks every query twice, for its rows and for their number, so it is
# asked for what the engine counted once.
_COUNT = """
insert into offences.main.offending
select {number}, count(*), array_to_string(min(offence, 3), ' · ')
from ({offences}) as offences_of_rule
having count(*) > 0
"""
_COUNTED = "select unexpected_count, sample from offending where number = {number} /* of {{batch}} */"


def count_offences(database: Path, suites: tuple[Suite, ...]) -> dict[tuple[str, str], tuple[int, str]]:
    """Evaluate every rule; per (suite, rule) the number of offending rows and up to three of them.

    The engine counts, Great Expectations judges by what was counted, and only the samples reach Python. The file is
    closed when this returns: what lies under its name afterwards is read anew.

    Raises:
        RuntimeError: a rule could not be evaluated; a check that cannot run must not pass.
    """
    rules = [(suite, rule) for suite in suites for rule in suite.rules]
    with TemporaryDirectory(prefix="gate-", dir=database.parent) as folder:
        counted = Path(folder) / "offences.duckdb"
        _count(database, rules, counted)
        outcomes = _validate(counted, rules)
    return {
        (suite.name, rule.name): _counted(suite, rule.name, outcomes[suite.name, rule.name]) for suite, rule in rules
    }


def _count(database: Path, rules: Sequence[tuple[Suite, Rule]], counted: Path) -> None:
    settings = read_settings()
    with duckdb.connect(
        str(counted), config={"threads": settings.threads, "memory_limit": settings.memory}
    ) as connection:
        connection.execute("create table offending (number integer, unexpected_count bigint, sample varchar)")
        # Under the name by which its views know it.
        connection.execute(f"attach {literal(str(database))} as run (read_only)")
        connection.execute("use run")
        for number, (suite, rule) in enumerate(rules):
            offences = rule.offences.replace("{batch}", suite.relation)
            try:
                connection.execute(_COUNT.format(number=number, offences=offences))
            except duckdb.Error as reason:
                raise RuntimeError(f"{suite.relation}: rule {rule.name} could not be evaluated: {reason}") from reason


def _validate(counted: Path, rules: Sequence[tuple[Suite, Rule]]) -> dict[tuple[str, str], Any]:
    """All rules as one suite of one table: for each further one Great Expectations writes its configuration anew."""
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    address = URL.create("duckdb+hengliang", database=str(counted), query={"access_mode": "read_only"})
    source = context.data_sources.add_sql("run", connection_string=address.render_as_string(), create_temp_table=False)
    try:
        asset = source.add_table_asset("offending", table_name="offending", schema_name="main")
        batch = asset.add_batch_definition_whole_table("all").get_batch()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            # Given at once: each one added is compared with every one before it.
            expectations = gx.ExpectationSuite(
                "run",
                expectations=[
                    UnexpectedRowsExpectation(
                        unexpected_rows_query=_COUNTED.format(number=number),
                        description=rule.en,
                        meta={"name": [suite.name, rule.name]},
                    )
                    for number, (suite, rule) in enumerate(rules)
                ],
            )
        outcomes = batch.validate(expectations, result_format="COMPLETE").results
    finally:
        # The pool of the source's own engine is another one, and disposing of it would leave the file open.
        source.get_execution_engine().engine.dispose()
    return {tuple(outcome.expectation_config.meta["name"]): outcome for outcome in outcomes}


def _counted(suite: Suite, rule_name: str, outcome: Any) -> tuple[int, str]:
    if outcome.exception_info.get("raised_exception") or "observed_value" not in outcome.result:
        raise RuntimeError(f"{suite.relation}: rule {rule_name} could not be evaluated: {outcome.exception_info}")
    if outcome.success:
        return 0, ""
    row = outcome.result["details"]["unexpected_rows"][0]
    return int(row["unexpected_count"]), str(row["sample"])
