"""The watched folder is received once its files stand still, each content once, and never half."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import dagster as dg
import pytest

from ingest.received import received_files
from interface.errors import CannotRun
from interface.paths import Home
from orchestration.definitions import defs
from orchestration.inbox import list_inbox, still_copy, what_is_new
from orchestration.sensors import receive_from_the_inbox

PARTIES = "party_code,party_name\nP1,甲\n"


@pytest.fixture
def inbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    monkeypatch.setenv("HENGLIANG_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("HENGLIANG_INBOX", str(folder))
    return folder


@pytest.fixture
def tick() -> Callable[[], list[dg.RunRequest]]:
    """One look of the sensor; it remembers what the looks before left it."""
    cursors: list[str | None] = [None]

    def look() -> list[dg.RunRequest]:
        with dg.DagsterInstance.ephemeral() as instance:
            context = dg.build_sensor_context(instance, cursor=cursors[-1])
            result = receive_from_the_inbox(context)
        if isinstance(result, dg.SensorResult):
            cursors.append(result.cursor)
            return list(result.run_requests or [])
        return []

    return look


def files_of(requests: list[dg.RunRequest]) -> list[str]:
    (request,) = requests
    return list(request.run_config["ops"]["received"]["config"]["files"])


def receive(requests: list[dg.RunRequest]) -> dg.ExecuteInProcessResult:
    (request,) = requests
    with dg.DagsterInstance.ephemeral() as instance:
        job = defs.resolve_job_def("receive")
        return job.execute_in_process(instance=instance, run_config=request.run_config, raise_on_error=False)


def names_received(home: Path) -> list[str]:
    return [each.file_name for each in received_files(Home(home))]


def test_a_file_is_taken_at_the_second_look_and_only_once(inbox: Path, tick, tmp_path: Path) -> None:
    assert tick() == []
    (inbox / "party.csv").write_text(PARTIES, "utf-8")

    first, second, third = tick(), tick(), tick()

    assert (first, files_of(second), third) == ([], ["party.csv"], [])
    assert receive(second).success
    assert names_received(tmp_path / "home") == ["party.csv"]
    assert list((tmp_path / "home" / "work").iterdir()) == []


def test_a_file_that_still_grows_is_not_taken_and_the_others_wait_for_it(inbox: Path, tick) -> None:
    (inbox / "party.csv").write_text(PARTIES, "utf-8")
    looks = []
    with (inbox / "delivery.csv").open("w", encoding="utf-8") as stream:
        for part in ("delivery_no,", "work_order_no\n", "D1,W1\n"):
            stream.write(part)
            stream.flush()
            looks.append(tick())

    assert looks == [[], [], []]
    assert sorted(files_of(tick())) == ["delivery.csv", "party.csv"]


def test_what_is_named_as_being_under_way_is_not_looked_at(inbox: Path, tick) -> None:
    (inbox / "party.csv").write_text(PARTIES, "utf-8")
    (inbox / "delivery.csv.part").write_text("delivery_no\n", "utf-8")
    (inbox / ".delivery.csv.Xa71").write_text("delivery_no\n", "utf-8")
    tick()

    assert files_of(tick()) == ["party.csv"]


def test_a_file_that_changes_between_the_look_and_the_run_is_left_for_the_next_look(
    inbox: Path, tick, tmp_path: Path
) -> None:
    (inbox / "party.csv").write_text(PARTIES, "utf-8")
    (inbox / "contract.csv").write_text("contract_no\nH1\n", "utf-8")
    tick()
    requests = tick()
    (inbox / "contract.csv").write_text("contract_no\nH1\nH2\n", "utf-8")

    assert receive(requests).success

    assert names_received(tmp_path / "home") == ["party.csv"]
    assert tick() == []
    assert files_of(tick()) == ["contract.csv"]


def test_what_is_sent_later_is_taken_without_what_was_taken_before(inbox: Path, tick) -> None:
    (inbox / "party.csv").write_text(PARTIES, "utf-8")
    tick(), tick()
    (inbox / "delivery").mkdir()
    (inbox / "delivery" / "2020-05.csv").write_text("delivery_no\nD1\n", "utf-8")
    tick()

    assert files_of(tick()) == ["delivery/2020-05.csv"]


def test_a_file_that_is_taken_away_asks_for_nothing(inbox: Path, tick) -> None:
    (inbox / "party.csv").write_text(PARTIES, "utf-8")
    tick(), tick()
    (inbox / "party.csv").unlink()

    assert (tick(), tick()) == ([], [])


def test_a_refused_file_fails_the_check_and_is_not_taken_again(inbox: Path, tick, tmp_path: Path) -> None:
    (inbox / "party.csv").write_text(PARTIES, "utf-8")
    (inbox / "delivery.csv").write_text("delivery_no\nD1\n", "utf-8")
    tick()

    run = receive(tick())

    assert run.success
    (check,) = run.get_asset_check_evaluations()
    assert (check.passed, list(check.metadata)) == (False, ["delivery.csv"])
    assert (tick(), tick()) == ([], [])


def test_a_cover_sheet_goes_with_all_files_that_it_may_be_about() -> None:
    listing = {"delivery.control.csv": "1 1", "delivery.csv": "1 1", "party.csv": "1 1", "contract.csv": "1 1"}
    taken = {"delivery.control.csv": "1 1", "delivery.csv": "1 0", "party.csv": "1 0", "contract.csv": "1 1"}

    assert list(what_is_new(listing, taken)) == ["delivery.control.csv", "delivery.csv", "party.csv"]


def test_a_link_stays_a_link_so_that_it_is_refused_by_name(inbox: Path, tmp_path: Path) -> None:
    (inbox / "party.csv").symlink_to(os.devnull)

    with still_copy(Home(tmp_path / "home"), inbox, list_inbox(inbox)) as copy:
        assert (copy / "party.csv").is_symlink()


def test_without_the_setting_nothing_is_watched(inbox: Path, tick, monkeypatch: pytest.MonkeyPatch) -> None:
    (inbox / "party.csv").write_text(PARTIES, "utf-8")
    monkeypatch.delenv("HENGLIANG_INBOX")

    assert (tick(), tick()) == ([], [])


def test_a_folder_that_is_not_there_is_named(inbox: Path, tick) -> None:
    inbox.rmdir()

    with pytest.raises(CannotRun, match=rf"{inbox}, which HENGLIANG_INBOX names, cannot be read"):
        tick()


def test_a_name_in_another_encoding_is_said_and_holds_the_folder_up(inbox: Path, tick) -> None:
    (inbox / "party.csv").write_text(PARTIES, "utf-8")
    (inbox / os.fsdecode("交付日志.csv".encode("gb18030"))).write_bytes(b"")

    with pytest.raises(CannotRun, match=r"has a name that is no UTF-8, b'.xbd.xbb"):
        tick()


def test_what_the_sensor_remembers_is_small_and_plain(inbox: Path) -> None:
    (inbox / "party.csv").write_text(PARTIES, "utf-8")

    with dg.DagsterInstance.ephemeral() as instance:
        result = receive_from_the_inbox(dg.build_sensor_context(instance))

    assert list(json.loads(result.cursor)) == ["seen", "taken"]
