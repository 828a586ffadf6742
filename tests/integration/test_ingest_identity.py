"""The same facts make the same home in whatever files they come, however many send them at once, whenever one dies."""

from pathlib import Path
from random import Random

import pytest

from ingest.landing import ingest_folder
from interface.paths import Home
from tests.fuzz.dresses import DRESSES, frame, made_rows, plain, table
from tests.fuzz.dying import count_touches, ingest_at_once, ingest_dying_after, ingest_dying_at
from tests.fuzz.homes import Held, files_known, held, is_ledger_whole, sent, written

ROWS = made_rows(1, 60)


@pytest.fixture(scope="module")
def plain_home(tmp_path_factory: pytest.TempPathFactory) -> Held:
    return held(sent(plain(ROWS), tmp_path_factory.mktemp("plain")))


def test_the_facts_land_in_part(plain_home: Held) -> None:
    """Else the comparisons below would compare nothing."""
    assert {name: len(rows) for name, rows in plain_home.rows.items() if name != "delivery"} == {
        "catalogue_version": 1,
        "service_item": 2,
        "party": 1,
        "contract": 1,
        "work_order": 2,
    }
    assert 20 <= len(plain_home.rows["delivery"]) < len(ROWS)


@pytest.mark.parametrize("dress", DRESSES)
def test_the_home_is_the_same_in_every_dress(plain_home: Held, tmp_path: Path, dress: str) -> None:
    assert held(sent(DRESSES[dress](ROWS, Random(7)), tmp_path)) == plain_home


def test_one_fact_more_or_less_is_another_home(plain_home: Held, tmp_path: Path) -> None:
    landed = next(row for row in ROWS if any(row[0] in text for text in plain_home.rows["delivery"]))

    assert held(sent(plain([row for row in ROWS if row != landed]), tmp_path)) != plain_home


def test_eight_who_send_at_once_make_the_same_home(plain_home: Held, tmp_path: Path) -> None:
    root = tmp_path / "home"
    parts = [{**frame(), "delivery.csv": table(ROWS[start : start + 20]).encode()} for start in (0, 10, 20, 30, 40)]
    folders = [written(folder, tmp_path) for folder in (*parts, *plain(ROWS) * 3)]

    codes = ingest_at_once(root, folders)

    assert codes == [0] * 8
    assert held(root) == plain_home
    assert is_ledger_whole(root)


def test_whoever_dies_at_any_point_and_tries_again_makes_the_same_home(plain_home: Held, tmp_path: Path) -> None:
    (folder,) = plain(ROWS)
    inputs = written(folder, tmp_path)
    touches = count_touches(tmp_path / "undisturbed", inputs)
    whole = files_known(tmp_path / "undisturbed")
    assert touches > 60

    for touch in (1, touches // 3, 2 * touches // 3, touches):
        root = tmp_path / f"died at {touch}"
        died = ingest_dying_at(root, inputs, touch=touch)

        assert died
        assert files_known(root).items() <= whole.items()
        ingest_folder(Home(root), inputs)
        assert held(root) == plain_home
        assert is_ledger_whole(root)


def test_a_ledger_line_that_broke_off_does_not_count(plain_home: Held, tmp_path: Path) -> None:
    (folder,) = plain(ROWS)
    inputs = written(folder, tmp_path)
    root = tmp_path / "home"
    ingest_folder(Home(root), inputs)
    ledger = Home(root).ledger
    lines = ledger.read_bytes().splitlines(keepends=True)
    ledger.write_bytes(b"".join(lines[:-2]) + lines[-2][:100])

    known = files_known(root)
    ingest_folder(Home(root), inputs)

    assert len(known) == 5
    assert held(root) == plain_home
    assert is_ledger_whole(root)


def test_whoever_is_killed_at_any_time_and_tries_again_makes_the_same_home(plain_home: Held, tmp_path: Path) -> None:
    (folder,) = plain(ROWS)
    inputs = written(folder, tmp_path)
    root = tmp_path / "home"

    for seconds in (0.05, 0.2, 0.4):
        ingest_dying_after(root, inputs, seconds=seconds)
        files_known(root)
    ingest_folder(Home(root), inputs)

    assert held(root) == plain_home
    assert is_ledger_whole(root)
