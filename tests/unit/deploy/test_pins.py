"""A bundle holds what the product needs when it runs, as the lock pins it, and no tool of development."""

from importlib import metadata

import pytest

from deploy.pins import needed_names, run_lock, run_requirements
from interface.paths import PROJECT

REQUIRES = {
    "app": ["engine[fast]>=2", "only-elsewhere; sys_platform == 'win32'", "extra-not-asked; extra == 'plot'"],
    "engine": ["Core_Lib", "speedup; extra == 'fast'", "slow-path; extra == 'slow'"],
    "core-lib": ["engine"],
    "speedup": [],
}
LOCK = """\
app==1.0 \\
    --hash=sha256:aa
core-lib==2.0 ; python_version < '4' \\
    --hash=sha256:bb \\
    --hash=sha256:cc
pytest==9.2.0 \\
    --hash=sha256:dd
"""


def test_names_are_followed_through_extras_markers_and_circles() -> None:
    assert needed_names(["App==1.0"], lambda name: REQUIRES[name]) == {"app", "engine", "core-lib", "speedup"}


def test_the_run_lock_keeps_hashes_and_order_and_leaves_the_rest_out() -> None:
    assert run_lock(LOCK, {"core-lib", "app"}) == LOCK.partition("pytest")[0]


def test_a_name_that_the_lock_does_not_pin_is_named() -> None:
    with pytest.raises(KeyError, match=r"does not pin engine, speedup: run `make lock`"):
        run_lock(LOCK, {"app", "engine", "speedup"})


def test_the_lock_pins_all_that_the_product_needs_and_no_test_tool_comes_along() -> None:
    names = needed_names(
        run_requirements((PROJECT / "pyproject.toml").read_text("utf-8")), lambda name: metadata.requires(name) or []
    )

    text = run_lock((PROJECT / "requirements.lock").read_text("utf-8"), names)

    assert {"duckdb", "dbt-duckdb", "dagster-webserver", "great-expectations", "weasyprint", "hatchling"} <= names
    assert not names & {"pytest", "mypy", "ruff", "playwright", "uv", "sqlfluff"}
    assert text.count("==") >= len(names)
