"""The command line in a fork of a warm process, undisturbed or killed at a point where it touches the home."""

import multiprocessing
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.survival.touches import watch

_FORK = multiprocessing.get_context("fork")


def command(root: Path, arguments: tuple[str, ...]) -> None:
    """``hengliang`` with these arguments on a home; ends the process."""
    from orchestration.cli import main

    start_gates_warm()
    sys.argv = ["hengliang", *arguments, "--home", str(root)]
    main()


def command_touching(root: Path, arguments: tuple[str, ...], log: Path, die_at: int) -> None:
    """The same, with a line in the log for each touch of the home, killed just before the n-th; 0: not killed."""
    watch(root, log, die_at)
    command(root, arguments)


def start_gates_warm() -> None:
    """From now on gates of this process start by a fork of it."""
    import expectations.judge_process

    expectations.judge_process.get_context = lambda _: _WarmGate()


class _WarmGate:
    """Stands in for the context from which the gate's process is started: by a fork, which need not import anything."""

    def Pipe(self) -> tuple[Any, Any]:  # noqa: N802  the name that multiprocessing gives it
        self._ours, theirs = _FORK.Pipe()
        return self._ours, theirs

    def Process(self, *, target: Callable[..., None], args: tuple[Any, ...], daemon: bool) -> Any:  # noqa: N802
        return _FORK.Process(target=_without, args=(self._ours, target, args), daemon=daemon)


def _without(ours: Any, target: Callable[..., None], arguments: tuple[Any, ...]) -> None:
    """A fork inherits the asking end as well, and would wait for itself to close it."""
    ours.close()
    os.environ.pop("HL_RUN_DB", None)
    target(*arguments)
