"""The gate in a process of its own, warmed up while dbt works: importing Great Expectations takes seconds."""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from types import TracebackType

from expectations.gate import Passed, Refused, judge


class JudgeProcess:
    """Judges runs one after another in one process; use it as a context manager."""

    def __init__(self) -> None:
        """Start the process and let it import what judging needs."""
        self._pool = ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn"))
        self._pool.submit(_warm_up)

    def judge(self, database: Path) -> Passed | Refused:
        """Judge the run that was built in a DuckDB file; see ``expectations.gate.judge``."""
        return self._pool.submit(judge, database).result()

    def __enter__(self) -> "JudgeProcess":
        """Nothing more than the object itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the process."""
        self._pool.shutdown(cancel_futures=True)


def _warm_up() -> None:
    import expectations.engine  # noqa: F401  for its import alone
