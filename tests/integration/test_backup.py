"""A backup holds one whole state of a home, whoever writes meanwhile; restored, it verifies or says what is damaged."""

import multiprocessing
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ingest.landing import ingest_folder
from interface.errors import CannotRun, Stopped
from interface.ledger import read_entries
from interface.paths import Home
from interface.settings import read_settings
from orchestration import backing_up, retaining
from orchestration.backing_up import back_up
from orchestration.backup_store import Backup, Store
from orchestration.drilling import drill
from orchestration.recorded_files import Recorded, files_judged, files_received
from orchestration.restoring import restore
from orchestration.verify import verify
from tests.integration.conftest import a_delivery, write_tables
from tests.integration.made_editions import a_home, an_empty_run, publish_empty, write_without_pause


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return a_home(tmp_path_factory.mktemp("made"))


@pytest.fixture
def home(made: Home, tmp_path: Path) -> Home:
    shutil.copytree(made.root, tmp_path / "home")
    return Home(tmp_path / "home")


def stored(home: Home) -> dict[str, bytes]:
    """Every file that a home consists of."""
    folders = (home.raw, home.landing, home.published, home.refused)
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return {str(path.relative_to(home.root)): path.read_bytes() for path in [*files, home.ledger]}


def flip(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:20] + bytes([content[20] ^ 1]) + content[21:])


def test_a_restored_home_is_the_home_to_the_byte_and_verifies(home: Home, tmp_path: Path) -> None:
    back_up(home, tmp_path / "backups")
    new = Home(tmp_path / "new")

    checked = restore(tmp_path / "backups", new)

    assert stored(new) == stored(home)
    assert verify(new) == (checked, [])


def test_a_second_backup_copies_only_what_is_new(home: Home, tmp_path: Path) -> None:
    first = back_up(home, tmp_path / "backups")
    again = back_up(home, tmp_path / "backups")
    ingest_folder(home, write_tables(tmp_path / "in-2", delivery=[a_delivery("D9")]))
    third = back_up(home, tmp_path / "backups")

    assert (again.number, again.copied, again.files) == (2, 0, first.files)
    # The file received, its batch, and the three tables of the ingest's report; of these only that of files is new.
    assert (third.number, third.copied, third.files) == (3, 3, first.files + 5)


def test_an_earlier_backup_can_be_restored(home: Home, tmp_path: Path) -> None:
    back_up(home, tmp_path / "backups")
    before = stored(home)
    publish_empty(home, an_empty_run(tmp_path), "RE")
    back_up(home, tmp_path / "backups")

    restore(tmp_path / "backups", Home(tmp_path / "new"), number=1)

    assert stored(Home(tmp_path / "new")) == before
    with pytest.raises(CannotRun, match="holds no backup 3: choose one of 1 to 2"):
        restore(tmp_path / "backups", Home(tmp_path / "newer"), number=3)


def test_a_backup_that_is_killed_halfway_leaves_the_former_one_and_the_next_goes_on(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    back_up(home, tmp_path / "backups")
    before = stored(home)
    ingest_folder(home, write_tables(tmp_path / "in-2", delivery=[a_delivery("D9")]))

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Store, "add", killed)
        with pytest.raises(KeyboardInterrupt):
            back_up(home, tmp_path / "backups")
    (tmp_path / "backups" / "objects" / "00").mkdir(exist_ok=True)
    torn = tmp_path / "backups" / "objects" / "00" / ".00ff.part"
    torn.write_bytes(b"torn")
    restore(tmp_path / "backups", Home(tmp_path / "new"))
    assert stored(Home(tmp_path / "new")) == before

    back_up(home, tmp_path / "backups")

    restore(tmp_path / "backups", Home(tmp_path / "newest"))
    assert stored(Home(tmp_path / "newest")) == stored(home)
    assert not torn.exists()


