"""A line of a stored file is found by its number without reading those before it, wherever it stands."""

from pathlib import Path
from random import Random

import pytest

from ingest import raw_rows
from ingest.raw_rows import read_lines
from interface.files import sha256_of_text
from interface.paths import Home


def stored(home: Home, text: str) -> str:
    sha256 = sha256_of_text(text)
    path = home.raw_file(sha256)
    path.parent.mkdir(parents=True)
    path.write_bytes(text.encode())
    return sha256


@pytest.mark.parametrize(("stride", "piece"), [(1, 7), (2, 16), (3, 5), (256, 8 << 20)])
@pytest.mark.parametrize("end", ["\n", ""])
def test_each_line_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stride: int, piece: int, end: str) -> None:
    monkeypatch.setattr(raw_rows, "_STRIDE", stride)
    monkeypatch.setattr(raw_rows, "_PIECE_BYTES", piece)
    chance = Random(stride)
    lines = ["".join(chance.choices("甲a,1", k=chance.randrange(1, 9))) for _ in range(41)]
    sha256 = stored(Home(tmp_path), "\n".join(lines) + end)

    every = dict(enumerate(lines, start=1))
    assert read_lines(Home(tmp_path), sha256, range(1, 42)) == every
    for number in every:
        assert read_lines(Home(tmp_path), sha256, [number]) == {number: lines[number - 1]}
    some = chance.sample(sorted(every), 9)
    assert read_lines(Home(tmp_path), sha256, some) == {number: every[number] for number in some}


def test_a_line_that_is_not_there_is_left_out(tmp_path: Path) -> None:
    sha256 = stored(Home(tmp_path), "a\nb\n")

    assert read_lines(Home(tmp_path), sha256, [2, 3, 99_999]) == {2: "b"}
    assert read_lines(Home(tmp_path), sha256, []) == {}
