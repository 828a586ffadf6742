"""A table's shape is written once: interface.tables and dbt's YAML say the same, both ways."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from interface.paths import DBT_PROJECT
from interface.tables import INPUTS, Column, Kind, Table
from interface.tables.published import EVALUATION_TABLES, RUN_TABLES

PROVENANCE = ("file_sha256", "row_number", "stored_at")


def read_yaml(folder: Path) -> list[dict[str, Any]]:
    """Every dbt YAML file below a folder."""
    files = sorted([*folder.rglob("*.yml"), *folder.rglob("*.yaml")])
    return [yaml.safe_load(path.read_text("utf-8")) or {} for path in files]


def landing_tables(documents: Iterable[dict[str, Any]]) -> dict[str, list[str]]:
    """Columns of each table of the source ``landing``, as dbt declares them."""
    return {
        table["name"]: [column["name"] for column in table.get("columns", [])]
        for document in documents
        for source in document.get("sources", [])
        if source["name"] == "landing"
        for table in source["tables"]
    }


def mart_columns(documents: Iterable[dict[str, Any]]) -> dict[str, list[str]]:
    """Columns of each mart with their types, as dbt declares them: ``name TYPE``."""
    return {
        model["name"]: [typed(column["name"], column.get("data_type", "?")) for column in model.get("columns", [])]
        for document in documents
        for model in document.get("models", [])
    }


def typed(name: str, sql_type: str) -> str:
    """A column and its type in one spelling: case and blanks do not matter to a type."""
    return f"{name} {''.join(sql_type.upper().split())}"


def source_drift(shapes: Mapping[str, Table], declared: Mapping[str, list[str]]) -> list[str]:
    """Where the source tables differ from the shapes; a source's columns may stand in any order."""
    drift = missing_on_one_side(set(shapes), set(declared), what="source")
    for name in sorted(shapes.keys() & declared.keys()):
        expected = [*shapes[name].names, *PROVENANCE]
        if sorted(expected) != sorted(declared[name]):
            differing = sorted(set(expected) ^ set(declared[name])) or "a column twice"
            drift.append(f"source {name} differs in {differing}")
    return drift


def mart_drift(shapes: Mapping[str, Table], declared: Mapping[str, list[str]], models: set[str]) -> list[str]:
    """Where the marts' YAML or files differ from the shapes: names, order and types of columns."""
    drift = missing_on_one_side(set(shapes), set(declared) | models, what="mart")
    drift += [f"mart {name} has no SQL file" for name in sorted(set(declared) - models)]
    drift += [f"mart {name} has no YAML" for name in sorted(models - set(declared))]
    for name in sorted(shapes.keys() & declared.keys()):
        expected = [typed(column.name, column.kind.sql_type) for column in shapes[name].columns]
        if expected != declared[name]:
            differing = sorted(set(expected) ^ set(declared[name])) or "their order"
            drift.append(f"mart {name} differs in {differing}")
    return drift


def missing_on_one_side(shapes: set[str], declared: set[str], *, what: str) -> list[str]:
    """Tables that only one of the two sides knows."""
    return [f"{what} {name} is not declared" for name in sorted(shapes - declared)] + [
        f"{what} {name} has no shape" for name in sorted(declared - shapes)
    ]


def test_sources_of_dbt_and_input_shapes_agree() -> None:
    assert source_drift(INPUTS, landing_tables(read_yaml(DBT_PROJECT / "models"))) == []


def test_marts_of_dbt_and_published_shapes_agree() -> None:
    marts = DBT_PROJECT / "models" / "marts"
    models = {path.stem for path in marts.rglob("*.sql")}

    shapes = {table.name: table for table in (*RUN_TABLES, *EVALUATION_TABLES)}
    assert mart_drift(shapes, mart_columns(read_yaml(marts)), models) == []


FEE = Table("fee", "费用", "fee", ("fee_no",), (Column("fee_no", "编号", Kind.ID), Column("amount", "额", Kind.AMOUNT)))


@pytest.mark.parametrize(
    ("declared", "drift"),
    [
        pytest.param({"fee": ["amount", "fee_no", *PROVENANCE]}, [], id="any-order"),
        pytest.param({"fee": ["fee_no", *PROVENANCE]}, ["source fee differs in ['amount']"], id="column-missing"),
        pytest.param(
            {"fee": ["fee_no", "amount", "amount", *PROVENANCE]},
            ["source fee differs in a column twice"],
            id="column-twice",
        ),
        pytest.param({"fee": ["fee_no", "amount"]}, [f"source fee differs in {[*PROVENANCE]}"], id="no-provenance"),
        pytest.param({}, ["source fee is not declared"], id="not-declared"),
        pytest.param(
            {"fee": ["fee_no", "amount", *PROVENANCE], "fine": []}, ["source fine has no shape"], id="no-shape"
        ),
    ],
)
def test_drift_of_a_source_is_named(declared: dict[str, list[str]], drift: list[str]) -> None:
    assert source_drift({"fee": FEE}, declared) == drift


@pytest.mark.parametrize(
    ("columns", "drift"),
    [
        pytest.param([("fee_no", "varchar"), ("amount", "decimal(18, 2)")], [], id="same-type-otherwise-spelt"),
        pytest.param(
            [("amount", "decimal(18,2)"), ("fee_no", "varchar")], ["mart fee differs in their order"], id="order"
        ),
        pytest.param(
            [("fee_no", "varchar"), ("amount", "double")],
            ["mart fee differs in ['amount DECIMAL(18,2)', 'amount DOUBLE']"],
            id="type",
        ),
    ],
)
def test_drift_of_a_mart_is_named(columns: list[tuple[str, str]], drift: list[str]) -> None:
    declared = mart_columns(
        [{"models": [{"name": "fee", "columns": [{"name": name, "data_type": kind} for name, kind in columns]}]}]
    )

    assert mart_drift({"fee": FEE}, declared, {"fee"}) == drift


def test_a_mart_that_only_one_side_knows_is_named() -> None:
    fee = {"fee": ["fee_no VARCHAR", "amount DECIMAL(18,2)"]}

    assert mart_drift({"fee": FEE}, {}, set()) == ["mart fee is not declared"]
    assert mart_drift({"fee": FEE}, fee, set()) == ["mart fee has no SQL file"]
    assert mart_drift({"fee": FEE}, fee, {"fee", "fine"}) == ["mart fine has no shape", "mart fine has no YAML"]
