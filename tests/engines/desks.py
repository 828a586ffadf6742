"""Two homes that are told the same: one settles on DuckDB, the other on Spark; every published byte must be equal."""

import socket
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter

from dashboards.access import SYSTEM
from dashboards.editions import open_edition
from expectations.judge_process import JudgeProcess
from interface.settings import Settings, read_settings
from tests.differential.packings import published_differences
from tests.integration.conftest import Desk, Row


class SparkDesk(Desk):
    """A desk that settles on the cluster whose master is given."""

    def __init__(self, folder: Path, judge_process: JudgeProcess, master: str) -> None:
        super().__init__(folder, judge_process)
        self._master = master

    @property
    def settings(self) -> Settings:
        return replace(read_settings({}), engine="spark", spark_master=self._master)


@dataclass
class Both:
    """The two homes; what is received and settled is so in both, and each run is compared at once."""

    duckdb: Desk
    spark: SparkDesk
    seconds_duckdb: float = 0
    seconds_spark: float = 0
    runs: int = 0

    def receive(self, **tables: list[Row]) -> None:
        for desk in (self.duckdb, self.spark):
            desk.receive(**tables)

    def receive_folder(self, folder: Path) -> None:
        for desk in (self.duckdb, self.spark):
            desk.receive_folder(folder)

    def settle(self, period: str) -> list[str]:
        """Settle a month, or the contract years of a year; what the two published differently."""
        verdicts = []
        for desk in (self.duckdb, self.spark):
            began = perf_counter()
            outcome = desk.settle_year(period) if len(period) == 4 else desk.settle(period)
            verdicts.append((outcome.verdict, outcome.run_id, outcome.line_count, outcome.findings))
            took = perf_counter() - began
            if desk is self.duckdb:
                self.seconds_duckdb += took
            else:
                self.seconds_spark += took
        self.runs += 1
        if verdicts[0] != verdicts[1]:
            return [f"{period}: {verdicts[0]} or {verdicts[1]}"]
        if verdicts[0][0] != "PUBLISHED":
            return []
        one, other = (list(hashes_of_newest(desk)) for desk in (self.duckdb, self.spark))
        if one == other:
            return []
        return published_differences(self.duckdb, self.spark) or [f"{period}: {set(one) ^ set(other)}"]


def hashes_of_newest(desk: Desk) -> Iterator[tuple[str, str, int]]:
    """Name, SHA-256 and rows of every file that the newest run published."""
    for name, file in sorted(open_edition(desk.home, SYSTEM).current.files.items()):
        yield name, file.sha256, file.rows


def both_in(folder: Path, judge_process: JudgeProcess, master: str) -> Both:
    (folder / "duckdb").mkdir(parents=True)
    (folder / "spark").mkdir()
    return Both(Desk(folder / "duckdb", judge_process), SparkDesk(folder / "spark", judge_process, master))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
