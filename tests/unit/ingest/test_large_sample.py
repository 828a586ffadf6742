"""A made month of any size has the rows that its numbers say, the same for a seed, and lands as it was meant to."""

from collections import Counter
from pathlib import Path

import duckdb
import pytest

from ingest.landing import ingest_folder
from ingest.sample import large, write_large
from interface.errors import CannotRun
from interface.files import sha256_of_file
from interface.paths import Home
from interface.periods import Month

FIRST = Month(2020, 5)


def write(to: Path, *, rows: int = 1000, months: int = 1, seed: int = 1) -> dict[str, int]:
    size = large(rows=rows, first=FIRST, months=months, seed=seed, orders=144)
    return {str(month): written for month, written in write_large(to, size)}


def hashes(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): sha256_of_file(path) for path in sorted(folder.rglob("*.csv"))}


def test_each_month_has_its_late_rows_corrections_copies_and_bad_rows(tmp_path: Path) -> None:
    # Of 1,000 rows 969 deliverables, 0 to 968: late are 7, 57, … 957 (20), again 11, 51, … 931 (24), corrected
    # 33, 433, 833 (3), copied 79 and 579 (2), bad 95 and 595 (2).
    assert write(tmp_path, months=3) == {
        "2020-05": 969 - 20 + 24 + 2 + 2,
        "2020-06": 969 - 20 + 24 + 2 + 2 + 20,
        "2020-07": 969 - 20 + 24 + 2 + 2 + 20 + 3,
    }


def test_a_seed_gives_the_same_bytes_whatever_the_threads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, threads in (("one", "1"), ("four", "4")):
        monkeypatch.setenv("HENGLIANG_THREADS", threads)
        write(tmp_path / name, rows=200_000, months=2)
    write(tmp_path / "other", months=2, seed=2)

    assert hashes(tmp_path / "one") == hashes(tmp_path / "four")
    assert hashes(tmp_path / "one")["2020-05/delivery/part-001.csv"] not in hashes(tmp_path / "other").values()


def test_every_row_lands_but_those_that_are_bad(tmp_path: Path) -> None:
    # 2,521 deliverables: copied are 79, 579, … 2079; bad 95, 595, … 2095, one of each kind.
    write(tmp_path / "inputs", rows=2600)
    home = Home(tmp_path / "home")
    outcomes = ingest_folder(home, tmp_path / "inputs" / "2020-05")

    assert not any(outcome.refusal or outcome.rows_duplicate for outcome in outcomes)
    apart = {outcome.table_name: outcome.rows_quarantined for outcome in outcomes if outcome.rows_quarantined}
    assert apart == {"delivery": 10}
    (report,) = home.reports.glob("*/quarantine.parquet")
    reasons = duckdb.read_parquet(str(report)).project("reason").fetchall()
    assert Counter(reason for (reason,) in reasons) == {"Q220": 5, "Q204": 1, "Q209": 1, "Q206": 2, "Q207": 1}


@pytest.mark.parametrize(("rows", "months"), [(100, 1), (2_000_000_000, 1), (1000, 0)])
def test_a_size_that_cannot_be_made_is_refused(rows: int, months: int) -> None:
    with pytest.raises(CannotRun, match="cannot be made: choose"):
        large(rows=rows, first=FIRST, months=months, seed=1)
