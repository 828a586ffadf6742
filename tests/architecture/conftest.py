"""What several architecture tests read: dbt's manifest of the project."""

import json
from pathlib import Path
from typing import Any

import pytest

from interface.paths import DBT_PROJECT


@pytest.fixture(scope="session")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Models, sources and tests as dbt itself accounts for them, parsed anew into a folder of their own."""
    from dbt.cli.main import dbtRunner

    target: Path = tmp_path_factory.mktemp("dbt_target")
    places = {
        "--project-dir": DBT_PROJECT,
        "--profiles-dir": DBT_PROJECT,
        "--target-path": target,
        # Said here because dbt takes it from dbt_project.yml as it stands, Jinja unrendered.
        "--log-path": target,
    }
    arguments = [str(word) for option in places.items() for word in option]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HL_DBT_TARGET", str(target))
        patch.setenv("HL_RUN_DB", str(target / "unused.duckdb"))
        patch.setenv("HL_THREADS", "1")
        outcome = dbtRunner().invoke(["--quiet", "parse", *arguments])
    assert outcome.success, outcome.exception
    return json.loads((target / "manifest.json").read_text("utf-8"))
