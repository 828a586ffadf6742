"""Sums of files are carried from run to run: what is known of any month is what summing every delivery gives."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from dashboards.access import SYSTEM
from dashboards.editions import open_edition
from expectations.judge_process import JudgeProcess
from ingest import pending
from interface.ledger import writing
from interface.periods import Month
from orchestration.building import build_settlement
from orchestration.recomputing import recompute
from orchestration.requests import resolve
from orchestration.rolling_back import rollback
from orchestration.settlement import conclude, prepare
from orchestration.workbench import lay_out
from tests.integration.conftest import Desk, Row, a_contract, a_delivery, a_work_order

MARCH, APRIL, MAY = "2020-03", "2020-04", "2020-05"
FILES: dict[str, list[Row]] = {
    MARCH: [
        a_delivery("D1"),
        a_delivery("D2", quantity="20000"),
        # Of an order that comes with the files of May.
        a_delivery("D3", work_order_no="W3", quantity="50000"),
    ],
    APRIL: [a_delivery("E1", quantity="30000", delivered_at="2020-04-15T10:00:00+08:00")],
    MAY: [
        a_delivery("F1", quantity="40000", delivered_at="2020-05-15T10:00:00+08:00"),
        # Replaces D2, and counts in March as it did.
        a_delivery("F2", deliverable_key="D2", quantity="25000", delivered_at="2020-05-16T10:00:00+08:00"),
    ],
}

Sum = tuple[str, str, str, int, int, int]


def receive(desk: Desk, month: str) -> None:
    also = {MARCH: a_contract(), MAY: {"work_order": [a_work_order("W3")]}}.get(month, {})
    desk.receive(**also, delivery=FILES[month])


def settled(folder: Path, judge_process: JudgeProcess) -> Desk:
    """A home in which each month was received and settled before the next one came."""
    desk = Desk(folder, judge_process)
    for month in FILES:
        receive(desk, month)
        desk.settle(month)
    return desk


def published(desk: Desk) -> list[list[Sum]]:
    """Of each run, what it published: file, by the month in whose files it came, order, month, and three figures."""
    edition = open_edition(desk.home, SYSTEM)
    received = [row for row in desk_files(desk) if row["rows_landed"]]
    months = dict(zip((str(row["file_sha256"]) for row in received), FILES, strict=False))
    rows = edition.table("delivery_sum").to_pylist()
    return [
        sorted(
            (
                months[row["file_sha256"]],
                row["work_order_no"],
                row["service_period"],
                int(row["quantity_sum"]),
                row["delivery_count"],
                row["replaced_count"],
            )
            for row in rows
            if row["run_id"] == manifest.run.run_id
        )
        for manifest in edition.chain
    ]


def desk_files(desk: Desk) -> list[Row]:
    """The delivery files in the order in which they were received."""
    files = [row for row in desk.table("ingest_file") if row["table_name"] == "delivery"]
    return sorted(files, key=lambda row: str(row["landed_at"]))


def reckoned(desk: Desk, folder: Path, *, anew: bool) -> tuple[list[tuple[object, ...]], int]:
    """What a run of May would take as received of every month, and of how many files it would carry the sums."""
    folder.mkdir()
    with writing(desk.home):
        request = resolve(desk.home, Month.parse(MAY), run_type=None, as_of=None)
        bench = lay_out(folder, desk.home, request, settings=desk.settings, anew=anew)
        build_settlement(bench, home=desk.home, settings=desk.settings)
    with duckdb.connect(str(bench.database), read_only=True) as connection:
        sums = connection.execute("select * from intermediate.int_work_months_received order by all").fetchall()
        carried = connection.execute("select count(*) from intermediate.int_receipts_reckoned where is_carried")
        return sums, carried.fetchall()[0][0]


@pytest.fixture(scope="module", params=[pytest.param(1 << 60, id="few"), pytest.param(1, id="many")])
def desk(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, judge_process: JudgeProcess
) -> Iterator[Desk]:
    """The three months, with deliveries copied into the run's file, or read where they lie."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pending, "MANY_ROWS", request.param)
        yield settled(tmp_path_factory.mktemp("settled"), judge_process)


def test_a_run_publishes_the_sums_of_new_files_and_of_files_that_something_befell(
    desk: Desk, judge_process: JudgeProcess
) -> None:
    assert published(desk) == [
        [(MARCH, "W1", MARCH, 30000, 2, 0)],
        [(APRIL, "W1", APRIL, 30000, 1, 0)],
        # Of March's file D2 is replaced and W3's row lands; of April's nothing is told again.
        [
            (MARCH, "W1", MARCH, 10000, 2, 1),
            (MARCH, "W3", MARCH, 50000, 1, 0),
            (MAY, "W1", MARCH, 25000, 1, 0),
            (MAY, "W1", MAY, 40000, 1, 0),
        ],
    ]
    for run in desk.runs():
        run_id = str(run["run_id"])
        found = recompute(desk.home, run_id, settings=desk.settings, judge_process=judge_process, from_raw=False)
        assert found.is_same, run_id
        assert {table.name for table in found.tables if not table.is_same_bytes} == set()