def test_leftovers_the_work_folder_the_sample_and_dagsters_folder_are_no_part(home: Home, tmp_path: Path) -> None:
    for name in ("raw/ab/stray", "work/x/run.duckdb", "sample/2020-05/delivery.csv", "dagster/x.db"):
        (home.root / name).parent.mkdir(parents=True, exist_ok=True)
        (home.root / name).write_bytes(b"x")

    back_up(home, tmp_path / "backups")
    restore(tmp_path / "backups", Home(tmp_path / "new"))

    names = {path.name for path in (tmp_path / "new").iterdir()}
    assert names == {"raw", "landing", "published", "refused", "ledger.jsonl", "writer.lock"}
    assert not (tmp_path / "new" / "raw" / "ab" / "stray").exists()


def test_a_damaged_home_is_not_backed_up_and_the_last_backup_stays(home: Home, tmp_path: Path) -> None:
    back_up(home, tmp_path / "backups")
    ingest_folder(home, write_tables(tmp_path / "in-2", delivery=[a_delivery("D9")]))
    victim = [each.path for each in files_received(home, read_entries(home)) if each.path.parent.parent == home.raw][-1]
    flip(victim)

    with pytest.raises(Stopped, match=f"{victim} does not have its recorded SHA-256"):
        back_up(home, tmp_path / "backups")
    victim.unlink()
    with pytest.raises(Stopped, match=f"{victim} is missing"):
        back_up(home, tmp_path / "backups")

    assert Store(tmp_path / "backups").numbers == [1]


def test_a_manifest_that_was_damaged_after_a_backup_is_named_by_the_next(home: Home, tmp_path: Path) -> None:
    """Its bytes are kept already, but what it names could not be listed: the backup would lack an edition's files."""
    back_up(home, tmp_path / "backups")
    flip(home.published / "RA" / "manifest.json")

    with pytest.raises(Stopped, match=f"{home.published / 'RA' / 'manifest.json'} does not have its recorded SHA-256"):
        back_up(home, tmp_path / "backups")


