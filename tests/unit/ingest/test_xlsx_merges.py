"""A printed score table reads as it shows: merged cells mean the same name below, and hide nothing."""

import random
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter

from ingest.formats import TextRow
from ingest.formats.xlsx import open_xlsx
from ingest.landing import ingest_folder
from ingest.verdicts import Refusal
from interface.paths import Home
from interface.tables import INPUTS, Table
from tests.unit.ingest.made_workbook import a_row, a_sheet, packed, refusal_of, the_parts

SHEET = INPUTS["score_sheet"]
HEADER = ["指标体系编号", "评价对象", "一级指标", "二级指标", "三级指标", "四级指标", "权重", "得分"]

Write = Callable[[xlsxwriter.worksheet.Worksheet], None]


def a_workbook(write: Write, *, header: list[str] = HEADER, title: str = "指标得分表") -> bytes:
    buffer = BytesIO()
    workbook = xlsxwriter.Workbook(buffer)
    sheet = workbook.add_worksheet(title)
    sheet.write_row(0, 0, header)
    write(sheet)
    workbook.close()
    return buffer.getvalue()


def rows_of(content: bytes, table: Table = SHEET) -> list[TextRow]:
    ((_, text),) = open_xlsx(content, table)
    return list(text.rows())


def leaves_of(content: bytes) -> list[list[str]]:
    """Levels, weight and score of each row."""
    return [row.cells[2:] for row in rows_of(content)]


def sheet_with(*merges: str, rows: str = "") -> bytes:
    """A score sheet of three written rows, and such merged ranges, which may be wrong."""
    listed = "".join(f'<mergeCell ref="{each}"/>' for each in merges)
    given = rows or "".join(a_row(number, "S", "X", "", "", "", "", "") for number in (2, 3, 4))
    sheet = a_sheet(a_row(1, *HEADER), given, after=f"<mergeCells>{listed}</mergeCells>")
    return packed(the_parts({"S": sheet}))


def test_a_merge_down_a_level_means_the_same_name_below() -> None:
    def write(sheet: xlsxwriter.worksheet.Worksheet) -> None:
        for row in (1, 2, 3):
            sheet.write_row(row, 0, ["S", "X"])
            sheet.write_row(row, 4, [f"A1{row}", "", 4, row])
        sheet.merge_range("C2:C4", "A 决策")
        sheet.merge_range("D2:D3", "A1 项目立项")
        sheet.write("D4", "A2 绩效目标")

    assert leaves_of(a_workbook(write)) == [
        ["A 决策", "A1 项目立项", "A11", "", "4", "1"],
        ["A 决策", "A1 项目立项", "A12", "", "4", "2"],
        ["A 决策", "A2 绩效目标", "A13", "", "4", "3"],
    ]


def test_a_merge_down_the_whole_and_its_subject_means_the_same_below() -> None:
    def write(sheet: xlsxwriter.worksheet.Worksheet) -> None:
        sheet.merge_range("A2:A3", "S")
        sheet.merge_range("B2:B3", "X")
        sheet.write_row(1, 2, ["A", "", "", "", 60, 50])
        sheet.write_row(2, 2, ["B", "", "", "", 40, 40])

    assert [row.cells[:3] for row in rows_of(a_workbook(write))] == [["S", "X", "A"], ["S", "X", "B"]]


def test_a_merge_across_levels_leaves_the_lower_ones_blank() -> None:
    def write(sheet: xlsxwriter.worksheet.Worksheet) -> None:
        sheet.write_row(1, 0, ["S", "X", "A", "A1"])
        sheet.merge_range("E2:F2", "A11")
        sheet.write_row(1, 6, [60, 50])
        sheet.write_row(2, 0, ["S", "X"])
        sheet.merge_range("C3:F3", "B")
        sheet.write_row(2, 6, [40, 40])

    assert leaves_of(a_workbook(write)) == [["A", "A1", "A11", "", "60", "50"], ["B", "", "", "", "40", "40"]]


