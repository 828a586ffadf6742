"""The models' own unit tests pass: each gives rows to one model and expects amounts worked by hand."""

from pathlib import Path

import pytest

from interface.ledger import writing
from interface.paths import DBT_PROJECT
from interface.periods import Month
from orchestration import transform
from orchestration.settlement import prepare
from tests.integration.conftest import Desk, a_contract, a_delivery


@pytest.fixture
def built_database(desk: Desk) -> Path:
    """A database with every relation: dbt asks it for the types of the columns that a unit test gives."""
    desk.receive(**a_contract(), delivery=[a_delivery("D1")])
    with writing(desk.home):
        return prepare(desk.home, Month(2020, 3), settings=desk.settings).bench.database


def test_every_unit_test_of_the_models_passes(built_database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner

    monkeypatch.setenv("HL_RUN_DB", str(built_database))
    target = built_database.parent / "unit_tests"
    places = {
        "--project-dir": DBT_PROJECT,
        "--profiles-dir": DBT_PROJECT,
        "--target-path": target,
        "--log-path": target,
    }
    try:
        outcome = dbtRunner(manifest=transform.parsed_manifest()).invoke(
            [
                *("--quiet", "--no-use-colors", "--log-level-file", "none", "--no-write-json"),
                *("test", "--select", "test_type:unit"),
                *(str(word) for option in places.items() for word in option),
            ]
        )
    finally:
        DuckDBConnectionManager.close_all_connections()

    results = getattr(outcome.result, "results", [])
    failed = {each.node.name: each.message for each in results if each.status != "pass"}
    assert failed == {}, outcome.exception
    assert results, outcome.exception
