"""The command line killed at random moments, as its users start it or warm, alone or with all that it started."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from random import Random

from tests.survival.commands import command
from tests.survival.killed import copied, healed, seen_after
from tests.survival.stages import Stage
from tests.survival.warm import Warm, kill

_HENGLIANG = Path(sys.executable).with_name("hengliang")


def seconds_undisturbed(warm: Warm, stage: Stage, folder: Path) -> float:
    """How long the stage's command takes warm."""
    root = copied(stage, folder)
    began = time.monotonic()
    warm.run(command, root, stage.arguments)
    return time.monotonic() - began


def die_warm(
    warm: Warm, stage: Stage, folder: Path, random: Random, *, seconds: float, with_group: bool
) -> tuple[bool, list[str]]:
    """Kill the command within so many seconds; whether it had not ended by then, and what is wrong after.

    Where only the process itself is killed, its gate is still there when the home is read and the command run again.
    """
    root = copied(stage, folder)
    started = warm.start(command, root, stage.arguments)
    time.sleep(random.uniform(0, seconds))
    kill(started, group=with_group)
    ended = warm.end(started)
    wrong = [*seen_after(warm, stage, root), *healed(warm, stage, root)]
    kill(started, group=True)
    return ended.was_killed, wrong


def die_cold(
    warm: Warm, stages: Sequence[Stage], folder: Path, random: Random, *, seconds: float, with_group: bool
) -> tuple[int, list[str]]:
    """Start ``hengliang`` itself for every stage, kill each in so many seconds; how many died, and what is wrong."""
    begun = []
    for stage in stages:
        root = copied(stage, folder)
        process = subprocess.Popen(
            [_HENGLIANG, *stage.arguments, "--home", root],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        begun.append((time.monotonic() + random.uniform(0, seconds), stage, root, process))
    died, wrong = 0, []
    for moment, stage, root, process in sorted(begun, key=lambda each: each[0]):
        time.sleep(max(0.0, moment - time.monotonic()))
        if with_group:
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
        died += process.wait() == -signal.SIGKILL
        wrong += [f"{stage.name}: {each}" for each in (*seen_after(warm, stage, root), *healed(warm, stage, root))]
    return died, wrong
