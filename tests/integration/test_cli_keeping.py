"""The commands that keep what was booked say what they did in a line each, and how it ended by their exit code."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from interface.paths import Home
from orchestration import cli
from tests.integration.made_editions import a_home

Answer = tuple[int, list[str], str]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return a_home(tmp_path_factory.mktemp("made"))


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Answer]:
    """Run the command line in this process: exit code, lines of standard output, standard error."""

    def _run(*arguments: object) -> Answer:
        monkeypatch.setattr(sys, "argv", ["hengliang", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out.splitlines(), said.err

    return _run


def test_a_home_is_backed_up_and_restored_by_two_commands(run: Callable, home: Home, tmp_path: Path) -> None:
    backups, new = tmp_path / "backups", tmp_path / "new"

    code, (line,), _ = run("backup", "--to", backups, "--home", home.root)
    assert (code, line.split(" of ")[0]) == (0, "backup 1")

    code, (line,), _ = run("restore", "--from", backups, "--home", new)
    assert code == 0
    assert run("verify", "--home", new)[:2] == (0, [line.partition(": ")[2]])

    code, out, said = run("restore", "--from", backups, "--home", new)
    assert (code, out, said.count("\n")) == (1, [], 1)
    assert "is not empty" in said


def test_runs_are_listed_and_taken_back(run: Callable, home: Home, tmp_path: Path) -> None:
    code, lines, _ = run("editions", "--home", home.root)
    assert (code, len(lines)) == (0, 5)

    code, lines, _ = run("rollback", "--to", "RB", "--by", "张三", "--reason", "错价", "--home", home.root)
    assert (code, lines) == (0, ["RD: rolled back, kept, and books nothing", "RB: current"])

    code, _, said = run("rollback", "--to", "RD", "--by", "张三", "--reason", "错价", "--home", home.root)
    assert (code, said) == (
        1,
        "Run 'RD' is not of the current edition: `hengliang editions` names those that are.\n",
    )


def test_what_is_removed_is_listed_and_too_few_days_refused(run: Callable, home: Home) -> None:
    assert run("retain", "--days", 30, "--dry-run", "--home", home.root)[:2] == (0, ["0 would be removed, 0 bytes"])

    code, _, said = run("retain", "--days", 7, "--by", "张三", "--home", home.root)
    assert (code, said.startswith("--days 7 is too few")) == (1, True)


def test_a_damaged_home_is_told_with_code_2(run: Callable, tmp_path: Path) -> None:
    home = a_home(tmp_path)
    (home.published / "RA" / "settlement.parquet").unlink()

    code, lines, said = run("verify", "--home", home.root)
    assert (code, len(lines), said[:5]) == (2, 1, "1 of ")

    code, _, said = run("backup", "--to", tmp_path / "backups", "--home", home.root)
    assert (code, said.splitlines()[0]) == (2, f"{home.published / 'RA' / 'settlement.parquet'} is missing")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        pytest.param(("recompute", "R1"), "is no home", id="recompute"),
        pytest.param(("backup", "--to", "b"), "is no home", id="backup"),
        pytest.param(("retain", "--days", "30", "--by", "x"), "is no home", id="retain"),
        pytest.param(("editions",), "No run was judged", id="editions"),
        pytest.param(("drill", "--from", "nowhere"), "holds no backup", id="drill"),
    ],
)
def test_where_there_is_nothing_one_sentence_says_so(
    run: Callable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], sentence: str
) -> None:
    monkeypatch.chdir(tmp_path)

    code, _, said = run(*arguments)

    assert (code, said.count("\n")) == (1, 1)
    assert sentence in said
