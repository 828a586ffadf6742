"""Files named as tables are taken, unfit ones refused with a code, everything else reported and left alone."""

import os
from pathlib import Path

import pytest

from ingest.folder import MOST_FILE_BYTES, find_files, read_bytes
from ingest.verdicts import Refusal
from interface.errors import CannotRun


def found(folder: Path) -> tuple[list[tuple[str, str]], list[str]]:
    reported: list[str] = []
    files = find_files(folder, report=reported.append)
    return [(file.name, file.table.name) for file in files], reported


def refusal_of(folder: Path) -> str:
    (file,) = find_files(folder, report=lambda text: None)
    with pytest.raises(Refusal) as caught:
        read_bytes(file)
    return str(caught.value)[:4]


def test_tables_come_as_files_folders_and_chinese_names(tmp_path: Path) -> None:
    (tmp_path / "delivery").mkdir()
    for name in ("delivery/b.csv", "delivery/a.csv", "delivery.csv", "合同.csv", "work_order.CSV"):
        (tmp_path / name).write_text("x")

    files, reported = found(tmp_path)

    assert files == [
        ("合同.csv", "contract"),
        ("work_order.CSV", "work_order"),
        ("delivery.csv", "delivery"),
        ("delivery/a.csv", "delivery"),
        ("delivery/b.csv", "delivery"),
    ]
    assert reported == []


def test_what_is_no_table_is_reported_once_and_left_alone(tmp_path: Path) -> None:
    for name in ("delivery.csv", "README.md", "delivry.csv", ".gitkeep"):
        (tmp_path / name).write_text("x")
    (tmp_path / "older").mkdir()
    (tmp_path / "older" / "delivery.csv").write_text("x")

    files, reported = found(tmp_path)

    assert files == [("delivery.csv", "delivery")]
    assert reported == [
        ".gitkeep is not a table: left alone",
        "README.md is not a table: left alone",
        "delivry.csv is not a table: left alone",
        "older is not a table: left alone",
    ]


def test_a_folder_without_tables_cannot_be_ingested(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("x")

    with pytest.raises(CannotRun, match="holds no input table"):
        found(tmp_path)
    with pytest.raises(CannotRun, match="cannot be read"):
        found(tmp_path / "nowhere")
    with pytest.raises(CannotRun, match="cannot be read"):
        found(tmp_path / "README.md")


@pytest.mark.parametrize("name", ["delivery.xls", "delivery.xlsb", "delivery.xlsm", "delivery", "交付日志.txt"])
def test_a_file_named_as_a_table_in_no_format_that_is_read_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("x")

    assert refusal_of(tmp_path) == "E003"


def test_links_pipes_and_folders_are_no_files(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_text("x")
    makers = {
        "link": lambda path: path.symlink_to(target),
        "dangling": lambda path: path.symlink_to(tmp_path / "nowhere"),
        "pipe": os.mkfifo,
        "folder": lambda path: path.mkdir(),
    }
    for name, make in makers.items():
        (tmp_path / name).mkdir()
        make(tmp_path / name / "delivery.csv")

        assert (name, refusal_of(tmp_path / name)) == (name, "E001")


@pytest.mark.parametrize("size", [MOST_FILE_BYTES + 1, 10 << 30], ids=["a-byte-too-many", "ten-gigabytes-of-nothing"])
def test_a_file_beyond_bearing_is_refused_unread(tmp_path: Path, size: int) -> None:
    with (tmp_path / "delivery.csv").open("wb") as stream:
        stream.truncate(size)

    assert refusal_of(tmp_path) == "E002"


def test_a_pipe_that_took_the_files_place_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sound = tmp_path / "sound"
    sound.write_text("x")
    os.mkfifo(tmp_path / "delivery.csv")
    seen = sound.lstat()

    with monkeypatch.context() as patch:
        patch.setattr(Path, "lstat", lambda self: seen)
        assert refusal_of(tmp_path) == "E001"


def test_names_with_two_points_lead_nowhere(tmp_path: Path) -> None:
    """What stands before the ending is a name and never a path."""
    inputs = tmp_path / "inputs"
    (inputs / "delivery").mkdir(parents=True)
    (tmp_path / "party.csv").write_text("secret")
    for name in ("delivery.csv", "delivery..csv", "..party.csv", "delivery/..a.csv", "delivery/a..csv"):
        (inputs / name).write_text(name)

    files = find_files(inputs, report=lambda text: None)
    read = {}
    for file in files:
        try:
            read[file.name] = read_bytes(file).content.decode()
        except Refusal as refusal:
            read[file.name] = str(refusal)[:4]

    assert read == {
        "..party.csv": "E005",
        "delivery.csv": "delivery.csv",
        "delivery/..a.csv": "E005",
        "delivery/a..csv": "delivery/a..csv",
    }


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("delivery\n.csv", "delivery\\n.csv"),
        ("\u202edelivery.csv", "\\u202edelivery.csv"),
        (os.fsdecode(b"delivery\xff.csv"), "delivery\\udcff.csv"),
    ],
    ids=["line-end", "right-to-left", "no-unicode"],
)
def test_a_name_that_hides_something_is_refused_and_shown_in_full(tmp_path: Path, name: str, shown: str) -> None:
    (tmp_path / name).write_text("x")

    assert found(tmp_path) == ([(shown, "delivery")], [])
    assert refusal_of(tmp_path) == "E004"


def test_hidden_and_linked_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "hidden").mkdir()
    (tmp_path / "hidden" / ".delivery.csv").write_text("x")
    (tmp_path / "linked").mkdir()
    (tmp_path / "original").write_text("x")
    (tmp_path / "linked" / "delivery.csv").hardlink_to(tmp_path / "original")

    assert refusal_of(tmp_path / "hidden") == "E005"
    assert refusal_of(tmp_path / "linked") == "E005"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_rights_is_refused(tmp_path: Path) -> None:
    (tmp_path / "delivery.csv").write_text("x")
    (tmp_path / "delivery.csv").chmod(0)

    assert refusal_of(tmp_path) == "E006"
