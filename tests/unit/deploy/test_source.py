"""The source that a bundle carries is whole: what lies in the product's folders is what git keeps."""

import shutil
import subprocess

import pytest

from deploy.bundle import BESIDE_THE_SOURCE, required_debs
from interface.paths import PROJECT

PRODUCT = ("interface", "ingest", "expectations", "dashboards", "orchestration", "dbt_project", "deploy")
MADE_BY_TOOLS = {"__pycache__", "target", "logs", ".user.yml"}


@pytest.mark.skipif(
    shutil.which("git") is None or not (PROJECT / ".git").exists(), reason="only git knows which files are the project"
)
def test_no_file_of_the_product_is_ignored_by_git() -> None:
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *PRODUCT]
    kept = set(
        subprocess.run(command, cwd=PROJECT, capture_output=True, encoding="utf-8", check=True).stdout.split("\0")
    )

    there = {
        path.relative_to(PROJECT)
        for folder in PRODUCT
        for path in (PROJECT / folder).rglob("*")
        if path.is_file() and not MADE_BY_TOOLS & set(path.relative_to(PROJECT).parts)
    }

    assert len(there) > 200
    assert {str(path) for path in there} - kept == set()


def test_what_the_installer_needs_before_there_is_a_source_lies_in_deploy() -> None:
    assert [name for name in BESIDE_THE_SOURCE if not (PROJECT / "deploy" / name).is_file()] == []


def test_the_bundle_brings_what_set_up_installs_for_a_run() -> None:
    """Set-up learned of a package that the bundle did not bring: statements on the server had no Chinese signs."""
    text = (PROJECT / "setup.sh").read_text("utf-8")

    named = {
        "libpango-1.0-0",
        "libpangoft2-1.0-0",
        "libharfbuzz-subset0",
        "fontconfig",
        "fonts-noto-cjk",
        "python3-venv",
    }

    assert {name for name in named if name in text} == named
    assert named <= set(required_debs())
