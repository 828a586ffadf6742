"""A file that ends its reader, or takes too much, is refused; the files after it are read."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from ingest.reading import MOST_BYTES_HERE, Reader, Reading
from interface.files import sha256_of_text, write_whole
from interface.paths import Home
from interface.tables import INPUTS

AT = datetime(2026, 8, 1, tzinfo=UTC)
HEADER = "party_code,party_name\n"


def stored(home: Home, text: str) -> Reading:
    """A party file in the home's raw store, waiting to be read."""
    sha256 = sha256_of_text(text)
    write_whole(home.raw_file(sha256), text.encode())
    return Reading(home, "party.csv", "party", sha256, AT, tuple(INPUTS))


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


@pytest.fixture
def large(home: Home) -> Reading:
    """A file above the size that is read in this process, with quotes, so that the engine does not take it."""
    rows = "".join(f'P{number},"{"数" * 700}"\n' for number in range(4096))
    reading = stored(home, HEADER + rows)
    assert home.raw_file(reading.file_sha256).stat().st_size > MOST_BYTES_HERE
    return reading


def test_a_small_file_is_read_without_another_process(home: Home) -> None:
    with Reader(most_memory_bytes=1, most_seconds=0) as reader:
        (received,) = reader.read(stored(home, HEADER + "P1,甲\n"))

    assert (received.rows_read, received.candidates, received.refusal) == (1, 1, None)


def test_a_large_file_is_read_by_another_process_with_the_same_result(home: Home, large: Reading) -> None:
    with Reader() as reader:
        (received,) = reader.read(large)

    assert (received.rows_read, received.candidates, received.bad_rows, received.refusal) == (4096, 4096, 0, None)


def test_a_line_without_end_is_refused_by_the_other_process(home: Home) -> None:
    """Case 121: one aborts the process of other readers, whatever else they had to read."""
    with Reader() as reader:
        (refused,) = reader.read(stored(home, HEADER + "P1," + "x" * (64 << 20)))
        (received,) = reader.read(stored(home, HEADER + "P1,甲\n"))

    assert refused.refusal == "E103 Line 2 is longer than 1,000,000 characters: this is no table."
    assert received.refusal is None


def test_what_a_file_took_is_known_of_the_last_one_alone(home: Home, large: Reading) -> None:
    with Reader() as reader:
        reader.read(large)
        took = reader.spent
        reader.read(stored(home, HEADER + "P1,甲\n"))

        assert took.rows > reader.spent.rows > 0
        assert took.opening > 0


def test_a_file_that_takes_too_long_is_refused_and_the_next_is_read(home: Home, large: Reading) -> None:
    with Reader(most_seconds=0) as reader:
        (refused,) = reader.read(large)
        (received,) = reader.read(stored(home, HEADER + "P1,甲\n"))

    assert refused.refusal
    assert refused.refusal.startswith("E002 The file cannot be read safely (more than 0 seconds)")
    assert refused.table_name == "party"
    assert received.refusal is None


def test_a_file_that_takes_too_much_memory_is_refused(home: Home, large: Reading) -> None:
    with Reader(most_memory_bytes=64 << 20) as reader:
        (refused,) = reader.read(large)

    assert refused.refusal
    assert refused.refusal.startswith("E002 The file cannot be read safely")
    assert not list(home.landing.rglob("*.parquet"))
