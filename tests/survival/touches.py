"""Every durable step of a process on a home, opened to write, flushed, renamed, removed, made: logged, or its last."""

import os
import signal
import sys
from pathlib import Path
from typing import Any

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_CHANGES = {"os.rename", "os.remove", "os.rmdir", "os.truncate", "os.mkdir"}


def watch(root: Path, log: Path, die_at: int) -> None:
    """Log every touch of the home before it happens, and every flush after it; die just before the n-th touch.

    A line of the log is ``T number event path``, ``F inode size mtime`` for a flushed file or ``D inode`` with the
    names and inodes of a flushed folder. What runs wrote into ``work`` and the lock are no part of the truth.
    """
    handle = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    prefix = f"{root}/"
    throw_away = (f"{root}/work", f"{root}/writer.lock")
    owner = os.getpid()
    touches = 0
    flush = os.fsync

    def touch(event: str, path: str) -> None:
        nonlocal touches
        if os.getpid() != owner or path.startswith(throw_away) or not f"{path}/".startswith(prefix):
            return
        touches += 1
        if touches == die_at:
            os.kill(owner, signal.SIGKILL)
        os.write(handle, f"T {touches} {event} {path.removeprefix(prefix)}\n".encode())

    def audit(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITING:
            touch("open", _path(arguments[0], None))
        elif event in _CHANGES:
            touch(event.removeprefix("os."), _path(arguments[0], arguments[-1]))

    def flush_touching(descriptor: int) -> None:
        path = str(Path(f"/proc/self/fd/{descriptor}").readlink())
        touch("fsync", path)
        flush(descriptor)
        if not f"{path}/".startswith(prefix):
            return
        if os.path.isdir(path):  # noqa: PTH112
            names = {each.name: each.inode() for each in os.scandir(path)}
            os.write(handle, f"D {os.fstat(descriptor).st_ino} {names!r}\n".encode())
        else:
            stat = os.fstat(descriptor)
            os.write(handle, f"F {stat.st_ino} {stat.st_size} {stat.st_mtime_ns}\n".encode())

    sys.addaudithook(audit)
    os.fsync = flush_touching


def touches_in(log: Path) -> list[str]:
    """The touches of a log, each as ``event path``."""
    lines = log.read_text(encoding="utf-8").splitlines()
    return [line.split(" ", 2)[2] for line in lines if line.startswith("T ")]


def _path(given: object, folder: object) -> str:
    """The whole path of what an event names, which may be relative to an open folder."""
    if isinstance(given, int):
        return ""
    path = os.fsdecode(given)  # type: ignore[arg-type]
    if isinstance(folder, int) and folder > 0 and not path.startswith("/"):
        return f"{Path(f'/proc/self/fd/{folder}').readlink()}/{path}"
    return os.path.abspath(path)  # noqa: PTH100
