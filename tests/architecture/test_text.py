"""The project's files stand on their own: no machine's folders, no package index, nothing left to do."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from interface.paths import PROJECT

FORBIDDEN_OUTSIDE_TESTS = {
    "a machine's folder": re.compile(r"(?<![\w.}~$-])/(?:work|tmp|root)/"),
    "a package index": re.compile(r"\bpypi\.org|pythonhosted\.org|/simple/\b", re.IGNORECASE),
}
FORBIDDEN = {"something left to do": re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b")}


def defects_of_text(text: str, *, is_test: bool) -> list[str]:
    """What a file's text names that it must not."""
    patterns = FORBIDDEN if is_test else {**FORBIDDEN, **FORBIDDEN_OUTSIDE_TESTS}
    return [f"{what}: {match.group()}" for what, pattern in patterns.items() if (match := pattern.search(text))]


def project_files(root: Path) -> list[Path]:
    """The files that git keeps or would keep, this test apart; it has to name what it forbids."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listing = subprocess.run(command, cwd=root, capture_output=True, encoding="utf-8", check=True).stdout
    files = [root / name for name in listing.split("\0") if name]
    return [path for path in files if path.is_file() and path != Path(__file__).resolve()]


def read_text(path: Path) -> str:
    """A file's text; empty for one that is no text, such as a workbook or an image."""
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        return ""


@pytest.mark.skipif(
    shutil.which("git") is None or not (PROJECT / ".git").exists(), reason="only git knows which files are the project"
)
def test_no_file_names_a_machine_or_leaves_something_to_do() -> None:
    files = project_files(PROJECT)

    found = {
        name: defects_of_text(read_text(path), is_test=name.startswith("tests/"))
        for path in files
        if (name := path.relative_to(PROJECT).as_posix())
    }

    assert "pyproject.toml" in found
    assert {name: defects for name, defects in found.items() if defects} == {}


@pytest.mark.parametrize(
    ("text", "is_test", "defects"),
    [
        pytest.param("open('/tmp/x')", False, ["a machine's folder: /tmp/"], id="machine"),
        pytest.param("open('/tmp/x')", True, [], id="machine-in-a-test"),
        pytest.param("home/work/x and ./tmp/x and ~/work/x", False, [], id="folder-of-ours"),
        pytest.param("see https://pypi.org/x", False, ["a package index: pypi.org"], id="index"),
        pytest.param("# TODO: later", True, ["something left to do: TODO"], id="left-to-do"),
        pytest.param("# a todo list", False, [], id="lower-case-word"),
    ],
)
def test_a_text_is_judged_by_what_it_names(text: str, is_test: bool, defects: list[str]) -> None:
    assert defects_of_text(text, is_test=is_test) == defects
