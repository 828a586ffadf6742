"""``python -m tests.engines [year] [real] [rows]``: settles the same on DuckDB and on Spark and prints what differs.

``real=12`` settles the first twelve periods of a stage.
"""

import sys
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from expectations.judge_process import JudgeProcess
from ingest.sample import large, write_contract_year, write_large
from interface.periods import Month
from orchestration.spark import cluster
from orchestration.spark.sessions import open_session
from tests.engines.desks import Both, both_in, free_port, hashes_of_newest
from tests.integration.real_deliveries import INPUTS, MONTHS

SEED = 2020
MONTHS_OF_ROWS, ROWS_OF_A_MONTH = 4, 255_000

Periods = Iterator[str]


def demonstration_year(both: Both, folder: Path) -> Periods:
    """The sample's contract year: its months, a revision, the annual run."""
    for step in write_contract_year(folder / "inputs", seed=SEED):
        both.receive_folder(folder / "inputs" / step.folder)
        yield str(step.period)


def real_deliveries(both: Both, _: Path) -> Periods:
    """Every month of the real delivery history, and the contract years of 2020 and 2021."""
    both.receive_folder(INPUTS)
    for month in MONTHS:
        yield str(month)
    yield from ("2020", "2021")


def generated_rows(both: Both, folder: Path) -> Periods:
    """A million made deliveries in four months, under tiers of months and of contract years and odd decimals."""
    size = large(rows=ROWS_OF_A_MONTH, first=Month(2020, 5), months=MONTHS_OF_ROWS, seed=SEED)
    made = 0
    for month, rows in write_large(folder / "inputs", size):
        made += rows
        both.receive_folder(folder / "inputs" / str(month))
        say(f"  {made:,} deliveries received")
        yield str(month)


STAGES: dict[str, Callable[[Both, Path], Periods]] = {
    "year": demonstration_year,
    "real": real_deliveries,
    "rows": generated_rows,
}


def main(names: list[str]) -> int:
    """Compare stage by stage; the exit code is 1 where anything differs."""
    differing = 0
    with TemporaryDirectory(prefix="hengliang-engines-") as place, JudgeProcess() as judge_process:
        spark = Path(place) / "cluster"
        master = cluster.start(spark, port=free_port(), size=cluster.Size(memory="3g"))
        try:
            open_session(master, configuration=cluster.configuration_of(spark), log=spark / "driver.log")
            for asked in names or STAGES:
                name, _, most = asked.partition("=")
                if name == "real" and not INPUTS.is_dir():
                    say(f"{name}: left out, the real delivery history is not at {INPUTS}")
                    continue
                both = both_in(Path(place) / name, judge_process, master)
                differing += not compare(name, both, Path(place) / name, most=int(most) if most else None)
        finally:
            cluster.stop(spark)
    return 1 if differing else 0


def compare(name: str, both: Both, folder: Path, *, most: int | None) -> bool:
    """Settle a stage, or so many periods of it, on both engines; whether every published byte is the same."""
    rows, differing = 0, 0
    say(f"{name}: {STAGES[name].__doc__}")
    for period in islice(STAGES[name](both, folder), most):
        found = both.settle(period)
        differing += bool(found)
        published = [count for _, _, count in hashes_of_newest(both.spark)]
        rows += sum(published)
        said = "differs" if found else f"{len(published)} tables, {sum(published):,} rows, the same bytes"
        say(f"  {period} {said} · DuckDB {both.seconds_duckdb:.0f} s, Spark {both.seconds_spark:.0f} s so far", *found)
    say(f"{name}: {both.runs - differing} of {both.runs} runs published the same bytes, {rows:,} rows in all")
    return not differing


def say(*lines: str) -> None:
    """Print, at once."""
    sys.stdout.write("\n".join((*lines, "")))
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
