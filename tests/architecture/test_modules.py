"""A module is small, says what it is for, has a name that means something; interface is a closed leaf."""

import ast
from pathlib import Path

import pytest

from interface.paths import PROJECT

PACKAGES = ("interface", "ingest", "expectations", "dashboards", "orchestration")
LINES_AT_MOST = 300
NAMES_WITHOUT_MEANING = {"utils", "util", "helpers", "helper", "common", "misc", "shared"}

# Who adds a module here opens the leaf for every package: it must be a contract between them, not a convenience.
LEAF = {
    "__init__",
    "defaults",
    "errors",
    "files",
    "ledger",
    "money",
    "monitoring",
    "parquet",
    "paths",
    "people",
    "periods",
    "settings",
    "shortages",
    "sql",
    "tables/__init__",
    "tables/inputs_frameworks",
    "tables/inputs_payment",
    "tables/inputs_rules",
    "tables/inputs_scores",
    "tables/inputs_steps",
    "tables/inputs_work",
    "tables/published",
    "tables/published_assessment",
    "tables/published_columns",
    "tables/published_ledgers",
    "tables/published_quality",
    "tables/published_runs",
    "tables/published_settlement",
    "tables/shape",
    "scoring",
    "units",
    "working_days",
}


def defects_of_module(path: Path) -> list[str]:
    """What is wrong with one module's name, size or docstring."""
    text = path.read_text("utf-8")
    defects = []
    if meaningless := NAMES_WITHOUT_MEANING & {path.stem, path.parent.name}:
        defects.append(f"the name {sorted(meaningless)[0]} says nothing")
    if (lines := len(text.splitlines())) > LINES_AT_MOST:
        defects.append(f"{lines} lines, at most {LINES_AT_MOST}")
    if text.strip() and not ast.get_docstring(ast.parse(text)):
        defects.append("no module docstring")
    return defects


def modules_under(root: Path) -> set[str]:
    """Modules below a folder, as paths without their ending."""
    return {path.relative_to(root).with_suffix("").as_posix() for path in root.rglob("*.py")}


def test_every_module_is_small_named_and_explained() -> None:
    folders = (*PACKAGES, "tests", "benchmarks", "deploy")
    modules = [path for folder in folders for path in (PROJECT / folder).rglob("*.py")]

    defects = {path.relative_to(PROJECT).as_posix(): defects_of_module(path) for path in sorted(modules)}

    assert len(modules) > len(LEAF)
    assert {path: found for path, found in defects.items() if found} == {}


@pytest.mark.parametrize(
    ("name", "text", "defects"),
    [
        pytest.param("prices.py", '"""Prices."""\n' + "x = 1\n" * 299, [], id="300-lines"),
        pytest.param("prices.py", '"""Prices."""\n' + "x = 1\n" * 300, ["301 lines, at most 300"], id="301-lines"),
        pytest.param("utils.py", '"""Things."""\n', ["the name utils says nothing"], id="utils"),
        pytest.param("common/prices.py", '"""Prices."""\n', ["the name common says nothing"], id="folder-common"),
        pytest.param("prices.py", "x = 1\n", ["no module docstring"], id="unexplained"),
        pytest.param("__init__.py", "", [], id="empty-init"),
    ],
)
def test_a_module_that_breaks_a_rule_is_caught(tmp_path: Path, name: str, text: str, defects: list[str]) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")

    assert defects_of_module(path) == defects


def test_interface_is_a_closed_leaf() -> None:
    assert modules_under(PROJECT / "interface") == LEAF


def test_a_module_added_to_the_leaf_is_seen(tmp_path: Path) -> None:
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "extra.py").touch()
    (tmp_path / "labels.yml").touch()

    assert modules_under(tmp_path) == {"tables/extra"}
