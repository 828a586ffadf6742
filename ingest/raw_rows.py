"""The text of rows whose batch does not keep it: lines of the stored file, read again when somebody asks."""

from collections.abc import Collection

from ingest.formats import TextRow
from ingest.headers import match_header
from ingest.rows import Candidate, RowJudge
from interface.paths import Home
from interface.tables import Table


def read_lines(home: Home, file_sha256: str, numbers: Collection[int]) -> dict[int, str]:
    """Lines of a stored file of plain form by their number, the header's being 1, without their line feeds."""
    wanted, last = set(numbers), max(numbers, default=0)
    found: dict[int, str] = {}
    if not wanted:
        return found
    with home.raw_file(file_sha256).open("rb") as stream:
        for number, line in enumerate(stream, start=1):
            if number > last:
                break
            if number in wanted:
                found[number] = line.decode().removesuffix("\n")
    return found


def judge_line(home: Home, table: Table, file_sha256: str, number: int) -> Candidate:
    """The candidate that a line of a stored file of plain form gives, judged again."""
    lines = read_lines(home, file_sha256, (1, number))
    header = match_header(lines[1].removeprefix("\ufeff").split(","), table)
    row = TextRow(number, lines[number].split(","), lines[number])
    (judged,) = RowJudge(table, header).judge_rows([row])
    if not isinstance(judged, Candidate):
        raise RuntimeError(f"Line {number} of {file_sha256} landed for {table.name}, and its cells are not sound")
    return judged
