"""Times whole commands on one small month: settle split into its steps, and the commands that must answer at once."""

import argparse
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from ingest.sample import write_contract_year

HENGLIANG = Path(sys.executable).with_name("hengliang")
STEP = re.compile(r"(landing|dbt|gate|publish) (\d+\.\d+) s")


def timed(*arguments: str) -> tuple[float, str]:
    """Wall seconds of one whole command, and what it printed."""
    began = time.perf_counter()
    done = subprocess.run([HENGLIANG, *arguments], check=True, capture_output=True, text=True)
    return time.perf_counter() - began, done.stdout


def settle_once(inputs: Path, folder: Path) -> dict[str, float]:
    """Receive and settle a month in a new home; seconds per step, ``start-up`` being what no step accounts for."""
    home = folder / "home"
    shutil.rmtree(home, ignore_errors=True)
    received, _ = timed("ingest", "--home", str(home), "--inputs", str(inputs))
    wall, printed = timed("settle", "--home", str(home), "--period", "2020-05")
    steps = {name: float(seconds) for name, seconds in STEP.findall(printed)}
    return {"settle": wall, "start-up": wall - sum(steps.values()), **steps, "(ingest before it)": received}


def main() -> None:
    """Print minimum, median and maximum of each figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_contract_year(folder / "sample", seed=2020)
        inputs = folder / "sample" / "2020-05"
        settle_once(inputs, folder)
        rows = [settle_once(inputs, folder) for _ in range(runs)]
        peak_mib = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        home = str(folder / "home")
        rows_of = {step: [row[step] for row in rows] for step in rows[0]}
        rows_of["where"] = [timed("where", "--home", home)[0] for _ in range(runs)]
        rows_of["--help"] = [timed("--help")[0] for _ in range(runs)]
    median_wall = statistics.median(rows_of["settle"])
    print(f"{'seconds':<20}{'min':>8}{'median':>8}{'max':>8}{'of settle':>11}")
    for step, seconds in rows_of.items():
        median = statistics.median(seconds)
        print(f"{step:<20}{min(seconds):>8.2f}{median:>8.2f}{max(seconds):>8.2f}{median / median_wall:>11.2f}")
    print(f"peak memory of the largest process: {peak_mib:.0f} MiB ({runs} runs after one warm-up)")


if __name__ == "__main__":
    main()
