"""A published run can be made again from its raw files, taken back, and settled anew; what was booked is never lost."""

import shutil
from pathlib import Path

import duckdb
import pytest

from dashboards.access import SYSTEM
from dashboards.editions import open_edition
from expectations.judge_process import JudgeProcess
from expectations.publishing import restore_pointer
from ingest.batches import rows_file
from ingest.landing import ingest_folder
from ingest.received import received_files
from interface.errors import CannotRun, Stopped
from interface.ledger import read_entries, writing
from interface.paths import Home
from interface.settings import read_settings
from orchestration.approving import take
from orchestration.backing_up import back_up
from orchestration.drilling import drill
from orchestration.history import read_history
from orchestration.listing_editions import taken_back
from orchestration.recomputing import Recomputed, recompute
from orchestration.rolling_back import plan_rollback, rollback
from orchestration.telling_recomputed import recomputed_lines
from orchestration.verify import verify
from tests.integration.conftest import Desk, a_contract, a_delivery, write_tables

MARCH, APRIL = "2020-03", "2020-04"


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory, judge_process: JudgeProcess) -> Desk:
    """INITIAL and REVISION of March, the annual run, an evaluation, and April, FINAL."""
    desk = Desk(tmp_path_factory.mktemp("keeping"), judge_process)
    desk.receive(**a_contract(), delivery=[a_delivery("D1"), a_delivery("D1"), a_delivery("", quantity="x")])
    desk.settle(MARCH)
    desk.receive(delivery=[a_delivery("D2", quantity="5000")])
    desk.settle(MARCH)
    desk.settle_year("2020")
    sheet = {"scheme_no": "S1", "subject_code": "OPR", "edition": "1", "level1": "产出", "weight": "100", "score": "81"}
    desk.receive(
        perf_scheme=[{"scheme_no": "S1", "version": "1", "object_kind": "OPERATOR", "stage": "POST"}],
        score_sheet=[sheet],
    )
    desk.evaluate()
    desk.receive(delivery=[a_delivery("D3", delivered_at="2020-04-15T10:00:00+08:00")])
    desk.settle(APRIL, run_type="FINAL")
    return desk


@pytest.fixture
def desk(settled: Desk, tmp_path: Path, judge_process: JudgeProcess) -> Desk:
    """A copy of the settled home."""
    shutil.copytree(settled.home.root, tmp_path / "home")
    return Desk(tmp_path, judge_process)


@pytest.fixture
def unfinal(desk: Desk) -> Desk:
    """The same home as it was before April was made final: a copy of what the ledger recorded until then."""
    history = read_history(read_entries(desk.home))
    number = history.booking(run_of(desk, "FINAL")).entry.number
    lines = desk.home.ledger.read_bytes().splitlines(keepends=True)
    desk.home.ledger.write_bytes(b"".join(lines[: number - 1]))
    with writing(desk.home):
        restore_pointer(desk.home)
    return desk


def run_of(desk: Desk, run_type: str) -> str:
    return next(str(row["run_id"]) for row in desk.runs() if row["run_type"] == run_type)


def again(desk: Desk, judge_process: JudgeProcess, run_id: str, *, from_raw: bool = False) -> Recomputed:
    return recompute(desk.home, run_id, settings=read_settings({}), judge_process=judge_process, from_raw=from_raw)


def statement_of(desk: Desk, run_id: str) -> str:
    return next(str(row["settle_no"]) for row in desk.table("settlement") if row["run_id"] == run_id)


@pytest.mark.parametrize(("run_type", "from_raw"), [("REVISION", True), ("ANNUAL", False), ("EVALUATION", False)])
def test_a_run_made_again_is_the_same_to_the_byte_and_books_nothing(
    settled: Desk, judge_process: JudgeProcess, run_type: str, from_raw: bool
) -> None:
    before = settled.home.ledger.read_bytes()

    found = again(settled, judge_process, run_of(settled, run_type), from_raw=from_raw)

    assert found.is_same
    assert {table.name for table in found.tables if not table.is_same_bytes} == set()
    assert len(found.tables) > 8
    assert all(batch.is_same for batch in found.batches)
    assert bool(found.batches) == from_raw
    assert settled.home.ledger.read_bytes() == before
    assert list(settled.home.work.iterdir()) == []


