"""Code is called top to bottom: import-linter's contracts hold, and they catch what they are there for."""

import os
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

from interface.paths import PROJECT

OUR_NAMES = ("interface", "ingest", "expectations", "dashboards", "orchestration", "dbt_project")


def lint_imports(folder: Path, *, configuration: Path) -> str:
    """What import-linter says of the packages that lie in the folder."""
    program = "from importlinter.cli import lint_imports_command as command; command()"
    done = subprocess.run(
        [sys.executable, "-c", program, "--config", str(configuration), "--no-cache", "--no-logo"],
        cwd=folder,
        env={**os.environ, "COLUMNS": "200", "NO_COLOR": "1", "PYTHONPATH": str(folder)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return done.stdout + done.stderr


def foreign_claims(claims: dict[str, list[str]]) -> list[str]:
    """Our names that an installed distribution other than ours would put on the path."""
    return [
        f"{name} is claimed by {', '.join(strangers)}"
        for name in OUR_NAMES
        if (strangers := sorted(set(claims.get(name, [])) - {"hengliang"}))
    ]


def test_every_import_points_down() -> None:
    answer = lint_imports(PROJECT, configuration=PROJECT / "pyproject.toml")

    assert "5 kept, 0 broken" in answer, answer


def test_imports_that_point_up_or_sideways_are_caught(tmp_path: Path) -> None:
    modules = {
        "interface/upward.py": "import ingest",
        "ingest/sideways.py": "import expectations\nimport dagster\nimport pyspark",
        "dashboards/upward.py": "import orchestration\nimport great_expectations",
        "orchestration/late.py": "def draw():\n    from plotly import graph_objects",
        "expectations/fine.py": "import interface\nimport great_expectations",
    }
    for package in OUR_NAMES[:-1]:
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").touch()
    for path, text in modules.items():
        (tmp_path / path).write_text(text, "utf-8")

    answer = lint_imports(tmp_path, configuration=PROJECT / "pyproject.toml")

    contracts = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    assert [f"{contract['name']} BROKEN" in answer for contract in contracts] == [True] * 5, answer
    assert [
        arrow in answer
        for arrow in (
            "interface.upward -> ingest",
            "ingest.sideways -> expectations",
            "ingest.sideways -> dagster",
            "ingest.sideways -> pyspark",
            "dashboards.upward -> orchestration",
            "dashboards.upward -> great_expectations",
            "orchestration.late -> plotly",
        )
    ] == [True] * 7, answer
    assert "expectations.fine" not in answer


def test_no_installed_distribution_claims_one_of_our_names() -> None:
    assert foreign_claims({name: list(owners) for name, owners in packages_distributions().items()}) == []


def test_a_distribution_that_claims_one_of_our_names_is_named() -> None:
    claims = {"interface": ["zope-like", "hengliang"], "ingest": ["hengliang"], "polars": ["polars"]}

    assert foreign_claims(claims) == ["interface is claimed by zope-like"]