def test_what_is_carried_is_what_every_row_would_sum_to(desk: Desk, tmp_path: Path) -> None:
    carried, carried_count = reckoned(desk, tmp_path / "carried", anew=False)
    summed, summed_count = reckoned(desk, tmp_path / "summed", anew=True)

    assert (carried_count, summed_count) == (3, 0)
    assert carried == summed
    assert len(carried) == 5


def test_a_home_that_settles_once_publishes_what_months_in_order_came_to(
    tmp_path: Path, judge_process: JudgeProcess
) -> None:
    desk = Desk(tmp_path, judge_process)
    for month in FILES:
        receive(desk, month)

    desk.settle(MAY)

    assert published(desk) == [
        [
            (MARCH, "W1", MARCH, 10000, 2, 1),
            (MARCH, "W3", MARCH, 50000, 1, 0),
            (APRIL, "W1", APRIL, 30000, 1, 0),
            (MAY, "W1", MARCH, 25000, 1, 0),
            (MAY, "W1", MAY, 40000, 1, 0),
        ]
    ]


def test_sums_of_runs_that_were_taken_back_are_not_carried(
    desk: Desk, tmp_path: Path, judge_process: JudgeProcess
) -> None:
    other = Desk(tmp_path, judge_process)
    shutil.copytree(desk.home.root, other.home.root)
    before, carried_before = reckoned(other, tmp_path / "before", anew=False)

    rollback(other.home, str(other.runs()[1]["run_id"]), by="甲", because="五月重算")

    # Of March's file an order came with May's, and a delivery was replaced: its sums of then are not those of now.
    after, carried_after = reckoned(other, tmp_path / "after", anew=False)
    assert (carried_before, carried_after) == (3, 1)
    assert after == before


def publish_spoilt(desk: Desk, judge_process: JudgeProcess, change: str) -> None:
    """Settle March and publish other sums than were reckoned."""
    with writing(desk.home):
        prepared = prepare(desk.home, Month.parse(MARCH), settings=desk.settings)
        try:
            with duckdb.connect(str(prepared.bench.database)) as connection:
                connection.execute(f"update marts.delivery_sum set {change}")
            conclude(desk.home, prepared, judge_process.judge(prepared.bench.database))
        finally:
            prepared.folder.remove()


def differing(desk: Desk, judge_process: JudgeProcess) -> list[set[str]]:
    """Of each run, the tables that are others when it is made again."""
    found = (
        recompute(desk.home, str(run["run_id"]), settings=desk.settings, judge_process=judge_process, from_raw=False)
        for run in desk.runs()
    )
    return [{table.name for table in each.tables if not table.is_same} for each in found]


def test_a_wrong_sum_is_found_in_every_run_that_carried_it(tmp_path: Path, judge_process: JudgeProcess) -> None:
    desk = Desk(tmp_path, judge_process)
    receive(desk, MARCH)
    publish_spoilt(desk, judge_process, "last_delivered_at = last_delivered_at + interval 1 hour")
    receive(desk, APRIL)
    assert desk.settle(APRIL).verdict == "PUBLISHED"

    # April's run tells nothing of March's file where it believes it; made again, it corrects it.
    march, april = differing(desk, judge_process)

    assert march == {"delivery_sum"}
    assert "delivery_sum" in april


def test_a_wrong_quantity_that_is_carried_is_refused(tmp_path: Path, judge_process: JudgeProcess) -> None:
    desk = Desk(tmp_path, judge_process)
    receive(desk, MARCH)
    publish_spoilt(desk, judge_process, "quantity_sum = quantity_sum + 10000")
    receive(desk, APRIL)

    outcome = desk.settle(APRIL)

    assert outcome.verdict == "REFUSED"
    assert "every_delivery_has_one_fate" in {each.expectation for each in outcome.findings if each.blocks}


def test_sums_that_lack_a_row_are_refused(tmp_path: Path, judge_process: JudgeProcess) -> None:
    desk = Desk(tmp_path, judge_process)
    receive(desk, MARCH)
    publish_spoilt(desk, judge_process, "delivery_count = delivery_count - 1")
    receive(desk, APRIL)

    outcome = desk.settle(APRIL)

    assert outcome.verdict == "REFUSED"
    assert "every_delivery_row_is_reckoned" in {each.expectation for each in outcome.findings if each.blocks}
