"""A disk or memory that is full is told in one sentence, in whatever words it comes."""

import errno

import pytest

from interface import ledger
from interface.errors import CannotRun
from interface.paths import Home


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path / "warehouse")


@pytest.mark.parametrize(
    "error",
    [OSError(errno.ENOSPC, "No space left on device"), OSError(errno.EDQUOT, "Disk quota exceeded")],
    ids=["space", "quota"],
)
def test_a_full_disk_met_while_writing_is_one_sentence_in_whatever_words_it_comes(home, error):
    told = r"No space is left on the disk of .*free some, then run the same command again"
    with pytest.raises(CannotRun, match=told), ledger.writing(home):
        raise error
    with pytest.raises(CannotRun, match=told), ledger.writing(home):
        raise RuntimeError(f"IO Error: Could not write run.duckdb: {error.strerror}")
    with pytest.raises(RuntimeError, match="another"), ledger.writing(home):
        raise RuntimeError("another error")


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (
            RuntimeError("int_deliveries_profiled: Out of Memory Error: failed to allocate data of size 1.0 GiB"),
            "more memory than HENGLIANG_MEMORY lets the engine have, 4GB: set it to more, or HENGLIANG_THREADS to",
        ),
        (
            RuntimeError(
                "Out of Memory Error: failed to offload data block: set by the 'max_temp_directory_size' setting"
            ),
            "No space is left on the disk of",
        ),
        (MemoryError("malloc of size 64 failed"), "This machine has no memory left: end other work"),
    ],
    ids=["engine", "set-aside", "machine"],
)
def test_memory_that_ran_out_while_writing_is_one_sentence(home, error, told):
    with pytest.raises(CannotRun, match=told), ledger.writing(home):
        raise RuntimeError("a rule could not be evaluated") from error
