"""Deliveries that are many are read where they lie: nothing that is published may tell that from few."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from dashboards.access import SYSTEM
from dashboards.editions import open_edition
from expectations.judge_process import JudgeProcess
from ingest import pending
from tests.integration.conftest import Desk, Row, a_contract, a_delivery

MARCH, APRIL = "2020-03", "2020-04"


def settled(folder: Path, judge_process: JudgeProcess) -> Desk:
    """Two months of redeliveries, other units, late and odd rows in several files, and a correction of the first."""
    folder.mkdir()
    desk = Desk(folder, judge_process)
    march = [
        a_delivery(f"D{number:02d}", deliverable_key=f"K{number % 7}", quantity=f"{number}") for number in range(20)
    ]
    april = [
        a_delivery(
            f"E{number:02d}", deliverable_key=f"K{number}", delivered_at=f"2020-04-{number + 1:02d}T10:00:00+08:00"
        )
        for number in range(12)
    ]
    odd: list[Row] = [
        a_delivery("F1", work_order_no="nobody's"),
        a_delivery("F2", unit="册"),
        a_delivery("D03", deliverable_key="K3", quantity="3"),
        a_delivery("D04", deliverable_key="K4", quantity="999"),
    ]
    desk.receive(**a_contract(), delivery=march)
    desk.receive(delivery=[*april, *odd])
    desk.settle(MARCH)
    desk.settle(APRIL)
    correction = a_delivery("G1", deliverable_key="K2", quantity="50000", delivered_at="2020-04-20T10:00:00+08:00")
    desk.receive(delivery=[correction])
    desk.settle(MARCH)
    return desk


def test_what_is_published_of_many_deliveries_is_what_is_published_of_few(
    tmp_path: Path, judge_process: JudgeProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = settled(tmp_path / "few", judge_process)
    monkeypatch.setattr(pending, "MANY_ROWS", 1)
    many = settled(tmp_path / "many", judge_process)

    chains = [open_edition(desk.home, SYSTEM).chain for desk in (few, many)]
    assert [each.run.run_id for each in chains[0]] == [each.run.run_id for each in chains[1]]
    assert len(chains[0]) == 3
    for one, other in zip(*chains, strict=True):
        assert sorted(one.files) == sorted(other.files)
        for name in one.files:
            assert pq.read_table(one.folder / name).equals(pq.read_table(other.folder / name)), name
    assert pq.read_table(chains[1][-1].folder / "delivery_fate.parquet").num_rows > 0
