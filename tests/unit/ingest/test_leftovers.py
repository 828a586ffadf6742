"""What a killed process left is swept by the next ingest; what another that lives is writing is not."""

import os
import subprocess
import sys
from multiprocessing import get_context
from multiprocessing.connection import wait
from pathlib import Path

import pytest

from ingest.leftovers import sweep_leftovers
from interface.paths import Home
from tests.unit.ingest.conftest import FRAME, Trial


@pytest.fixture(scope="module")
def dead() -> int:
    """The number of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def left(home: Home, name: str) -> Path:
    path = home.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"half")
    return path


def test_an_ingest_sweeps_what_a_dead_one_left(trial: Trial, dead: int) -> None:
    names = (f"landing/delivery/.ab.parquet.{dead}.part", f"raw/ab/.abcd.{dead}.part", "landing/reports/7/.x.part")
    paths = [left(trial.home, name) for name in names]

    trial.send({"party.csv": FRAME["party.csv"]})

    assert [path.exists() for path in paths] == [False, False, False]
    assert trial.query("select count(*) from landing.party") == [(1,)]


def test_what_has_its_place_or_belongs_to_a_process_that_lives_stays(tmp_path: Path, dead: int) -> None:
    home = Home(tmp_path)
    stays = [
        left(home, f"landing/party/.ab.parquet.{os.getppid()}.part"),
        left(home, "landing/party/ab.parquet"),
        left(home, f"landing/party/ab.parquet.{dead}.part"),
        left(home, f"published/R1/.x.parquet.{dead}.part"),
    ]
    goes = left(home, f"landing/party/.ab.parquet.{os.getpid()}.part")

    assert sweep_leftovers(home) == 1
    assert [path.exists() for path in (*stays, goes)] == [True] * 4 + [False]


def test_a_report_that_the_ledger_does_not_name_is_swept_and_one_that_it_names_stays(trial: Trial) -> None:
    """A report whose ingest died before its entry once stayed for good."""
    trial.send({"party.csv": FRAME["party.csv"]})
    (named,) = trial.home.reports.iterdir()
    unnamed = left(trial.home, "landing/reports/000999/quarantine.parquet")

    assert sweep_leftovers(trial.home) == 1
    assert (named.exists(), unnamed.parent.exists()) == (True, False)


def test_an_empty_home_has_nothing_to_sweep(tmp_path: Path) -> None:
    assert sweep_leftovers(Home(tmp_path / "nowhere")) == 0


def _own_a_reader(told: object) -> None:
    from ingest.reading import Reader

    reader = Reader()
    reader._start(1 << 30)
    assert reader._process
    told.send(reader._process.pid)  # type: ignore[attr-defined]
    os.kill(os.getpid(), 9)


def test_a_reader_ends_with_the_process_that_started_it() -> None:
    """One that lived on put its batch over that of the next ingest, and the home then passed for damaged."""
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    owner = context.Process(target=_own_a_reader, args=(theirs,))
    owner.start()
    number = ours.recv()
    owner.join()

    handle = os.pidfd_open(number) if Path(f"/proc/{number}").exists() else None
    if handle is not None:
        assert wait([handle], timeout=20)
        os.close(handle)
