"""A few rows of a large table are found where they lie: the same rows, as checked and as scoped as the whole table."""

from decimal import Decimal

import pytest

from dashboards import editions
from dashboards.access import SYSTEM, Forbidden, Principal, Role
from dashboards.editions import open_edition
from interface.errors import CannotRun
from tests.unit.dashboards.made_edition import MadeHome, a_line
from tests.unit.dashboards.made_work import a_fate, an_order

OWN = Principal("乙", Role.PROVIDER, "p2", providers=frozenset({"P2"}))
SURVEYOR = Principal("丙", Role.EVALUATOR, "e1")


@pytest.fixture
def made(tmp_path, monkeypatch):
    monkeypatch.setattr(editions, "LARGE_BYTES", 0)
    made = MadeHome(tmp_path)
    lines = [a_line(), a_line(line_id="L2", work_order_no="GD-02", provider="P2", amount=Decimal("7.05"))]
    orders = [an_order(), an_order(work_order_no="GD-02", provider="P2")]
    fates = [a_fate(), a_fate(row_number=3, work_order_no="GD-02"), a_fate(row_number=4, work_order_no="GD-02")]
    made.publish("R1", "2020-05", {"settlement_line": lines, "work_order_progress": orders, "delivery_fate": fates})
    later = [a_fate(run_id="R2", work_order_no="GD-02", row_number=9, service_period="2020-06")]
    made.publish("R2", "2020-06", {"work_order_progress": orders, "delivery_fate": later})
    return made


def test_the_rows_found_are_those_of_the_whole_table(made):
    edition = open_edition(made.home, SYSTEM)
    whole = [row for row in edition.table("delivery_fate").to_pylist() if row["work_order_no"] == "GD-02"]

    found = edition.matching("delivery_fate", work_order_no="GD-02")

    assert found.schema == edition.table("delivery_fate").schema
    assert found.to_pylist() == whole
    assert [row["row_number"] for row in whole] == [3, 4, 9]


def test_several_values_and_a_period_narrow(made):
    edition = open_edition(made.home, SYSTEM)

    found = edition.matching("delivery_fate", period="2020-05", work_order_no="GD-02", row_number=4)

    assert found.column("row_number").to_pylist() == [4]
    assert edition.matching("delivery_fate", period="2020-06", row_number=4).num_rows == 0
    assert edition.matching("settlement_line", line_id="L2").column("amount").to_pylist() == [Decimal("7.05")]


def test_a_scoped_reader_finds_and_counts_own_rows_alone(made):
    edition = open_edition(made.home, OWN)

    assert edition.matching("delivery_fate", work_order_no="GD-01").num_rows == 0
    assert edition.matching("delivery_fate", work_order_no="GD-02").num_rows == 3
    counted = edition.counted(
        "delivery_fate", "select work_order_no, count(*) as n from stored group by all", period="2020-05"
    )
    assert counted.to_pylist() == [{"work_order_no": "GD-02", "n": 2}]


def test_who_may_not_read_a_table_finds_nothing_in_it(made):
    with pytest.raises(Forbidden):
        open_edition(made.home, SURVEYOR).matching("settlement_line", line_id="L2")


def test_a_changed_file_is_refused_before_and_after_it_was_searched(made):
    edition = open_edition(made.home, SYSTEM)
    edition.matching("delivery_fate", work_order_no="GD-02")
    path = made.home.published / "R1" / "delivery_fate.parquet"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))

    for _ in range(2):
        with pytest.raises(CannotRun, match="delivery_fate"):
            edition.matching("delivery_fate", work_order_no="GD-02")
    path.unlink()
    with pytest.raises(CannotRun, match="cannot be read"):
        edition.matching("delivery_fate", work_order_no="GD-02")