def set_cell(path: Path, change: str) -> None:
    """Write a Parquet file anew with one change to its rows."""
    with duckdb.connect() as connection:
        connection.execute(f"create table stored as select * from read_parquet('{path}')")
        connection.execute(f"update stored set {change}")
        connection.execute(f"copy stored to '{path}' (format parquet)")


def test_a_published_fen_and_a_landed_quantity_that_were_changed_are_shown_beside_what_the_raw_files_say(
    desk: Desk, judge_process: JudgeProcess
) -> None:
    run_id = run_of(desk, "FINAL")
    received = next(each for each in received_files(desk.home) if each.table_name == "delivery")
    set_cell(desk.home.published / run_id / "settlement_line.parquet", "amount = amount + 0.01")
    set_cell(rows_file(desk.home, *received.identity), "quantity = 99 where row_number = 2")

    found = again(desk, judge_process, run_id, from_raw=True)

    lines = "\n".join(recomputed_lines(found))
    # D3: 1 万条 × 120 yuan.
    assert "! settlement_line: 2 rows differ" in lines
    assert "amount 120.01 yuan stored, 120.00 yuan made now" in lines
    assert "row_number 2: quantity 99.000000 stored, 10000.000000 made now" in lines
    assert lines.endswith("differs")
    assert {table.name for table in found.tables if not table.is_same_bytes} == {"settlement_line"}


def test_a_changed_raw_file_is_named_and_a_run_that_does_not_exist_refused(
    desk: Desk, judge_process: JudgeProcess
) -> None:
    with pytest.raises(CannotRun, match="No run 'R1' was published here"):
        again(desk, judge_process, "R1")

    received = next(each for each in received_files(desk.home) if each.table_name == "party")
    raw = desk.home.raw_file(received.file_sha256)
    raw.write_bytes(raw.read_bytes().replace("甲".encode(), "乙".encode()))

    with pytest.raises(Stopped, match=f"^party.csv: {raw} does not have its recorded SHA-256"):
        again(desk, judge_process, run_of(desk, "FINAL"), from_raw=True)


def test_a_drill_says_both_amounts_and_that_they_agree(settled: Desk, tmp_path: Path) -> None:
    back_up(settled.home, tmp_path / "backups")
    (tmp_path / "work").mkdir()
    said: list[str] = []

    passed = drill(
        tmp_path / "backups",
        settings=read_settings({}),
        statement=statement_of(settled, run_of(settled, "INITIAL")),
        number=None,
        work=tmp_path / "work",
        say=said.append,
    )

    assert passed
    assert said[-3:] == [
        "same",
        "  gross_amt: 120.00 yuan published, 120.00 yuan made again: agree to the fen",
        "  payable_amt: 120.00 yuan published, 120.00 yuan made again: agree to the fen",
    ]
    assert list((tmp_path / "work").iterdir()) == []


def test_a_rollback_moves_the_pointer_with_a_line_and_the_same_facts_book_under_a_new_id(unfinal: Desk) -> None:
    desk, home = unfinal, unfinal.home
    annual, kept = run_of(desk, "ANNUAL"), run_of(desk, "REVISION")
    evaluation = run_of(desk, "EVALUATION")
    before = {row["contract_no"]: row["payable_amt"] for row in desk.table("settlement") if row["run_id"] == annual}

    assert plan_rollback(home, kept) == (annual, evaluation)
    assert open_edition(home, SYSTEM).current.run.run_id == evaluation

    undone = rollback(home, kept, by=" 张三 ", because="the annual run came too early", seen=evaluation)

    assert undone == (annual, evaluation)
    assert open_edition(home, SYSTEM).current.run.run_id == kept
    entry = read_entries(home)[-1]
    assert (entry.kind, entry.content["by"], entry.content["from_run_id"]) == ("rolled_back", "张三", evaluation)
    assert [(each.run_id, each.by, each.at) for each in taken_back(home)] == [
        (annual, "张三", entry.at),
        (evaluation, "张三", entry.at),
    ]
    assert verify(home)[1] == []

    outcome = desk.settle_year("2020")

    assert outcome.verdict == "PUBLISHED"
    assert outcome.run_id != annual
    after = {
        row["contract_no"]: row["payable_amt"] for row in desk.table("settlement") if row["run_id"] == outcome.run_id
    }
    assert after == before
    assert (home.published / annual / "manifest.json").is_file()
    assert verify(home)[1] == []


