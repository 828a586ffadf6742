"""dbt's layers read only from the left, and every model has a grain that is stated and a key that is tested."""

from pathlib import PurePosixPath
from typing import Any

import pytest

MAY_READ = {
    "staging": {"source"},
    "intermediate": {"staging", "intermediate", "seed"},
    "marts": {"staging", "intermediate", "marts", "seed"},
}
KEY_TESTS = {"unique", "unique_combination", "unique_key"}


def layer_of(node_id: str, manifest: dict[str, Any]) -> str:
    """A model's folder under models/, or ``source``, ``seed`` and the like for what is no model."""
    kind = node_id.split(".", 1)[0]
    if kind != "model":
        return kind
    return PurePosixPath(manifest["nodes"][node_id]["original_file_path"]).parts[1]


def our_models(manifest: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Models by id."""
    return {key: node for key, node in manifest["nodes"].items() if node["resource_type"] == "model"}


def wrong_arrows(manifest: dict[str, Any]) -> list[str]:
    """Models in no layer, and reads that point right or skip staging."""
    defects = []
    for node_id, node in sorted(our_models(manifest).items()):
        layer = layer_of(node_id, manifest)
        if layer not in MAY_READ:
            defects.append(f"{node['name']} lies in no layer")
            continue
        defects += [
            f"{layer} {node['name']} reads {parent}"
            for parent in sorted(node["depends_on"]["nodes"])
            if layer_of(parent, manifest) not in MAY_READ[layer]
        ]
    return defects


def models_without_key_test(manifest: dict[str, Any]) -> list[str]:
    """Models whose key no generic test keeps unique."""
    tested = {
        node.get("attached_node")
        for node in manifest["nodes"].values()
        if node["resource_type"] == "test" and (node.get("test_metadata") or {}).get("name") in KEY_TESTS
    }
    return sorted(node["name"] for node_id, node in our_models(manifest).items() if node_id not in tested)


def models_without_grain(manifest: dict[str, Any]) -> list[str]:
    """Models whose description does not say what one row is."""
    return sorted(
        node["name"]
        for node in our_models(manifest).values()
        if "one row per" not in " ".join(node["description"].lower().split())
    )


def test_layers_read_only_from_the_left(manifest: dict[str, Any]) -> None:
    assert our_models(manifest)
    assert wrong_arrows(manifest) == []


def test_every_model_has_a_key_test(manifest: dict[str, Any]) -> None:
    assert models_without_key_test(manifest) == []


def test_every_model_says_its_grain(manifest: dict[str, Any]) -> None:
    assert models_without_grain(manifest) == []


def a_manifest(*, layer: str = "staging", reads: str = "source.hl.landing.fee", **test: Any) -> dict[str, Any]:
    """A manifest of one model ``fees`` with a key test, and of what it may read."""

    def model(name: str, folder: str, parents: list[str]) -> dict[str, Any]:
        return {
            "resource_type": "model",
            "name": name,
            "original_file_path": f"models/{folder}/{name}.sql",
            "depends_on": {"nodes": parents},
            "description": "Fees;\none row per fee.",
        }

    key_test = {"resource_type": "test", "attached_node": "model.hl.fees", "test_metadata": {"name": "unique_key"}}
    nodes = {"model.hl.fees": model("fees", f"{layer}/area", [reads]), "test.hl.key": {**key_test, **test}}
    for folder in ("staging", "intermediate", "marts"):
        nodes[f"model.hl.a_{folder}"] = model(f"a_{folder}", folder, [])
    return {"nodes": nodes}


@pytest.mark.parametrize(
    ("layer", "reads"),
    [
        ("staging", "source.hl.landing.fee"),
        ("intermediate", "model.hl.a_staging"),
        ("intermediate", "seed.hl.units"),
        ("marts", "model.hl.a_intermediate"),
        ("marts", "model.hl.a_marts"),
    ],
)
def test_an_arrow_from_the_left_is_let_through(layer: str, reads: str) -> None:
    assert wrong_arrows(a_manifest(layer=layer, reads=reads)) == []


@pytest.mark.parametrize(
    ("layer", "reads"),
    [
        ("staging", "model.hl.a_staging"),
        ("staging", "seed.hl.units"),
        ("intermediate", "source.hl.landing.fee"),
        ("intermediate", "model.hl.a_marts"),
        ("marts", "source.hl.landing.fee"),
    ],
)
def test_a_wrong_arrow_is_named(layer: str, reads: str) -> None:
    assert wrong_arrows(a_manifest(layer=layer, reads=reads)) == [f"{layer} fees reads {reads}"]


def test_a_model_outside_the_layers_is_named() -> None:
    assert wrong_arrows(a_manifest(layer="scratch")) == ["fees lies in no layer"]


def test_a_model_without_key_test_is_named() -> None:
    others = ["a_intermediate", "a_marts", "a_staging"]

    assert models_without_key_test(a_manifest()) == others
    assert models_without_key_test(a_manifest(test_metadata={"name": "not_null"})) == [*others, "fees"]
    assert models_without_key_test(a_manifest(test_metadata=None)) == [*others, "fees"]


def test_a_model_without_grain_is_named() -> None:
    manifest = a_manifest()
    manifest["nodes"]["model.hl.a_marts"]["description"] = "Fees of a month."

    assert models_without_grain(manifest) == ["a_marts"]
