"""Times month after month of new deliveries in one home, and then a correction of an early one: what does each cost?"""

import argparse
import csv
import statistics
import sys
import tempfile
from pathlib import Path

from benchmarks.large_month import Taken, run
from benchmarks.settle_month import HENGLIANG
from interface.periods import Month
from orchestration.transform import prepare_project

FIRST = Month.parse("2018-01")
_CORRECTED = 2
"""The third month: its place among the months."""
_AT_EACH_END = 3


def correct(inputs: Path, folder: Path, month: Month) -> None:
    """Write a delivery log of one row: the first delivery of a log, sent again in a later month, of twice as much."""
    [log, *_] = sorted((inputs / "delivery").glob("*.csv"))
    with log.open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream)
        row = next(each for each in rows if each["quantity"].isdecimal() and each["version"] == "1")
    row |= {"delivered_at": f"{month}-15T09:00:00+08:00", "version": "3", "content_hash": ""}
    row["quantity"] = str(2 * int(row["quantity"]))
    folder.mkdir()
    with (folder / "delivery.csv").open("w", encoding="utf-8", newline="") as stream:
        written = csv.DictWriter(stream, row)
        written.writeheader()
        written.writerow(row)


def month_of(home: Path, inputs: Path, period: Month) -> tuple[Taken, Taken]:
    """What receiving a folder and settling a month took."""
    took = (
        run([HENGLIANG, "ingest", "--home", home, "--inputs", inputs]),
        run([HENGLIANG, "settle", "--home", home, "--period", str(period)]),
    )
    for each in took:
        if each.failed:
            sys.exit(each.printed)
    return took


def main() -> None:
    """Print what each month took, the last ones against the first ones, and the correction."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000, help="rows of each month's delivery log")
    parser.add_argument("--months", type=int, default=12)
    parser.add_argument("--folder", type=Path, help="where to work; a new folder unless given")
    asked = parser.parse_args()
    if asked.months < 2 * _AT_EACH_END:
        sys.exit(f"--months {asked.months} are too few to compare: give {2 * _AT_EACH_END} or more.")
    prepare_project()
    months = [FIRST.plus(number) for number in range(asked.months)]
    with tempfile.TemporaryDirectory(dir=asked.folder) as name:
        folder = Path(name)
        size = ["--rows", str(asked.rows), "--months", str(asked.months), "--first", str(FIRST)]
        made = run([HENGLIANG, "sample", "--to", folder / "made", *size])
        if made.failed:
            sys.exit(made.printed)
        print(f"{asked.months} months of {asked.rows:,} rows asked for, made in {made.wall:.0f} s", flush=True)
        home = folder / "home"
        print(
            f"{'':<16}{'ingest s':>10}{'cpu s':>8}{'settle s':>10}{'cpu s':>8}{'both s':>8}{'cpu s':>8}{'peak MiB':>10}"
        )
        taken = [_shown(str(month), month_of(home, folder / "made" / str(month), month)) for month in months]
        correct(folder / "made" / str(months[_CORRECTED]), folder / "correction", months[-1])
        _shown("a correction", month_of(home, folder / "correction", months[-1]))
    for measure in ("by the clock", "of the processors"):
        costs = [sum(each.cpu if "processors" in measure else each.wall for each in took) for took in taken]
        first, last = statistics.median(costs[:_AT_EACH_END]), statistics.median(costs[-_AT_EACH_END:])
        print(f"last / first month, {measure}: {costs[-1] / costs[0]:.2f}; of three each: {last / first:.2f}")


def _shown(name: str, took: tuple[Taken, Taken]) -> tuple[Taken, Taken]:
    ingest, settle = took
    both = (ingest.wall + settle.wall, ingest.cpu + settle.cpu)
    figures = (ingest.wall, ingest.cpu, settle.wall, settle.cpu, *both)
    widths = (10, 8, 10, 8, 8, 8)
    line = "".join(f"{figure:>{width}.1f}" for figure, width in zip(figures, widths, strict=True))
    print(f"{name:<16}{line}{max(ingest.peak_mib, settle.peak_mib):>10,.0f}", flush=True)
    return took


if __name__ == "__main__":
    main()
