"""Every figure leads to its rows and every row to its figure, and a changed byte anywhere is found."""

import shutil
from pathlib import Path

import pytest

from dashboards.access import Principal, Role
from dashboards.traces import NothingToFollow, RowTrace
from expectations.judge_process import JudgeProcess
from interface.errors import CannotRun
from interface.paths import Home
from orchestration.explain import explain
from orchestration.following import follow
from orchestration.verify import verify
from tests.integration.conftest import Desk, a_contract, a_delivery


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory, judge_process: JudgeProcess) -> Desk:
    """Two months that no test changes."""
    desk = Desk(tmp_path_factory.mktemp("settled"), judge_process)
    desk.receive(
        **a_contract(),
        delivery=[a_delivery("D1", deliverable_key="K"), a_delivery("D2"), a_delivery("D3", quantity="12.5万")],
    )
    desk.settle("2020-03")
    desk.receive(
        delivery=[a_delivery("D4", deliverable_key="K", delivered_at="2020-04-02T10:00:00+08:00", quantity="15000")]
    )
    desk.settle("2020-04")
    return desk


def line_id_of(desk: Desk, settlement_period: str) -> str:
    return next(
        row["line_id"] for row in desk.table("settlement_line") if row["settlement_period"] == settlement_period
    )


def test_a_line_leads_down_to_file_hash_row_and_raw_text(settled: Desk) -> None:
    text = "\n".join(explain(settled.home, line_id_of(settled, "2020-03")))

    sha256 = next(row["file_sha256"] for row in settled.table("delivery_fate") if row["delivery_no"] == "D2")
    assert f"D2 COUNTED 10000 条 → 1 万条 · delivery.csv · {sha256}:3 · D2,W1,D2,2020-03-15T10:00:00+08:00" in text
    assert "2 万条 × 120 → 240.00 元, catalogue version 1" in text
    assert "service_item 服务项: service_item.csv" in text


def test_a_line_leads_up_to_the_payable(settled: Desk) -> None:
    text = "\n".join(explain(settled.home, line_id_of(settled, "2020-03")))

    assert "= 应付金额 payable: 240.00 元" in text
    assert "人民币贰佰肆拾元整" in text


def test_an_adjustment_says_what_it_corrects(settled: Desk) -> None:
    text = "\n".join(explain(settled.home, line_id_of(settled, "2020-04")))

    assert "adjusted for CORRECTED: 240.00 元 → 300.00 元, difference 60.00 元" in text
    assert "D1 REPLACED" in text
    assert "D4 COUNTED 15000 条 → 1.5 万条" in text


def test_a_raw_row_leads_to_its_line_or_to_why_it_has_none(settled: Desk) -> None:
    counted = next(row for row in settled.table("delivery_fate") if row["delivery_no"] == "D2")
    place = f"{counted['file_sha256']}:{counted['row_number']}"

    assert line_id_of(settled, "2020-03") in "\n".join(explain(settled.home, place))
    assert line_id_of(settled, "2020-03") in "\n".join(explain(settled.home, "D2"))
    quarantined = f"{counted['file_sha256']}:4"
    assert "隔离 quarantined Q206" in "\n".join(explain(settled.home, quarantined))


def test_raw_text_is_for_those_whose_row_it_is(settled: Desk) -> None:
    fates = settled.table("delivery_fate")
    delivery = next(f"{row['file_sha256']}:{row['row_number']}" for row in fates if row["delivery_no"] == "D2")
    sources = settled.table("line_source")
    contract = next(f"{row['file_sha256']}:{row['row_number']}" for row in sources if row["table_name"] == "contract")
    own = Principal("甲", Role.OPERATOR, contracts=frozenset({"H1"}))
    other = Principal("乙", Role.OPERATOR, contracts=frozenset({"H2"}))
    provider = Principal("丙", Role.PROVIDER, providers=frozenset({"P1"}))

    for reader, place in ((own, delivery), (own, contract), (provider, delivery)):
        assert len(follow(settled.home, reader, place)) == 1
    for reader, place in ((other, delivery), (other, contract), (provider, contract), (other, "D2")):
        with pytest.raises(NothingToFollow):
            follow(settled.home, reader, place)
    (by_name,) = [each for each in follow(settled.home, own, "contract.csv:2") if isinstance(each, RowTrace)]
    assert by_name.origin.place == contract


def test_a_statement_a_run_and_a_work_order_can_be_explained(settled: Desk) -> None:
    statement = next(row for row in settled.table("settlement") if row["settlement_period"] == "2020-03")

    assert "gross: 240.00 元" in "\n".join(explain(settled.home, statement["settle_no"]))
    assert "INITIAL 2020-03 PUBLISHED" in "\n".join(explain(settled.home, statement["run_id"]))
    assert len(explain(settled.home, "W1")) == 3


def test_an_unknown_id_gets_one_sentence(settled: Desk) -> None:
    with pytest.raises(CannotRun, match="Nothing here has the id 'XYZ'"):
        explain(settled.home, "XYZ")


def test_an_untouched_home_verifies(settled: Desk) -> None:
    checked, wrong = verify(settled.home)

    assert wrong == []
    assert checked > 40


def stored_files(home: Home) -> list[Path]:
    folders = (home.raw, home.landing, home.published, home.refused)
    files = [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
    return [*files, home.ledger]


@pytest.fixture
def home(settled: Desk, tmp_path: Path) -> Home:
    """A copy that may be damaged."""
    return Home(shutil.copytree(settled.home.root, tmp_path / "home"))


def test_one_changed_byte_in_any_stored_file_is_found(home: Home) -> None:
    files = stored_files(home)
    assert len(files) > 40
    missed = []
    for path in files:
        content = path.read_bytes()
        middle = len(content) // 2
        path.write_bytes(content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :])
        if not verify(home)[1]:
            missed.append(path)
        path.write_bytes(content)

    assert missed == []
    assert verify(home)[1] == []


def test_a_missing_file_is_found_and_named(home: Home) -> None:
    victim = next(home.published.glob("*/settlement_line.parquet"))
    victim.unlink()

    assert verify(home)[1] == [f"{victim} is missing: restore it from a backup."]
