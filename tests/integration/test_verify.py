"""Verify finds every change of what is stored and names it, cries about nothing else, and bears a home in use."""

import json
import multiprocessing
import shutil
from pathlib import Path

import pytest

from expectations.publishing import restore_pointer
from interface.files import canonical_json, sha256_of_file
from interface.ledger import next_moment, read_entries, writing
from interface.paths import Home
from orchestration.history import read_history
from orchestration.listing_editions import edition_lines
from orchestration.orphans import find_orphans, orphan_lines
from orchestration.verify import verify
from tests.integration.made_editions import a_home, run_ids, write_without_pause


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return a_home(tmp_path_factory.mktemp("made"))


@pytest.fixture
def home(made: Home, tmp_path: Path) -> Home:
    shutil.copytree(made.root, tmp_path / "home")
    return Home(tmp_path / "home")


def wrong(home: Home) -> list[str]:
    return verify(home)[1]


def change(path: Path, position: int) -> bytes:
    """Flip one bit and give back what stood there."""
    content = path.read_bytes()
    position %= len(content)
    path.write_bytes(content[:position] + bytes([content[position] ^ 1]) + content[position + 1 :])
    return content


def test_an_untouched_home_with_a_rollback_and_a_refusal_verifies(home: Home) -> None:
    assert wrong(home) == []
    assert run_ids(read_history(read_entries(home)).current) == ["RA", "RB", "RD"]


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param("raw/*/*", id="raw"),
        pytest.param("landing/delivery/*.parquet", id="landed"),
        pytest.param("landing/delivery/*.quarantine.parquet", id="set-aside"),
        pytest.param("landing/reports/*/*.parquet", id="report-of-an-ingest"),
        pytest.param("published/RA/manifest.json", id="manifest"),
        pytest.param("published/RD/settlement_line.parquet", id="published"),
        pytest.param("published/RC/settlement_line.parquet", id="rolled-back"),
        pytest.param("published/RC/manifest.json", id="manifest-rolled-back"),
        pytest.param("refused/RX-001/gate_result.parquet", id="refused"),
        pytest.param("refused/RX-001/manifest.json", id="manifest-refused"),
        pytest.param("refused/RX-001/report.md", id="report-of-a-refusal"),
        pytest.param("published/current.json", id="pointer"),
    ],
)
def test_one_changed_byte_is_found_and_its_file_named(home: Home, pattern: str) -> None:
    path = next(each for each in sorted(home.root.glob(pattern)) if each.is_file())
    for position in (0, 1, len(path.read_bytes()) // 2, -2, -1):
        content = change(path, position)
        named = wrong(home)
        path.write_bytes(content)
        assert [str(path) in sentence for sentence in named] == [True], position
    path.write_bytes(content + b"\n")
    assert str(path) in wrong(home)[0]
    path.unlink()
    assert str(path) in wrong(home)[0]


def test_a_changed_byte_of_the_ledger_is_named_by_its_line(home: Home) -> None:
    content = home.ledger.read_bytes()
    lines = content.split(b"\n")[:-1]
    for number in (1, 4, len(lines)):
        start = sum(len(line) + 1 for line in lines[: number - 1])
        for position in (start, start + 40, start + len(lines[number - 1]) - 1):
            change(home.ledger, position)
            assert wrong(home)[0] == f"Line {number} of {home.ledger} was changed: restore the ledger from a backup."
            home.ledger.write_bytes(content)


def test_an_end_of_a_line_that_was_changed_is_named(home: Home) -> None:
    content = home.ledger.read_bytes()
    change(home.ledger, content.index(b"\n"))
    assert wrong(home)[0].startswith(f"Line 1 of {home.ledger} was changed")

    home.ledger.write_bytes(content)
    change(home.ledger, -1)
    count = content.count(b"\n")
    assert f"Line {count} of {home.ledger} is not whole" in wrong(home)[0]


def test_damage_of_the_ledger_does_not_hide_damage_of_a_file(home: Home) -> None:
    change(home.ledger, 40)
    victim = home.published / "RA" / "settlement.parquet"
    change(victim, 40)

    named = wrong(home)

    assert len(named) == 2
    assert str(victim) in named[1]


def test_a_line_that_was_removed_or_moved_is_named_once(home: Home) -> None:
    lines = home.ledger.read_bytes().split(b"\n")
    home.ledger.write_bytes(b"\n".join([*lines[:4], *lines[5:]]))
    assert [sentence.split(" of ")[0] for sentence in wrong(home)[:1]] == ["Line 5"]
    assert "does not continue the line before it" in wrong(home)[0]

    home.ledger.write_bytes(b"\n".join([*lines[:3], lines[4], lines[3], *lines[5:]]))
    assert wrong(home)[0].startswith("Line 4 ")


def test_a_line_that_a_crash_left_unfinished_is_said_and_the_next_writer_removes_it(home: Home) -> None:
    whole = home.ledger.read_bytes()
    home.ledger.write_bytes(whole + b'{"at":"2026')
    count = len(whole.split(b"\n"))
    assert [sentence[: sentence.index(":")] for sentence in wrong(home)] == [
        f"Line {count} of {home.ledger} is not whole (11 bytes)"
    ]

    with writing(home) as ledger:
        ledger.append(kind="approval", content={"settle_no": "JS"}, at=next_moment(home))

    assert wrong(home) == []


def test_a_pointer_that_is_missing_or_old_is_said(home: Home) -> None:
    home.pointer.unlink()
    said = [f"{home.pointer} does not name run RD, which the ledger makes current: the next settle mends it."]
    assert wrong(home) == said

    run_id, manifest_hash = read_history(read_entries(home)).booking("RC").link
    home.pointer.write_text(canonical_json({"run_id": run_id, "manifest_hash": manifest_hash}))
    assert wrong(home) == said

    with writing(home):
        restore_pointer(home)
    home.pointer.write_bytes(home.pointer.read_bytes() + b"\n")
    assert wrong(home) == said
    with writing(home):
        restore_pointer(home)
    assert wrong(home) == []


def test_an_edition_that_stands_on_other_runs_than_the_ledger_says_is_named(home: Home) -> None:
    """A manifest of another history, with a line of its own in a sound chain, would mix two histories of bookings."""
    first = read_history(read_entries(home)).booking("RA").entry.content
    other = home.published / "RM"
    shutil.copytree(home.published / "RA", other)
    body = json.loads((other / "manifest.json").read_bytes())
    body["run"]["run_id"] = "RM"
    (other / "manifest.json").write_text(canonical_json(body))
    content = {**first, "run_id": "RM", "manifest_hash": sha256_of_file(other / "manifest.json")}
    with writing(home) as ledger:
        ledger.append(kind="published", content=content, at=next_moment(home))
    home.pointer.write_text(canonical_json({key: content[key] for key in ("run_id", "manifest_hash")}))

    named = f"{other / 'manifest.json'} does not stand on the runs that the ledger records before it"
    assert wrong(home) == [f"{named}: restore it from a backup."]


def test_a_manifest_that_speaks_of_another_run_is_named(home: Home) -> None:
    """A folder copied under another name, with a line of its own, would book one run twice."""
    first = read_history(read_entries(home)).booking("RA").entry.content
    shutil.copytree(home.published / "RA", home.published / "RM")
    with writing(home) as ledger:
        ledger.append(kind="published", content={**first, "run_id": "RM"}, at=next_moment(home))

    assert f"{home.published / 'RM' / 'manifest.json'} speaks of run RA" in "\n".join(wrong(home))


def test_files_that_are_recorded_nowhere_are_leftovers_and_no_damage(home: Home) -> None:
    strays = [
        home.raw / "ab" / ("ab" * 32),
        home.landing / "delivery" / "0123456789abcdef.parquet",
        home.landing / "reports" / "000999" / "quarantine.parquet",
        home.published / ".RZ.part" / "run.parquet",
        home.published / "RZ" / "manifest.json",
        home.refused / "RZ-001" / "manifest.json",
    ]
    for path in strays:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"left")

    assert wrong(home) == []
    assert {orphan.path for orphan in find_orphans(home)} == set(strays)
    assert orphan_lines(home)[-1].startswith("6 leftovers")


def test_what_is_written_at_this_moment_is_no_leftover(home: Home) -> None:
    (home.raw / "stray").write_bytes(b"left")
    with writing(home):
        assert find_orphans(home) == []


def test_every_run_is_listed_with_what_became_of_it(home: Home) -> None:
    states = [(line.split()[0], line.split(", ")[-1].split(" at ")[0]) for line in edition_lines(home)]

    assert [run for run, _ in states] == ["RA", "RB", "RC", "RD", "RX:"]
    assert [state for _, state in states] == ["booked", "booked", "rolled back", "current", "see RX-001"]


def test_a_home_that_others_write_to_is_never_said_to_be_damaged(home: Home, tmp_path: Path) -> None:
    busy = multiprocessing.get_context("spawn").Process(target=write_without_pause, args=(home.root, tmp_path, 4))
    busy.start()
    said, looks = [], 0
    while busy.is_alive():
        said += wrong(home)
        looks += 1
    busy.join()

    assert busy.exitcode == 0
    assert (said, wrong(home)) == ([], [])
    assert looks > 3
