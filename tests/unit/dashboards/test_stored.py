"""What was read and checked once is kept for the next reader, and never stands in for a file that was touched since."""

import pyarrow as pa
import pytest

from dashboards import stored
from dashboards.access import SYSTEM
from dashboards.editions import open_edition
from interface.errors import CannotRun
from tests.unit.dashboards.made_edition import MadeHome, a_line, a_settlement


@pytest.fixture
def made(tmp_path):
    made = MadeHome(tmp_path)
    made.publish("R1", "2020-05", {"settlement": [a_settlement()], "settlement_line": [a_line()]})
    return made


def lines_of(made):
    return open_edition(made.home, SYSTEM).table("settlement_line").to_pylist()


def test_a_second_reader_reads_no_file(made, monkeypatch):
    first = lines_of(made)
    monkeypatch.setattr(stored.pq, "read_table", None)

    assert lines_of(made) == first


def test_a_file_that_was_changed_after_it_was_read_is_refused(made):
    lines_of(made)
    path = made.home.published / "R1" / "settlement_line.parquet"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))

    with pytest.raises(CannotRun, match="settlement_line"):
        lines_of(made)


def test_what_is_kept_stays_within_its_room_and_the_longest_unused_leaves():
    table = pa.table({"amount": pa.array(range(100), pa.int64())})
    kept = stored._Kept(most_bytes=4 * table.nbytes)
    for name in "abcd":
        kept.keep((name,), table)
    kept.get(("a",))
    kept.keep(("e",), table)

    assert [name for name in "abcde" if kept.get((name,))] == ["a", "c", "d", "e"]


def test_a_table_that_would_fill_the_room_is_not_kept():
    table = pa.table({"amount": pa.array(range(100), pa.int64())})
    kept = stored._Kept(most_bytes=2 * table.nbytes)
    kept.keep(("a",), table)

    assert kept.get(("a",)) is None
