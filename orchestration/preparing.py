"""What every run begins with: leftovers swept, what is known laid out in a database of its own, the models built."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from expectations.leftovers import sweep_unfinished
from expectations.publishing import restore_pointer
from interface.paths import Home
from interface.settings import Settings
from orchestration.requests import Request
from orchestration.work_folders import WorkFolder, open_work_folder
from orchestration.workbench import Workbench


@dataclass(frozen=True)
class Prepared:
    """A run that is built and waits for its judgement; ``seconds`` says how long each step took so far."""

    request: Request
    folder: WorkFolder
    bench: Workbench
    started_at: datetime
    seconds: dict[str, float]


class LayOut(Protocol):
    """What fills a run's database."""

    def __call__(self, folder: Path, home: Home, request: Request, *, settings: Settings) -> Workbench:
        """Fill a new DuckDB file in the folder with everything that the run's models read."""


def prepare_run(
    home: Home,
    name: str,
    *,
    resolve: Callable[[], Request],
    lay_out: LayOut,
    build: Callable[[Workbench], None],
    settings: Settings,
) -> Prepared:
    """Lay out what a request needs in a DuckDB file of its own and let ``build`` build the models in it.

    Call it as the home's writer; the caller removes the folder, of which ``name`` is the first part.
    """
    seconds: dict[str, float] = {}
    started_at = datetime.now(UTC)
    sweep_unfinished(home)
    restore_pointer(home)
    request = resolve()
    folder = open_work_folder(home, name)
    try:
        with timed("landing", seconds):
            bench = lay_out(folder.path, home, request, settings=settings)
        with timed("dbt", seconds):
            build(bench)
    except BaseException:
        folder.remove()
        raise
    return Prepared(request, folder, bench, started_at, seconds)


@contextmanager
def timed(step: str, seconds: dict[str, float]) -> Iterator[None]:
    """Note how long a step took, however it ends."""
    began = time.perf_counter()
    try:
        yield
    finally:
        seconds[step] = time.perf_counter() - began