def test_an_edition_that_is_removed_during_a_backup_is_no_part_of_it(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Listed as kept and gone before its manifest was read, it would leave a backup that does not verify."""
    back_up(home, tmp_path / "backups")
    monkeypatch.setattr(retaining, "LEAST_DAYS", 0)
    removed = []

    def removing(*given: Any) -> Iterator[Recorded]:
        if not removed:
            removed.extend(retaining.retain(home, days=0, by="张三"))
        return files_judged(*given)

    monkeypatch.setattr(backing_up, "files_judged", removing)
    back_up(home, tmp_path / "backups")

    restore(tmp_path / "backups", Home(tmp_path / "new"))
    assert [each.name for each in removed] == ["RC", "RX-001"]
    assert stored(Home(tmp_path / "new")) == stored(home)


def test_a_folder_of_another_home_or_of_a_longer_ledger_is_refused(home: Home, tmp_path: Path) -> None:
    back_up(home, tmp_path / "backups")
    (tmp_path / "other").mkdir()
    other = a_home(tmp_path / "other")
    with pytest.raises(CannotRun, match="this is another home, or its ledger lost lines"):
        back_up(other, tmp_path / "backups")

    lines = home.ledger.read_bytes().splitlines(keepends=True)
    home.ledger.write_bytes(b"".join(lines[:-1]))
    with pytest.raises(CannotRun, match="this is another home, or its ledger lost lines"):
        back_up(home, tmp_path / "backups")


def test_folders_that_are_not_for_backups_are_refused(home: Home, tmp_path: Path) -> None:
    with pytest.raises(CannotRun, match="lie within each other"):
        back_up(home, home.root / "backups")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").touch()
    with pytest.raises(CannotRun, match="holds other files and no backups"):
        back_up(home, tmp_path / "full")
    with pytest.raises(CannotRun, match="holds no backup: check --from"):
        restore(tmp_path / "nowhere", Home(tmp_path / "new"))


def test_nothing_is_restored_over_anything(home: Home, tmp_path: Path) -> None:
    back_up(home, tmp_path / "backups")
    before = stored(home)

    with pytest.raises(CannotRun, match="is not empty: a home is restored to a new folder"):
        restore(tmp_path / "backups", home)

    assert stored(home) == before


@pytest.mark.parametrize("place", ["raw", "landing/delivery", "published/RA", "ledger.jsonl"])
def test_a_changed_byte_of_a_backup_is_named_and_nothing_is_restored(home: Home, tmp_path: Path, place: str) -> None:
    back_up(home, tmp_path / "backups")
    backup = Store(tmp_path / "backups").read()
    files = {**backup.files, "ledger.jsonl": backup.ledger}
    name, sha256 = next((name, sha256) for name, sha256 in files.items() if name.startswith(place))
    flip(tmp_path / "backups" / "objects" / sha256[:2] / sha256)

    with pytest.raises(Stopped, match=f"^{name}: .* does not have its recorded SHA-256"):
        restore(tmp_path / "backups", Home(tmp_path / "new"))
    said: list[str] = []
    assert not drill(
        tmp_path / "backups", settings=read_settings({}), statement=None, number=None, work=tmp_path, say=said.append
    )

    assert list((tmp_path / "new").iterdir()) == []
    assert said[0].startswith(f"{name}: ")


def test_a_change_by_a_hand_that_mends_the_list_is_found_by_the_ledger(home: Home, tmp_path: Path) -> None:
    """Files, list and its own hash all agree: only the chain of the ledger tells that a landed row was changed."""
    back_up(home, tmp_path / "backups")
    store = Store(tmp_path / "backups")
    backup = store.read()
    name = next(each for each in backup.files if each.startswith("landing/delivery"))
    other = store.put_bytes(b"other rows")
    files = {**backup.files, name: other}
    store.add(Backup(**{**vars(backup), "files": files}))

    with pytest.raises(Stopped, match=f"{name} does not have its recorded SHA-256"):
        restore(tmp_path / "backups", Home(tmp_path / "new"))


def test_a_changed_list_of_a_backup_is_refused(home: Home, tmp_path: Path) -> None:
    back_up(home, tmp_path / "backups")
    path = tmp_path / "backups" / "backups" / "000001.json"
    content = path.read_bytes()
    for position in (0, 30, len(content) // 2, len(content) - 1):
        path.write_bytes(content[:position] + bytes([content[position] ^ 1]) + content[position + 1 :])
        with pytest.raises(Stopped, match="was changed since it was written"):
            Store(tmp_path / "backups").read()


def test_a_list_cannot_write_outside_the_new_home(home: Home, tmp_path: Path) -> None:
    back_up(home, tmp_path / "backups")
    store = Store(tmp_path / "backups")
    backup = store.read()
    store.add(Backup(**{**vars(backup), "files": {"../evil": store.put_bytes(b"evil")}}))

    with pytest.raises(Stopped, match="names a file outside the home"):
        restore(tmp_path / "backups", Home(tmp_path / "new"))

    assert not (tmp_path / "evil").exists()


def test_backups_of_a_home_in_use_all_verify(home: Home, tmp_path: Path) -> None:
    """Another process ingests, publishes, refuses, rolls back and removes all the while."""
    busy = multiprocessing.get_context("spawn").Process(target=write_without_pause, args=(home.root, tmp_path, 4))
    busy.start()
    taken = []
    while busy.is_alive():
        taken.append(back_up(home, tmp_path / "backups"))
    busy.join()

    assert busy.exitcode == 0
    assert len({backup.entries for backup in taken}) > 3
    for backup in taken[:: max(1, len(taken) // 4)]:
        new = Home(tmp_path / f"new-{backup.number}")
        restore(tmp_path / "backups", new, number=backup.number)
        assert verify(new)[1] == []
        assert len(read_entries(new)) == backup.entries
