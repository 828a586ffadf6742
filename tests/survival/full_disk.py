"""Commands that run into a full disk: one sentence, the old edition, and once space is freed the new one."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from tempfile import mkdtemp

from tests.survival.commands import command
from tests.survival.killed import differing, healed, seen_after
from tests.survival.stages import Stage
from tests.survival.warm import Warm

_DISK_BYTES = 128 << 20
_BLOCK = 4096


def may_mount(folder: Path) -> bool:
    """Whether this process may mount a disk in memory."""
    try:
        with _disk(Path(mkdtemp(dir=folder))):
            return True
    except (OSError, subprocess.CalledProcessError):
        return False


def run_full(warm: Warm, stage: Stage, folder: Path, left: int) -> tuple[bool, list[str]]:
    """Run the stage's command with so many bytes left; whether they were too few, and what is wrong."""
    with _disk(Path(mkdtemp(dir=folder))) as disk:
        root = _filled(stage, disk, left)
        ended = warm.run(command, root, stage.arguments)
        if ended.code == stage.code:
            return False, differing(warm, stage, root)
        # A warm process has the loggers of all that it imported, where a command of its own has none.
        told = [line for line in ended.err.strip().splitlines() if not line.startswith("INFO:")]
        wrong = []
        if ended.code != 1 or len(told) != 1 or "No space is left on the disk of" not in ended.err:
            wrong.append(f"it ended with {ended.code} and {len(told)} lines: {ended.err[-400:]}")
        (disk / "ballast").unlink()
        wrong += seen_after(warm, stage, root)
        return True, [*wrong, *healed(warm, stage, root)]


def fill_up(
    warm: Warm, stage: Stage, folder: Path, random: Random, *, levels: int
) -> Iterator[tuple[int, bool, list[str]]]:
    """Run the stage's command with less and less space; the bytes left, whether it was too little, and what is wrong.

    The levels are random below what the command needs, found by halves, and the last few blocks.
    """
    most = _needed(warm, stage, folder)
    blocks = most // _BLOCK
    chosen = {0, 1, 2, 4, blocks - 1, *(random.randint(3, blocks) for _ in range(max(0, levels - 5)))}
    for left in sorted(chosen):
        yield (left * _BLOCK, *run_full(warm, stage, folder, left * _BLOCK))


def _needed(warm: Warm, stage: Stage, folder: Path) -> int:
    """Bytes with which the command ends well, to within a tenth."""
    low, high = 0, _DISK_BYTES // 2
    while high - low > max(_BLOCK * 2, high // 10):
        middle = (low + high) // 2
        with _disk(Path(mkdtemp(dir=folder))) as disk:
            root = _filled(stage, disk, middle)
            low, high = (low, middle) if warm.run(command, root, stage.arguments).code == stage.code else (middle, high)
    return high


def _filled(stage: Stage, disk: Path, left: int) -> Path:
    root = disk / "home"
    if stage.start.exists():
        shutil.copytree(stage.start, root)
    stat = os.statvfs(disk)
    with (disk / "ballast").open("wb") as stream:
        os.posix_fallocate(stream.fileno(), 0, max(_BLOCK, stat.f_bavail * stat.f_frsize - left))
    return root


@contextmanager
def _disk(at: Path) -> Iterator[Path]:
    _say("mount", "-t", "tmpfs", "-o", f"size={_DISK_BYTES}", "tmpfs", at)
    try:
        yield at
    finally:
        _say("umount", "--lazy", at)


def _say(*arguments: str | Path) -> None:
    subprocess.run(arguments, check=True, capture_output=True)
