"""What an ingest says while it works and when it is done: how far it is, how fast, and what was slow."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter

from ingest.reading import Spent

SLOW_SECONDS = 5.0
"""A file that took longer is said to have, and what of it was slow."""


class Progress:
    """Says in lines how far an ingest is; rows are those read so far, quarantined ones among them."""

    def __init__(self, say: Callable[[str], None], *, files: int, clock: Callable[[], float] = perf_counter) -> None:
        self._say = say
        self._clock = clock
        self._files = files
        self._begun = 0
        self._rows = 0
        self._began = self._file_began = clock()
        self._slowest = ("", 0.0)

    def begin_file(self, name: str) -> None:
        """A file is about to be stored and read."""
        self._begun += 1
        so_far = f"file {self._begun:,} of {self._files:,}"
        if self._rows:
            so_far += f"; {self._speed()} so far"
        self._say(f"reading {name} ({so_far}) …")
        self._file_began = self._clock()

    def end_file(self, name: str, *, rows: int, spent: Spent) -> None:
        """The file is noted in the ledger; ``spent`` is what its reader took, the rest went into storing its bytes."""
        seconds = self._clock() - self._file_began
        self._rows += rows
        self._slowest = max(self._slowest, (name, seconds), key=lambda each: each[1])
        if seconds >= SLOW_SECONDS:
            storing = max(seconds - spent.opening - spent.rows, 0.0)
            self._say(
                f"{name} took {seconds:,.1f} s: storing {storing:,.1f} s, opening {spent.opening:,.1f} s, reading and "
                f"judging {rows:,} rows {spent.rows:,.1f} s"
            )

    @contextmanager
    def deciding_fates(self) -> Iterator[None]:
        """The fates of all rows known are decided meanwhile."""
        began = self._clock()
        yield
        seconds = self._clock() - began
        if seconds >= SLOW_SECONDS:
            self._say(f"deciding the fates of all rows of this home took {seconds:,.1f} s")

    def end(self) -> None:
        """Everything is done."""
        name, seconds = self._slowest
        slowest = f"; the slowest file was {name}, {seconds:,.1f} s" if name else ""
        self._say(f"{self._begun:,} files, {self._speed()}{slowest}")

    def _speed(self) -> str:
        seconds = self._clock() - self._began
        return f"{self._rows:,} rows in {seconds:,.1f} s, {self._rows / max(seconds, 0.001):,.0f} rows/s"
