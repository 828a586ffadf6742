"""What the README shows is what a reader gets: its commands are run on a demonstration home and its output compared.

An … in the README stands for anything; a line that is only … stands for any lines.
"""

import re
import shlex
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from dashboards.access import SYSTEM
from dashboards.editions import open_edition
from dashboards.inbox import open_inbox
from interface.paths import PROJECT, Home
from interface.settings import read_settings
from orchestration import cli
from orchestration.demo import build_demo

CONSOLE = re.compile(r"```console\n(.*?)```", re.DOTALL)


def examples() -> list[tuple[str, str]]:
    """Every command of the README with the output shown under it."""
    found = []
    for block in CONSOLE.findall((PROJECT / "README.md").read_text(encoding="utf-8")):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            found.append((command.split("  #")[0].strip(), output))
    return found


def pattern_of(output: str) -> re.Pattern[str]:
    lines = [re.escape(line).replace("…", "[^\n]*") for line in output.rstrip("\n").split("\n")]
    text = "\n".join("(?:[^\n]*\n)*?[^\n]*" if line == "[^\n]*" else line for line in lines)
    return re.compile(text + "\n?")


@pytest.fixture(scope="module")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    said: list[str] = []
    build_demo(Home(folder / "warehouse"), read_settings({}), seed=2020, say=said.append)
    (folder / "said.txt").write_text("\n".join(said), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("command", "output"), [pytest.param(*each, id=each[0]) for each in examples() if each[0].startswith("hengliang")]
)
def test_a_command_of_the_readme_prints_what_the_readme_shows(
    command: str,
    output: str,
    demo_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(demo_folder)
    monkeypatch.setattr(sys, "argv", shlex.split(command))

    with pytest.raises(SystemExit) as ended:
        cli.main()

    assert ended.value.code == 0
    printed = capsys.readouterr().out
    assert pattern_of(output).fullmatch(printed), printed


def test_the_make_targets_of_the_readme_exist() -> None:
    targets = re.findall(r"^([a-z-]+):", (PROJECT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    named = [command.split()[1] for command, _ in examples() if command.startswith("make ")]

    assert named == ["demo", "test", "serve"]
    assert set(named) <= set(targets)


def test_a_pattern_that_differs_in_one_sign_does_not_match() -> None:
    shown = "a …\n…\npayable: 1.00 元\n"

    assert pattern_of(shown).fullmatch("a b c\nx\ny\npayable: 1.00 元\n")
    assert not pattern_of(shown).fullmatch("a b c\nx\ny\npayable: 1.01 元\n")


def test_the_demonstration_says_what_to_open_and_goes_on_where_it_stopped(demo_folder: Path) -> None:
    said = (demo_folder / "said.txt").read_text(encoding="utf-8")
    again: list[str] = []

    build_demo(Home(demo_folder / "warehouse"), read_settings({}), seed=2020, say=again.append)

    assert "[14/15] 2021-05: receiving" in said
    assert "2020 ANNUAL: settled the contract year" in said
    assert "10 subjects scored as" in said
    assert "hengliang serve" in said
    assert again[0].endswith("is built already; remove the folder to build it anew.")


def test_the_demonstration_year_is_whole(demo_folder: Path) -> None:
    """Thirteen months, a revision and the annual run, late rows booked as adjustments, 13 bad rows set aside."""
    edition = open_edition(Home(demo_folder / "warehouse"), SYSTEM)
    lines = edition.table("settlement_line").to_pylist()

    assert len(edition.periods) == 14
    assert [manifest.run.run_type for manifest in edition.chain].count("REVISION") == 1
    assert edition.settlements[-1].run.run_type == "ANNUAL"
    assert {row["adjustment_reason"] for row in lines} >= {None, "LATE", "CORRECTED", "VERIFIED_LATER", "OBJECTION"}
    assert len(edition.evaluations) == 1
    assert open_inbox(Home(demo_folder / "warehouse"), SYSTEM).table("quarantine").num_rows == 13


def test_the_demonstrations_evaluations_score_as_worked_by_hand(demo_folder: Path) -> None:
    """A panel 0.4 below each of nine weights, its severer twin 1.2 below; 578 of 579 in time."""
    rows = open_edition(Home(demo_folder / "warehouse"), SYSTEM).table("score_summary").to_pylist()
    scores = {(row["scheme_no"], row["subject_code"]): (row["total_score"], row["grade"]) for row in rows}

    assert scores["SQ-2020", "XM-2020-01"] == (Decimal("96.400"), "优")
    assert scores["SQ-2020", "XM-2020-02"] == (Decimal("89.200"), "良")
    assert scores["HP-2020", "FW-04"] == (Decimal("85.840"), "良")
    assert scores["ZP-2020", "XM-2020-01"] == (Decimal("97.710"), "优")
    assert {
        score for (scheme_no, _), score in scores.items() if scheme_no not in ("SQ-2020", "HP-2020", "ZP-2020")
    } == {
        (Decimal("89.000"), "良"),
        (Decimal("98.000"), "优"),
    }
