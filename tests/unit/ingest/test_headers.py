"""Columns are found by English name or Chinese label in any order, once each; a missing one refuses the file."""

import pytest

from ingest.headers import match_header
from ingest.verdicts import Refusal
from interface.tables import INPUTS

DELIVERY = INPUTS["delivery"]
ENGLISH = ["delivery_no", "work_order_no", "deliverable_key", "delivered_at", "quantity", "unit"]
CHINESE = ["交付编号", "工单编号", "交付物名称", "交付时间", "数量", "计量单位"]
MIXED = ["交付编号", " work_order_no ", "交付物名称", "delivered_at", "数量\u3000", "unit"]


@pytest.mark.parametrize("cells", [ENGLISH, CHINESE, MIXED], ids=["english", "chinese", "mixed-and-padded"])
def test_names_and_labels_find_the_same_columns(cells: list[str]) -> None:
    header = match_header(cells, DELIVERY)

    assert header.positions == {name: position for position, name in enumerate(ENGLISH)}
    assert header.unknown == ()


def test_order_is_free_and_unknown_columns_are_named() -> None:
    header = match_header(["备注", *reversed(ENGLISH)], DELIVERY)

    assert header.positions["unit"] == 1
    assert header.positions["delivery_no"] == 6
    assert header.unknown == ("备注",)


def test_labels_of_the_official_form_are_known() -> None:
    cells = ["工单编号", "所属服务单", "合同编号", "服务项", "数据服务商"]

    assert match_header(cells, INPUTS["work_order"]).positions["order_no"] == 1


def test_full_width_brackets_are_brackets() -> None:
    cells = ["目录编号", "版本号", "服务项编号", "服务项", "计量单位", "单价（元）"]

    assert match_header(cells, INPUTS["service_item"]).positions["unit_price"] == 5


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ([*ENGLISH, "unit"], "E112"),
        ([*ENGLISH, "计量单位"], "E112"),
        ([*ENGLISH, "备注", "备注"], "E112"),
        (ENGLISH[:-1], "E111"),
        (["工单编号（必填）", *ENGLISH[:1], *ENGLISH[2:]], "E111"),
        (["sep="], "E111"),
        (["D1", "W1", "K1", "2020-05-01", "1", "条"], "E111"),
    ],
    ids=["twice", "twice-in-two-languages", "unknown-twice", "missing", "mark-in-the-cell", "sep-line", "no-header"],
)
def test_an_unfit_header_refuses_the_file(cells: list[str], code: str) -> None:
    with pytest.raises(Refusal, match=f"^{code} "):
        match_header(cells, DELIVERY)


def test_the_refusal_names_each_missing_column() -> None:
    with pytest.raises(Refusal, match=r"missing: quantity \(数量\), unit \(计量单位\)\.$"):
        match_header(ENGLISH[:4], DELIVERY)


def test_blank_header_cells_are_no_columns() -> None:
    assert match_header([*ENGLISH, "", ""], DELIVERY).unknown == ("", "")
