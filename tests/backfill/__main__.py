"""A long backfill, killed and interrupted on its way, ends as `settle` does: `make backfill`.

It prints what was done to it, how long each took, and every month whose outputs differ.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dashboards.access import SYSTEM
from dashboards.editions import Edition, open_edition
from ingest.landing import ingest_folder
from interface.paths import PROJECT, Home
from interface.periods import Month, months_between
from orchestration.verify import verify

_COMMAND = (sys.executable, "-c", "from orchestration.cli import main; main()")


def main(inputs: Path, first: Month, last: Month) -> int:
    """Exit code 0 where nothing differs."""
    months = months_between(first, last)
    # A shell that starts us in the background has us ignore Ctrl+C, and what we start would ignore it too.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with tempfile.TemporaryDirectory() as folder:
        filled, settled = Home(Path(folder) / "filled"), Home(Path(folder) / "settled")
        ingest_folder(filled, inputs)
        shutil.copytree(filled.root, settled.root)
        span = ("--period", str(first), "--through", str(last))
        third = max(1, len(months) // 3)
        with timed("backfill, killed (-9)"):
            cut_off("backfill", filled, span, after=third, by=signal.SIGKILL)
        check(filled)
        with timed("backfill, interrupted (Ctrl-C)"):
            cut_off("backfill", filled, span, after=2 * third, by=signal.SIGINT)
        check(filled)
        with timed(f"backfill of {len(months)} months to its end"):
            subprocess.run([*_COMMAND, "backfill", "--home", str(filled.root), *span], cwd=PROJECT, check=True)
        with timed(f"settle of {len(months)} months"):
            subprocess.run([*_COMMAND, "settle", "--home", str(settled.root), *span], cwd=PROJECT, check=True)
        check(filled)
        return compare(open_edition(filled, SYSTEM), open_edition(settled, SYSTEM), len(months))


def cut_off(command: str, home: Home, span: tuple[str, ...], *, after: int, by: signal.Signals) -> None:
    """Run a command and end it in the middle of the period after so many lines."""
    arguments = [*_COMMAND, command, "--home", str(home.root), *span]
    with subprocess.Popen(
        arguments, cwd=PROJECT, stdout=subprocess.PIPE, encoding="utf-8", env=os.environ | {"PYTHONUNBUFFERED": "1"}
    ) as process:
        for _, line in zip(range(after), process.stdout or (), strict=False):
            tell(f"  {line.rstrip()}")
        time.sleep(1)
        process.send_signal(by)
        tell(f"  ended with {process.wait(120)}")


def check(home: Home) -> None:
    """Print how much is published by now, and end all where something of it is not whole."""
    checked, wrong = verify(home)
    runs = len(open_edition(home, SYSTEM).chain)
    tell(f"  {runs} runs published; {checked} files and records verified, {len(wrong)} wrong")
    if wrong:
        sys.exit("\n".join(wrong))


def compare(filled: Edition, settled: Edition, count: int) -> int:
    """Print what all runs booked, and each run whose outputs differ."""
    amounts = filled.table("settlement_line").column("amount").to_pylist()
    tell(f"{len(amounts)} lines, {sum(amounts)} yuan")
    pairs = zip(filled.chain, settled.chain, strict=False)
    differing = [ours.run.period for ours, theirs in pairs if ours.run.outputs_hash != theirs.run.outputs_hash]
    tell(f"{len(filled.chain)} and {len(settled.chain)} runs; outputs differ in: {', '.join(differing) or 'none'}")
    tell(f"last outputs_hash {filled.current.run.outputs_hash} and {settled.current.run.outputs_hash}")
    return int(bool(differing) or len(filled.chain) != count or len(settled.chain) != count)


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Print how long something took."""
    tell(f"{what} …")
    began = time.perf_counter()
    yield
    tell(f"{what}: {time.perf_counter() - began:.1f} s")


def tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Month.parse(sys.argv[2]), Month.parse(sys.argv[3])))
