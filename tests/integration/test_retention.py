"""Retention removes what no booked run needs, says so in the ledger, and leaves what is booked or young."""

import os
import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from interface.errors import CannotRun
from interface.ledger import next_moment, read_entries
from interface.paths import Home
from orchestration import retaining
from orchestration.listing_editions import edition_lines
from orchestration.orphans import find_orphans
from orchestration.retaining import removable, retain
from orchestration.verify import verify
from tests.integration.made_editions import a_home, an_empty_run, refuse_empty


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return a_home(tmp_path_factory.mktemp("made"))


@pytest.fixture
def home(made: Home, tmp_path: Path) -> Home:
    shutil.copytree(made.root, tmp_path / "home")
    return Home(tmp_path / "home")


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch, home: Home) -> datetime:
    """Thirty-one days later, for the ledger's clock."""
    moment = next_moment(home) + timedelta(days=31)
    monkeypatch.setattr("interface.ledger._moment_after", lambda last: max(moment, last.at + timedelta(microseconds=1)))
    return moment


def a_stray(home: Home, *, days_old: int) -> Path:
    stray = home.raw / "ab" / f"stray-{days_old}"
    stray.parent.mkdir(exist_ok=True)
    stray.write_bytes(b"left")
    written = (next_moment(home) - timedelta(days=days_old)).timestamp()
    os.utime(stray, (written, written))
    return stray


def names(removals: list[retaining.Removal]) -> list[tuple[str, str]]:
    return [(each.what, each.name) for each in removals]


def test_what_is_young_stays(home: Home) -> None:
    a_stray(home, days_old=29)

    assert retain(home, days=30, by="张三") == []
    assert verify(home)[1] == []


def test_what_is_old_and_not_booked_goes_with_a_line_each_and_nothing_else(home: Home, later: datetime) -> None:
    old, young = a_stray(home, days_old=31), a_stray(home, days_old=1)
    lines = len(read_entries(home))
    kept = {path for path in home.root.rglob("*") if path.is_file()}

    removals = retain(home, days=30, by="张三")

    expected = [("edition", "RC"), ("refusal", "RX-001"), ("leftover", f"raw/ab/{old.name}")]
    assert names(removals) == expected
    gone = kept - {path for path in home.root.rglob("*") if path.is_file()}
    assert {str(path.relative_to(home.root)).split("/")[1] for path in gone} == {"RC", "RX-001", "ab"}
    assert young.exists()
    entries = read_entries(home)[lines:]
    assert [(each.kind, each.content["what"], each.content["by"]) for each in entries] == [
        ("removed", what, "张三") for what, _ in expected
    ]
    assert verify(home)[1] == []
    assert "files removed at" in next(line for line in edition_lines(home) if line.startswith("RC "))
    assert retain(home, days=30, by="张三") == []


def test_a_refusal_after_a_removal_gets_a_folder_of_its_own(home: Home, later: datetime, tmp_path: Path) -> None:
    retain(home, days=30, by="张三")

    folder = refuse_empty(home, an_empty_run(tmp_path), "RX")

    assert folder.name == "RX-002"
    assert verify(home)[1] == []


def test_a_dry_run_lists_the_same_and_removes_nothing(home: Home, later: datetime) -> None:
    before = home.ledger.read_bytes()

    removals = removable(home, days=30)

    assert names(removals) == [("edition", "RC"), ("refusal", "RX-001")]
    assert all(each.size > 0 and each.path.exists() for each in removals)
    assert home.ledger.read_bytes() == before


def test_a_removal_that_was_killed_leaves_leftovers_that_the_next_removes(
    home: Home, later: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(path: Path) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(retaining.shutil, "rmtree", killed)
        with pytest.raises(KeyboardInterrupt):
            retain(home, days=30, by="张三")

    assert verify(home)[1] == []
    assert {orphan.path.parent.name for orphan in find_orphans(home)} == {"RC"}


def test_too_few_days_no_name_and_a_damaged_home_are_refused(home: Home, later: datetime) -> None:
    with pytest.raises(CannotRun, match="--days 29 is too few"):
        retain(home, days=29, by="张三")
    with pytest.raises(CannotRun, match="Say who removes"):
        retain(home, days=30, by=" ")

    (home.published / "RC" / "manifest.json").write_bytes(b"changed")
    with pytest.raises(CannotRun, match="Nothing is removed from a home that is damaged"):
        retain(home, days=30, by="张三")
    assert (home.published / "RC" / "settlement.parquet").exists()
