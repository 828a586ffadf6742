"""The gate in a process of its own, warmed up while dbt works: importing Great Expectations takes seconds."""

import atexit
import os
import signal
import sys
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import NoReturn

from expectations.gate import SETTLEMENT, Passed, Refused, judge


class JudgeProcess:
    """Judges runs one after another in one process; use it as a context manager."""

    def __init__(self) -> None:
        """Start the process and let it import what judging needs."""
        context = get_context("spawn")
        self._asked, answering = context.Pipe()
        self._process = context.Process(target=_serve, args=(answering,), daemon=True)
        self._process.start()
        answering.close()

    def judge(self, database: Path, *, kind: str = SETTLEMENT) -> Passed | Refused:
        """Judge the run that was built in a DuckDB file; see ``expectations.gate.judge``.

        Raises:
            RuntimeError: the process ended, or a rule could not be evaluated.
        """
        try:
            self._asked.send((database, kind))
            answer = self._asked.recv()
        except (EOFError, BrokenPipeError, ConnectionResetError):
            raise RuntimeError("the gate's process ended before it judged: nothing is published") from None
        if isinstance(answer, Exception):
            raise RuntimeError(f"the gate could not judge: {answer}") from answer
        return answer

    def __enter__(self) -> "JudgeProcess":
        """Nothing more than the object itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the process, even while it is still importing."""
        self._asked.close()
        self._process.terminate()
        self._process.join()


def _serve(answering: Connection) -> None:
    """Answer until the other end closes, which it also does when its process is killed."""
    # Ctrl+C reaches every process of the terminal; this one ends when its starter ends it, and tidies up:
    # killed outright, it would leave semaphores of its imports to be complained about on the terminal.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _end)
    # Asked to end amid an import, a library's threads would abort the process when their own tidying up runs.
    atexit.register(os._exit, 0)
    import expectations.engine  # noqa: F401  for its import alone

    while True:
        try:
            database, kind = answering.recv()
        except EOFError:
            _end()
        try:
            answering.send(judge(database, kind=kind))
        except Exception as error:
            answering.send(RuntimeError(repr(error)))


def _end(*_: object) -> NoReturn:
    """End this process in its own order, undisturbed by a second request to end."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sys.exit(0)