def test_a_merge_down_and_across_is_both() -> None:
    def write(sheet: xlsxwriter.worksheet.Worksheet) -> None:
        for row in (1, 2):
            sheet.write_row(row, 0, ["S", "X"])
            sheet.write_row(row, 4, [f"A1{row}", "", 50, 50])
        sheet.merge_range("C2:D3", "A")

    assert leaves_of(a_workbook(write)) == [["A", "", "A11", "", "50", "50"], ["A", "", "A12", "", "50", "50"]]


def test_of_a_merged_weight_and_score_the_first_row_carries_the_value() -> None:
    def write(sheet: xlsxwriter.worksheet.Worksheet) -> None:
        for row, name in enumerate(("经济效益", "社会效益", "生态效益"), start=1):
            sheet.write_row(row, 0, ["S", "X", "C", "C2", name])
        sheet.merge_range("G2:G4", 4)
        sheet.merge_range("H2:H4", 0)

    assert [leaf[2:] for leaf in leaves_of(a_workbook(write))] == [
        ["经济效益", "", "4", "0"],
        ["社会效益", "", "", ""],
        ["生态效益", "", "", ""],
    ]


def test_columns_may_stand_in_any_order_and_an_unknown_one_may_merge_down() -> None:
    header = ["得分", "权重", "得分率", "一级指标", "二级指标", "评价对象", "指标体系编号"]

    def write(sheet: xlsxwriter.worksheet.Worksheet) -> None:
        sheet.write_row(1, 0, [3, 4, "", "", "A1", "X", "S"])
        sheet.write_row(2, 0, [4, 4, "", "", "A2", "X", "S"])
        sheet.merge_range("C2:C3", "88%")
        sheet.merge_range("D2:D3", "A")

    assert [row.cells for row in rows_of(a_workbook(write, header=header))] == [
        ["3", "4", "88%", "A", "A1", "X", "S"],
        ["4", "4", "", "A", "A2", "X", "S"],
    ]


def test_a_row_that_only_merged_cells_reach_is_blank_and_a_range_may_end_below_the_last_row() -> None:
    def write(sheet: xlsxwriter.worksheet.Worksheet) -> None:
        sheet.write_row(1, 0, ["S", "X", "", "A1", "", "", 5, 5])
        sheet.write_row(3, 0, ["S", "X", "", "A2", "", "", 5, 5])
        sheet.merge_range("C2:C9", "A")

    ((_, text),) = open_xlsx(a_workbook(write), SHEET)

    assert [(row.number, row.cells[2:4]) for row in text.rows()] == [(2, ["A", "A1"]), (4, ["A", "A2"])]
    assert text.blank_lines == 1


def test_what_stands_above_a_merged_range_does_not_reach_into_it() -> None:
    def write(sheet: xlsxwriter.worksheet.Worksheet) -> None:
        for row in (1, 2, 3):
            sheet.write_row(row, 0, ["S", "X", "A" if row == 1 else "", f"A{row}", "", "", 5, 5])
        sheet.merge_range("C3:C4", "")

    assert [leaf[0] for leaf in leaves_of(a_workbook(write))] == ["A", "", ""]


