"""Folders of runs are told apart: one whose process lives is under way, one that a dead process left is not."""

from interface.paths import Home
from orchestration.work_folders import open_work_folder, work_in


def test_what_is_under_way_and_what_was_left_is_told_and_stays(tmp_path):
    home = Home(tmp_path)
    assert work_in(home) == []
    running = open_work_folder(home, "2020-05")
    (home.work / "2020-04-left").mkdir()

    found = {each.name: each.is_under_way for each in work_in(home)}

    assert found == {running.path.name: True, "2020-04-left": False}
    assert (home.work / "2020-04-left").is_dir()
    running.remove()


def test_the_next_run_sweeps_what_was_left_alone(tmp_path):
    home = Home(tmp_path)
    running = open_work_folder(home, "2020-05")
    (home.work / "2020-04-left").mkdir()

    second = open_work_folder(home, "2020-06")

    assert {each.name for each in work_in(home)} == {running.path.name, second.path.name}
    running.remove()
    second.remove()
