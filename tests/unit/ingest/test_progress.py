"""An ingest says how far it is and how fast, what was slow in a slow file, and the sum of it at the end."""

from ingest.landing import ingest_folder
from ingest.progress import Progress
from ingest.reading import Spent
from tests.unit.ingest.conftest import FRAME, Trial


class Watch:
    """A clock that stands still until it is moved, and the lines that were said."""

    def __init__(self, files: int) -> None:
        self.now = 100.0
        self.said: list[str] = []
        self.progress = Progress(self.said.append, files=files, clock=lambda: self.now)

    def read(self, name: str, *, rows: int, seconds: float, spent: Spent) -> None:
        self.progress.begin_file(name)
        self.now += seconds
        self.progress.end_file(name, rows=rows, spent=spent)


def test_each_file_is_named_with_its_place_and_the_speed_so_far() -> None:
    watch = Watch(files=1_200)

    watch.read("a.csv", rows=3_000, seconds=2, spent=Spent())
    watch.read("b.csv", rows=0, seconds=1, spent=Spent())
    watch.read("c.csv", rows=1, seconds=1, spent=Spent())

    assert watch.said == [
        "reading a.csv (file 1 of 1,200) …",
        "reading b.csv (file 2 of 1,200; 3,000 rows in 2.0 s, 1,500 rows/s so far) …",
        "reading c.csv (file 3 of 1,200; 3,000 rows in 3.0 s, 1,000 rows/s so far) …",
    ]


def test_a_slow_file_says_what_of_it_was_slow_and_one_just_below_does_not() -> None:
    watch = Watch(files=2)

    watch.read("a.csv", rows=7, seconds=4.99, spent=Spent(1, 2))
    watch.read("b.csv", rows=25_000, seconds=5, spent=Spent(0.5, 4.25))

    assert watch.said[2:] == [
        "b.csv took 5.0 s: storing 0.2 s, opening 0.5 s, reading and judging 25,000 rows 4.2 s",
    ]


def test_slow_fates_are_said_and_quick_ones_are_not() -> None:
    watch = Watch(files=0)

    for seconds in (4.99, 5):
        with watch.progress.deciding_fates():
            watch.now += seconds

    assert watch.said == ["deciding the fates of all rows of this home took 5.0 s"]


def test_the_end_sums_up_and_names_the_slowest_file() -> None:
    watch = Watch(files=2)
    watch.read("a.csv", rows=10, seconds=3, spent=Spent())
    watch.read("b.csv", rows=20, seconds=1, spent=Spent())
    watch.now += 1

    watch.progress.end()

    assert watch.said[-1] == "2 files, 30 rows in 5.0 s, 6 rows/s; the slowest file was a.csv, 3.0 s"


def test_an_ingest_tells_every_file_and_the_end(trial: Trial) -> None:
    said: list[str] = []

    ingest_folder(trial.home, trial.folder(dict(FRAME)), report=said.append)

    assert [line.split(" (")[0] for line in said[:-1]] == [
        "reading catalogue_version.csv",
        "reading service_item.csv",
        "reading party.csv",
        "reading contract.csv",
        "reading work_order.csv",
    ]
    assert said[-1].startswith("5 files, 7 rows in ")