@pytest.mark.parametrize(
    ("merges", "rows"),
    [
        pytest.param(["C1:C2"], "", id="header"),
        pytest.param(["I2:I3"], "", id="beside-the-table"),
        pytest.param(["A2:XFD2"], "", id="whole-row"),
        pytest.param(["C2:C1002"], "", id="1001-rows"),
        pytest.param(["C2:C1048576"], "", id="whole-column"),
        pytest.param(["G2:H2"], "", id="weight-with-score"),
        pytest.param(["F2:G2"], "", id="level-with-weight"),
        pytest.param(["B2:C2"], "", id="subject-with-level"),
        pytest.param(["C2:C3", "C3:C4"], "", id="overlap"),
        pytest.param(["C2:C4", "C3:D3"], "", id="overlap-across"),
        pytest.param(["C2:C3", "C2:C3"], "", id="twice"),
        pytest.param(["C2"], "", id="one-cell"),
        pytest.param(["C3:C2"], "", id="upside-down"),
        pytest.param(["c2:c3"], "", id="small-letters"),
        pytest.param(["C2:C99999999"], "", id="no-row"),
        pytest.param([""], "", id="no-range"),
        pytest.param(["C2:C3"], a_row(2, "S", "X", "A") + a_row(3, "S", "X", "B"), id="hides-a-name-below"),
        pytest.param(["C2:D2"], a_row(2, "S", "X", "A", "A1"), id="hides-a-name-beside"),
        pytest.param(["G2:G3"], a_row(2, "S", "X") + a_row(3, "S", "X", "A", "", "", "", "5"), id="hides-a-weight"),
        pytest.param(["G2:G3"], a_row(3, "S", "X", "A", "", "", "", "5"), id="hides-below-a-blank-row"),
    ],
)
def test_a_merge_without_one_plain_meaning_is_refused(merges: list[str], rows: str) -> None:
    assert refusal_of(sheet_with(*merges, rows=rows), SHEET) == "E128"


def test_a_merge_of_a_thousand_rows_is_read() -> None:
    assert len(rows_of(sheet_with("C2:C1001"))) == 3


def test_more_ranges_than_a_table_can_have_are_refused() -> None:
    assert refusal_of(sheet_with(*(f"C{row}:C{row + 1}" for row in range(2, 20_004, 2))), SHEET) == "E128"


def test_every_other_table_still_refuses_merged_cells() -> None:
    def write(sheet: xlsxwriter.worksheet.Worksheet) -> None:
        sheet.merge_range("A2:A3", "P1")

    content = a_workbook(write, header=["party_code", "party_name"], title="参与方")

    assert refusal_of(content, INPUTS["party"]) == "E128"


def test_a_refusal_names_the_sheet_the_range_and_what_to_do() -> None:
    with pytest.raises(Refusal) as caught:
        rows_of(sheet_with("C1:C2"))

    assert str(caught.value) == (
        "E128 Sheet 'S' merges cells C1:C2 in the header: unmerge them and give each row its value."
    )


def test_random_ranges_are_read_or_refused_and_never_move_a_value() -> None:
    rng = random.Random(7)
    read, refused = 0, []
    for _ in range(120):
        merges = []
        for _ in range(rng.randint(1, 4)):
            row, column = rng.randint(1, 6), rng.randint(0, 8)
            below, beside = rng.choice([0, 0, 1, 2, 5]), rng.choice([0, 0, 0, 1, 3])
            merges.append(f"{chr(65 + column)}{row}:{chr(65 + column + beside)}{row + below}")
        rows = "".join(a_row(number, "S", "X", "", "", f"L{number}", "", str(number), "") for number in range(2, 7))
        try:
            found = rows_of(sheet_with(*merges, rows=rows))
        except Refusal as refusal:
            refused.append(str(refusal)[:4])
            continue
        read += 1
        assert [(row.number, row.cells[4], row.cells[6]) for row in found] == [
            (number, f"L{number}", str(number)) for number in range(2, 7)
        ]
    assert read > 10
    assert set(refused) == {"E128"}


def test_a_printed_table_lands_without_its_total_rows(tmp_path: Path) -> None:
    def write(sheet: xlsxwriter.worksheet.Worksheet) -> None:
        sheet.merge_range("A2:A4", "S")
        sheet.merge_range("B2:B4", "X")
        sheet.merge_range("C2:C3", "A")
        sheet.write_row(1, 3, ["A1", "", "", 60, 50])
        sheet.write_row(2, 3, ["A2", "", "", 40, 40])
        sheet.merge_range("C4:F4", "合计")
        sheet.write_row(3, 6, [100, 90])

    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "指标得分表.xlsx").write_bytes(a_workbook(write))

    (outcome,) = ingest_folder(Home(tmp_path / "home"), tmp_path / "in")

    assert (outcome.rows_landed, outcome.rows_quarantined, outcome.refusal) == (2, 1, None)
