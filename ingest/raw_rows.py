"""The text of rows whose batch does not keep it: lines of the stored file, read again when somebody asks."""

from collections.abc import Collection
from functools import lru_cache
from pathlib import Path

import numpy as np

from ingest.formats import TextRow
from ingest.headers import match_header
from ingest.rows import Candidate, RowJudge
from interface.paths import Home
from interface.tables import Table

_STRIDE = 256
_PIECE_BYTES = 8 << 20


def read_lines(home: Home, file_sha256: str, numbers: Collection[int]) -> dict[int, str]:
    """Lines of a stored file of plain form by their number, the header's being 1, without their line feeds."""
    found: dict[int, str] = {}
    if not numbers:
        return found
    path = home.raw_file(file_sha256)
    starts = _starts(path)
    with path.open("rb") as stream:
        number = 1
        for wanted in sorted(set(numbers)):
            mark = (wanted - 1) // _STRIDE
            if mark >= len(starts):
                break
            if number <= mark * _STRIDE:
                stream.seek(starts[mark])
                number = mark * _STRIDE + 1
            for line in stream:
                number += 1
                if number > wanted:
                    found[wanted] = line.decode().removesuffix("\n")
                    break
    return found


@lru_cache(maxsize=256)
def _starts(path: Path) -> list[int]:
    """Where every 256th line of a file begins, the first among them: stored files never change."""
    starts, lines, place = [0], 0, 0
    with path.open("rb") as stream:
        while piece := stream.read(_PIECE_BYTES):
            feeds = np.flatnonzero(np.frombuffer(piece, np.uint8) == ord("\n"))
            starts.extend(int(place + feed + 1) for feed in feeds[(_STRIDE - 1 - lines) % _STRIDE :: _STRIDE])
            lines += len(feeds)
            place += len(piece)
    return starts


def judge_line(home: Home, table: Table, file_sha256: str, number: int) -> Candidate:
    """The candidate that a line of a stored file of plain form gives, judged again."""
    lines = read_lines(home, file_sha256, (1, number))
    header = match_header(lines[1].removeprefix("\ufeff").split(","), table)
    row = TextRow(number, lines[number].split(","), lines[number])
    (judged,) = RowJudge(table, header).judge_rows([row])
    if not isinstance(judged, Candidate):
        raise RuntimeError(f"Line {number} of {file_sha256} landed for {table.name}, and its cells are not sound")
    return judged