def test_a_rollback_that_was_killed_before_the_pointer_moved_is_ended_by_the_next_writer(
    unfinal: Desk,
) -> None:
    desk, home = unfinal, unfinal.home
    pointer = home.pointer.read_bytes()
    rollback(home, run_of(desk, "REVISION"), by="张三", because="wrong")
    moved = home.pointer.read_bytes()
    home.pointer.write_bytes(pointer)
    assert "the next settle mends it" in verify(home)[1][0]

    with writing(home):
        restore_pointer(home)

    assert home.pointer.read_bytes() == moved
    assert verify(home)[1] == []


def test_a_final_month_is_not_taken_back(desk: Desk) -> None:
    with pytest.raises(CannotRun, match="made 2020-04 final and cannot be taken back"):
        rollback(desk.home, run_of(desk, "REVISION"), by="张三", because="wrong")


def test_what_left_the_house_is_not_taken_back(unfinal: Desk) -> None:
    desk, home = unfinal, unfinal.home
    initial, settle_no = run_of(desk, "INITIAL"), statement_of(desk, run_of(desk, "REVISION"))
    take(home, settle_no, act="review", by="甲", because="")
    take(home, settle_no, act="approve", by="乙", because="")
    take(home, settle_no, act="issue", by="丙", because="")
    before = home.ledger.read_bytes()

    with pytest.raises(CannotRun, match=f"Statement {settle_no} was issued and is ISSUED"):
        rollback(home, initial, by="张三", because="wrong")

    assert home.ledger.read_bytes() == before


def test_what_was_paid_is_not_taken_back(unfinal: Desk, tmp_path: Path) -> None:
    desk, home = unfinal, unfinal.home
    settle_no = statement_of(desk, run_of(desk, "REVISION"))
    payment = {"voucher_no": "V1", "contract_no": "H1", "amount": "60", "paid_on": "2020-05-01", "settle_no": settle_no}
    ingest_folder(home, write_tables(tmp_path / "paid", payment=[payment]))

    with pytest.raises(CannotRun, match=f"Payment V1 names statement {settle_no}"):
        rollback(home, run_of(desk, "INITIAL"), by="张三", because="wrong")


def test_a_rollback_that_does_not_fit_is_refused_with_a_sentence(unfinal: Desk) -> None:
    desk, home = unfinal, unfinal.home
    with pytest.raises(CannotRun, match="needs a reason"):
        rollback(home, run_of(desk, "INITIAL"), by="张三", because=" ")
    with pytest.raises(CannotRun, match="Say who"):
        rollback(home, run_of(desk, "INITIAL"), by="", because="wrong")
    with pytest.raises(CannotRun, match="is current already"):
        rollback(home, run_of(desk, "EVALUATION"), by="张三", because="wrong")
    with pytest.raises(CannotRun, match="is current by now, and R1 was when this was decided"):
        rollback(home, run_of(desk, "INITIAL"), by="张三", because="wrong", seen="R1")
    with pytest.raises(CannotRun, match="is not of the current edition"):
        rollback(home, "R1", by="张三", because="wrong")
    with pytest.raises(CannotRun, match="is no home"):
        rollback(Home(home.root / "nowhere"), "R1", by="张三", because="wrong")
