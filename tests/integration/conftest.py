"""A home, a gate that is warm, and input folders built from facts: what every integration test starts from."""

import csv
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from dashboards.access import SYSTEM
from dashboards.editions import open_edition
from expectations.judge_process import JudgeProcess
from ingest.landing import FileOutcome, ingest_folder
from interface.paths import Home
from interface.periods import Month, Year
from interface.settings import Settings, read_settings
from orchestration.evaluation import Evaluated, evaluate
from orchestration.settlement import Outcome, settle

Row = dict[str, object]


@pytest.fixture(scope="session")
def judge_process() -> Iterator[JudgeProcess]:
    with JudgeProcess() as process:
        yield process


@pytest.fixture
def desk(tmp_path: Path, judge_process: JudgeProcess) -> "Desk":
    return Desk(tmp_path, judge_process)


def write_tables(folder: Path, **tables: list[Row]) -> Path:
    """Write the rows as one new folder of CSV files."""
    folder.mkdir()
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as stream:
            writer = csv.DictWriter(stream, fieldnames=list(dict.fromkeys(key for row in rows for key in row)))
            writer.writeheader()
            writer.writerows(rows)
    return folder


class Desk:
    """A home of its own with short words for receiving facts, settling months and reading what was booked."""

    def __init__(self, folder: Path, judge_process: JudgeProcess) -> None:
        self.home = Home(folder / "home")
        self._folder = folder
        self._judge_process = judge_process
        self._received = 0

    @property
    def settings(self) -> Settings:
        return read_settings({})

    def receive(self, **tables: list[Row]) -> list[FileOutcome]:
        """Write the rows as one folder of CSV files and land it."""
        self._received += 1
        inputs = write_tables(self._folder / f"inputs-{self._received}", **tables)
        return self.receive_folder(inputs)

    def receive_folder(self, inputs: Path) -> list[FileOutcome]:
        return ingest_folder(self.home, inputs)

    def settle(self, period: str, *, run_type: str | None = None, as_of: datetime | None = None) -> Outcome:
        return settle(
            self.home,
            Month.parse(period),
            settings=self.settings,
            judge_process=self._judge_process,
            run_type=run_type,
            as_of=as_of,
        )

    def settle_year(self, year: str) -> Outcome:
        return settle(self.home, Year.parse(year), settings=self.settings, judge_process=self._judge_process)

    def evaluate(self, *, scheme_no: str | None = None, as_of: datetime | None = None) -> Evaluated:
        return evaluate(
            self.home, settings=self.settings, judge_process=self._judge_process, scheme_no=scheme_no, as_of=as_of
        )

    def runs(self) -> list[Row]:
        """Published runs in the order in which they were booked."""
        return [vars(manifest.run) for manifest in open_edition(self.home, SYSTEM).chain]

    def table(self, name: str) -> list[Row]:
        return open_edition(self.home, SYSTEM).table(name).to_pylist()

    def lines(self) -> list[tuple[str, str, str, str, Decimal]]:
        """(settlement period, work order, service period, line type, amount) of every booked line, in order."""
        columns = ("settlement_period", "work_order_no", "service_period", "line_type", "amount")
        return sorted(tuple(row[name] for name in columns) for row in self.table("settlement_line"))


def a_contract(**given: object) -> dict[str, list[Row]]:
    """A catalogue with item I1 (万条, 120 yuan) and I2 (个, 12.345 yuan), contract H1 by DELIVERED, two orders."""
    contract = {
        "contract_no": "H1",
        "purchaser": "PUR",
        "operator": "OPR",
        "service_from": "2020-03-01",
        "service_to": "2021-02-28",
        "catalogue_code": "C",
        "metering_basis": "DELIVERED",
    }
    return {
        "catalogue_version": [{"catalogue_code": "C", "version_no": "1", "effective_from": "2020-01-01"}],
        "service_item": [an_item("I1", unit_code="万条", unit_price="120"), an_item("I2", unit_price="12.345")],
        "party": [{"party_code": "P1", "party_name": "甲服务商"}, {"party_code": "OPR", "party_name": "运营商"}],
        "contract": [contract | given],
        "work_order": [a_work_order("W1"), a_work_order("W2", item_code="I2")],
    }


def an_item(item_code: str, **given: object) -> Row:
    return {
        "catalogue_code": "C",
        "version_no": "1",
        "item_code": item_code,
        "item_name": f"服务项{item_code}",
        "unit_code": "个",
        "unit_price": "1",
    } | given


def a_work_order(work_order_no: str, **given: object) -> Row:
    return {
        "work_order_no": work_order_no,
        "order_no": "F1",
        "contract_no": "H1",
        "item_code": "I1",
        "provider": "P1",
        "start_time": "2020-03-01T00:00:00+08:00",
        "end_time": "2021-02-28T23:59:59+08:00",
    } | given


def a_delivery(delivery_no: str, **given: object) -> Row:
    return {
        "delivery_no": delivery_no,
        "work_order_no": "W1",
        "deliverable_key": delivery_no,
        "delivered_at": "2020-03-15T10:00:00+08:00",
        "quantity": "10000",
        "unit": "条",
        "version": "1",
    } | given
