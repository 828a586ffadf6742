"""Which files are cut into lines for the engine; every other file is left to the careful reader."""

from pathlib import Path

import pytest

from ingest import fast_lines
from ingest.fast_lines import open_plain_lines
from tests.unit.ingest.test_two_paths import HEADER, file_of, row


@pytest.mark.parametrize(
    "content",
    [
        file_of(row(unit='"万条"')),
        file_of(row()).replace(b"\n", b"\r\n"),
        file_of(row()) + b"D1\0\n",
        file_of(row())[:-1],
        file_of(row()).decode().encode("gb18030"),
        file_of(row()).decode().encode("utf-16"),
        file_of(row()) + b"\xff\n",
        file_of(row(content_hash="x" * 1_000_000)),
        HEADER.encode(),
        b"\n" * 10,
    ],
    ids=["quote", "crlf", "nul", "breaks-off", "gb18030", "utf-16", "bad-byte", "endless", "header", "blank"],
)
def test_text_of_no_plain_form_is_left_to_the_careful_reader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    monkeypatch.setattr(fast_lines, "LEAST_BYTES", 1)
    (tmp_path / "content").write_bytes(content)

    assert open_plain_lines(tmp_path / "content") is None


def test_a_file_of_the_least_size_goes_to_the_engine_and_a_smaller_one_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "content").write_bytes(file_of(row()))
    size = len(file_of(row()))

    monkeypatch.setattr(fast_lines, "LEAST_BYTES", size)
    assert open_plain_lines(tmp_path / "content") is not None

    monkeypatch.setattr(fast_lines, "LEAST_BYTES", size + 1)
    assert open_plain_lines(tmp_path / "content") is None
