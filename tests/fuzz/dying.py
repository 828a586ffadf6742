"""Ingests in processes of their own, at once or killed without warning at a point where they touch the home."""

import multiprocessing
import os
import signal
import sys
from pathlib import Path
from typing import Any

from ingest.landing import ingest_folder
from interface.paths import Home

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload([__name__])
_MOST_SECONDS = 120
_TOUCHES = {"open", "os.rename", "os.remove", "os.truncate", "os.mkdir"}


def count_touches(root: Path, inputs: Path) -> int:
    """Ingest undisturbed, and say at how many points it touched the home's files."""
    queue = _CONTEXT.SimpleQueue()
    _ended(_started(_ingest_counting, root, inputs, queue))
    return int(queue.get())


def ingest_dying_at(root: Path, inputs: Path, *, touch: int) -> bool:
    """Ingest and kill the process just before it touches the home for the n-th time; False where it ended before."""
    return _ended(_started(_ingest_dying, root, inputs, touch)) == -signal.SIGKILL


def ingest_dying_after(root: Path, inputs: Path, *, seconds: float) -> bool:
    """Ingest and kill the process after a time; False where it ended before."""
    process = _started(_ingest, root, inputs)
    process.join(seconds)
    if process.is_alive():
        process.kill()
    return _ended(process) == -signal.SIGKILL


def ingest_at_once(root: Path, folders: list[Path]) -> list[int]:
    """Ingest every folder in a process of its own, all at the same time; their exit codes."""
    return [_ended(process) for process in [_started(_ingest, root, folder) for folder in folders]]


def _started(target: Any, *arguments: object) -> Any:
    process = _CONTEXT.Process(target=target, args=arguments)
    process.start()
    return process


def _ended(process: Any) -> int:
    process.join(_MOST_SECONDS)
    if process.is_alive():
        process.kill()
        raise TimeoutError(f"an ingest did not end within {_MOST_SECONDS} seconds")
    return int(process.exitcode)


def _ingest(root: Path, inputs: Path) -> None:
    ingest_folder(Home(root), inputs)


def _ingest_counting(root: Path, inputs: Path, queue: Any) -> None:
    touches = _on_touch(root, lambda number: None)
    ingest_folder(Home(root), inputs)
    queue.put(touches[0])


def _ingest_dying(root: Path, inputs: Path, touch: int) -> None:
    def die(number: int) -> None:
        if number == touch:
            os.kill(os.getpid(), signal.SIGKILL)

    _on_touch(root, die)
    ingest_folder(Home(root), inputs)


def _on_touch(root: Path, act: Any) -> list[int]:
    """Call back before each opening, renaming, removal or making of a name in the home, and each flush to the disk."""
    touches = [0]
    flush = os.fsync

    def touch() -> None:
        touches[0] += 1
        act(touches[0])

    def audit(event: str, arguments: tuple[object, ...]) -> None:
        if event in _TOUCHES and str(arguments[0]).startswith(str(root)):
            touch()

    def flush_touching(handle: int) -> None:
        touch()
        flush(handle)

    sys.addaudithook(audit)
    os.fsync = flush_touching
    return touches
