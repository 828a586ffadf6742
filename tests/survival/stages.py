"""Homes at every stage of a small month, and the one command that leads from one stage to the next."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.waivers import waivers_among
from interface.ledger import read_entries
from interface.paths import Home
from tests.integration.conftest import Row, a_contract, a_delivery, write_tables
from tests.survival.commands import command
from tests.survival.pictures import Picture, picture
from tests.survival.warm import Warm

MARCH, APRIL, MAY = "2020-03", "2020-04", "2020-05"


@dataclass(frozen=True)
class Stage:
    """A command, the home it starts from, and what that home tells before and after it ran undisturbed.

    ``again`` is the code with which the same command ends once its work stands.
    """

    name: str
    arguments: tuple[str, ...]
    start: Path
    before: Picture | None
    after: Picture
    code: int
    again: int


def march_rows() -> dict[str, list[Row]]:
    """A contract with two orders, their March work with one row that came too early, and a score table."""
    leaves = [
        {"scheme_no": "S", "subject_code": "P", "level1": name, "weight": "50", "score": score}
        for name, score in (("决策", "45.5"), ("产出", "40"))
    ]
    deliveries = [
        a_delivery("D1"),
        a_delivery("D2", work_order_no="W2", quantity="333", unit="个"),
        a_delivery("D3", delivered_at="2020-02-20T10:00:00+08:00"),
    ]
    tables = a_contract()
    # A second contract, so that the home can still be judged once the first contradicts itself.
    tables["contract"].append(tables["contract"][0] | {"contract_no": "H2"})
    return {**tables, "delivery": deliveries, "score_sheet": leaves}


def april_rows() -> dict[str, list[Row]]:
    """April's work, a delivery of March that came late, and one of an order that nobody knows."""
    return {
        "delivery": [
            a_delivery("D4", delivered_at="2020-04-10T10:00:00+08:00", quantity="2500"),
            a_delivery("D5", quantity="5000"),
            a_delivery("D6", work_order_no="W9"),
        ]
    }


def make_stages(warm: Warm, folder: Path) -> Iterator[Stage]:
    """Every stage in order, each made by running its command undisturbed on a copy of the home before it."""
    march = write_tables(folder / "march", **march_rows())
    april = write_tables(folder / "april", **april_rows())
    contrary = write_tables(folder / "contrary", contract=a_contract(service_to="2021-03-31")["contract"])
    root = folder / "home"
    stages = _Stages(warm, folder, root)
    yield stages.run("ingest", "ingest", "--inputs", str(march))
    yield stages.run("settle", "settle", "--period", MARCH)
    yield stages.run("evaluate", "evaluate")
    yield stages.run("ingest more", "ingest", "--inputs", str(april))
    yield stages.run("settle more", "settle", "--period", APRIL)
    waiver = stages.run("waive", *_waive(root), again=1)
    yield waiver
    (asked,) = waivers_among(read_entries(Home(root)))
    yield stages.run("approve", "quarantine", "approve", asked.waiver_id, "--by", "乙", again=1)
    settle_no = waiver.after.statements[0]
    yield stages.run("review", "statement", "step", "review", settle_no, "--by", "甲", again=1)
    yield stages.run("ingest contrary", "ingest", "--inputs", str(contrary))
    yield stages.run("settle refused", "settle", "--period", MAY, code=2)


class _Stages:
    def __init__(self, warm: Warm, folder: Path, root: Path) -> None:
        self._warm, self._folder, self._root = warm, folder, root
        self._picture: Picture | None = None

    def run(self, name: str, *arguments: str, code: int = 0, again: int | None = None) -> Stage:
        start = self._folder / f"before {name}"
        if self._root.exists():
            shutil.copytree(self._root, start)
        ended = self._warm.run(command, self._root, arguments)
        if ended.code != code:
            raise RuntimeError(f"{name} ended with {ended.code}: {ended.out}{ended.err}")
        before, self._picture = self._picture, self._warm.ask(picture, self._root)
        return Stage(name, arguments, start, before, self._picture, code, code if again is None else again)


def _waive(root: Path) -> tuple[str, ...]:
    """The delivery that lies before its order's start is true: accept it."""
    import pyarrow.parquet as pq

    report = sorted((root / "landing" / "reports").iterdir())[-1]
    rows = pq.read_table(report / "quarantine.parquet").to_pylist()
    (row,) = [each for each in rows if each["reason"] == "Q210"]
    address = f"{row['file_sha256']}:{row['row_number']}"
    return ("quarantine", "waive", address, "--do", "accept", "--reason", "时间属实", "--by", "甲")
