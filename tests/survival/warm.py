"""A process that has imported the product once and forks: a command then takes only what it does itself."""

import gc
import importlib
import multiprocessing
import multiprocessing.connection
import os
import pickle
import signal
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

_MOST_SECONDS = 1800
_IMPORTED = (
    *("dashboards.app", "dashboards.documents.exports", "dashboards.documents.statement"),
    *("dbt.adapters.duckdb.connections", "dbt.cli.main", "expectations.engine"),
    *("orchestration.cli", "orchestration.evaluating", "orchestration.evaluation", "orchestration.settling"),
    *(
        "orchestration.approving",
        "orchestration.quarantine_waivers",
        "orchestration.settlement",
        "orchestration.verify",
    ),
)


@dataclass(frozen=True)
class Started:
    """A function under way in a process, and a process group, of its own."""

    pid: int
    folder: Path


@dataclass(frozen=True)
class Ended:
    """How it ended: its exit code, minus the signal where one ended it; what it wrote; what it gave back."""

    code: int
    out: str
    err: str
    result: Any

    @property
    def was_killed(self) -> bool:
        return self.code == -signal.SIGKILL


class Warm:
    """Runs functions of importable modules in forks of a warm process; use it as a context manager."""

    def __init__(self, scratch: Path) -> None:
        context = multiprocessing.get_context("spawn")
        self._asked, theirs = context.Pipe()
        self._scratch = scratch
        # No daemon: a command starts processes of its own.
        self._process = context.Process(target=_serve, args=(theirs,))
        self._process.start()
        theirs.close()

    def __enter__(self) -> "Warm":
        return self

    def __exit__(self, *_: object) -> None:
        self._asked.close()
        self._process.join()

    def start(self, target: Callable[..., Any], *arguments: object) -> Started:
        folder = Path(mkdtemp(dir=self._scratch))
        self._asked.send((target, arguments, folder))
        return Started(self._asked.recv(), folder)

    def end(self, started: Started, *, seconds: float = _MOST_SECONDS) -> Ended:
        """Wait for a process; one that does not end in time is killed with its group, and that is an error."""
        self._asked.send((started.pid, seconds))
        code = self._asked.recv()
        if code is None:
            raise TimeoutError(f"a command did not end within {seconds:,.0f} seconds: {_told(started.folder / 'err')}")
        result = started.folder / "result"
        given = pickle.loads(result.read_bytes()) if result.exists() else None
        return Ended(code, _told(started.folder / "out"), _told(started.folder / "err"), given)

    def run(self, target: Callable[..., Any], *arguments: object) -> Ended:
        return self.end(self.start(target, *arguments))

    def ask(self, target: Callable[..., Any], *arguments: object) -> Any:
        """What the function gives back; an error where it failed."""
        ended = self.run(target, *arguments)
        if ended.code:
            raise RuntimeError(f"{target.__name__}{arguments} failed with {ended.code}: {ended.err}")
        return ended.result


def kill(started: Started, *, group: bool) -> None:
    """End a process without warning, alone or with all that it started."""
    with suppress(ProcessLookupError, PermissionError):
        (os.killpg if group else os.kill)(started.pid, signal.SIGKILL)


def _told(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def _serve(asked: multiprocessing.connection.Connection) -> None:
    for name in _IMPORTED:
        importlib.import_module(name)
    gc.freeze()  # what is imported stays: a fork that looks through it again spends half of its time so
    while True:
        try:
            request = asked.recv()
        except EOFError:
            return
        if isinstance(request[0], int):
            asked.send(_waited(*request))
            continue
        target, arguments, folder = request
        (folder / "out").touch()
        (folder / "err").touch()
        pid = os.fork()
        if pid == 0:
            asked.close()
            _run(target, arguments, folder)
        os.setpgid(pid, pid)
        asked.send(pid)


def _waited(pid: int, seconds: float) -> int | None:
    deadline = time.monotonic() + seconds
    while True:
        found, status = os.waitpid(pid, os.WNOHANG)
        if found:
            return os.waitstatus_to_exitcode(status)
        if time.monotonic() > deadline:
            os.killpg(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            return None
        time.sleep(0.005)


def _run(target: Callable[..., Any], arguments: tuple[object, ...], folder: Path) -> None:
    code = 70
    try:
        for handle, name in ((1, "out"), (2, "err")):
            os.dup2(os.open(folder / name, os.O_WRONLY | os.O_CREAT), handle)
        given = target(*arguments)
        (folder / "result").write_bytes(pickle.dumps(given))
        code = 0
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
