"""Forms stand as their sources print them, filled from what is published; what nobody gave stays blank."""

from decimal import Decimal
from pathlib import Path

import pytest

from dashboards.documents.forms_grid import Rate, merged_levels
from interface.errors import CannotRun
from tests.unit.dashboards.made_scores import a_home, a_leaf, a_summary, exported, merges, rows_of
from tests.unit.dashboards.opened_workbook import cells, part, sheet_names

TREE = [
    a_leaf("A1", "A 决策", "A1 立项"),
    a_leaf("A10", "A 决策", "A10 资金", score="10", score_rate="1"),
    a_leaf("A2", "A 决策", "A2 目标", "A21 合理性", "A211 依据", weight="20.5", score=None, score_rate=None),
]


def test_scores_stand_by_level_weight_score_and_rate_with_the_whole_at_the_foot(tmp_path: Path) -> None:
    (path,) = exported(a_home(tmp_path, TREE), "form:scores", tmp_path)

    assert path.name == "form_scores_S_X.csv"
    assert rows_of(path) == [
        ["一级指标", "二级指标", "三级指标", "四级指标", "权重", "得分", "得分率"],
        ["A 决策", "A1 立项", "", "", "10", "8", "80.00%"],
        ["A 决策", "A2 目标", "A21 合理性", "A211 依据", "20.5", "", ""],
        ["A 决策", "A10 资金", "", "", "10", "10", "100.00%"],
        ["合计", "", "", "", "100", "80", "80.00%"],
    ]


def test_without_a_fourth_level_the_form_has_three(tmp_path: Path) -> None:
    (path,) = exported(a_home(tmp_path, TREE[:1]), "form:scores", tmp_path)

    assert rows_of(path)[0] == ["一级指标", "二级指标", "三级指标", "权重", "得分", "得分率"]


def test_a_printed_sheet_keeps_its_own_order(tmp_path: Path) -> None:
    leaves = [
        a_leaf("b", "乙", origin="SHEET", file_sha256="f", row_number=3),
        a_leaf("c", "丙", origin="SHEET", file_sha256="f", row_number=10),
        a_leaf("a", "甲", origin="SHEET", file_sha256="f", row_number=2),
    ]

    (path,) = exported(a_home(tmp_path, leaves), "form:scores", tmp_path)

    assert [row[0] for row in rows_of(path)] == ["一级指标", "甲", "乙", "丙", "合计"]


def test_the_workbook_merges_names_down_and_keeps_its_head_in_view(tmp_path: Path) -> None:
    (path,) = exported(a_home(tmp_path, TREE), "form:scores", tmp_path, format="xlsx")
    sheet = part(path, "xl/worksheets/sheet1.xml")
    found = cells(path)

    assert sheet_names(path) == ["指标得分表"]
    assert merges(path) == {"A1:G1", "A2:G2", "A4:A6", "A7:D7"}
    assert found["A1"] == ("text", "指标得分表")
    assert found["A2"] == ("text", "评价对象：X　指标体系：S（版本 1）")
    assert (found["A4"], found["B4"], found["E4"], found["G4"]) == (
        ("text", "A 决策"),
        ("text", "A1 立项"),
        ("number", "10.000"),
        ("number", "0.800000"),
    )
    assert "F5" not in found
    assert (found["A7"], found["E7"], found["F7"]) == (("text", "合计"), ("number", "100.000"), ("number", "80.000"))
    assert 'orientation="landscape"' in sheet
    assert 'paperSize="9"' in sheet
    assert 'ySplit="3"' in sheet


def test_the_same_form_is_the_same_bytes(tmp_path: Path) -> None:
    home = a_home(tmp_path, TREE)

    first = [path.read_bytes() for path in exported(home, "form:scores", tmp_path, format="xlsx")]
    second = [path.read_bytes() for path in exported(home, "form:scores", tmp_path, format="xlsx")]

    assert first == second


def test_goals_show_direction_value_unit_and_where_they_come_from(tmp_path: Path) -> None:
    leaves = [
        a_leaf("A1", "产出", "数量", target_value="5000", unit="个", direction=">=", target_source="计划标准"),
        a_leaf("A2", "产出", "时效", target_value="2021-01-31", direction="≤", target_text="年度工作完成"),
        a_leaf("A3", "效益", "机制", target_text="建立健全", direction="定性"),
        a_leaf("A4", "效益", "其他"),
    ]

    (path,) = exported(a_home(tmp_path, leaves), "form:goals", tmp_path)

    assert rows_of(path) == [
        ["一级指标", "二级指标", "三级指标", "目标值", "目标值来源"],
        ["产出", "数量", "", "≥5000个", "计划标准"],
        ["产出", "时效", "", "≤2021-01-31（年度工作完成）", ""],
        ["效益", "机制", "", "建立健全", ""],
    ]


def test_frameworks_and_subjects_may_be_chosen(tmp_path: Path) -> None:
    leaves = [a_leaf("A", "甲"), a_leaf("A", "甲", subject_code="Y"), a_leaf("A", "甲", scheme_no="T")]
    home = a_home(tmp_path, leaves, a_summary(), a_summary(subject_code="Y"), a_summary(scheme_no="T"))

    assert [path.name for path in exported(home, "form:scores", tmp_path)] == [
        "form_scores_S_X.csv",
        "form_scores_S_Y.csv",
        "form_scores_T_X.csv",
    ]
    (path,) = exported(home, "form:scores", tmp_path, scheme="S", subject="Y")
    assert path.name == "form_scores_S_Y.csv"
    with pytest.raises(CannotRun, match="framework 'U': choose one of S, T"):
        exported(home, "form:scores", tmp_path, scheme="U")
    with pytest.raises(CannotRun, match="subject 'Y': choose one of X"):
        exported(home, "form:scores", tmp_path, scheme="T", subject="Y")


def test_names_that_no_file_may_have_stay_apart(tmp_path: Path) -> None:
    leaves = [a_leaf("A", "甲", subject_code=code) for code in ("a/b", "a:b", "a_b")]
    home = a_home(tmp_path, leaves, *(a_summary(subject_code=code) for code in ("a/b", "a:b", "a_b")))

    names = {path.name for path in exported(home, "form:scores", tmp_path)}

    assert len(names) == 3
    assert "form_scores_S_a_b.csv" in names
    assert all("/" not in name and ":" not in name for name in names)


def test_an_unknown_form_or_format_and_a_table_asked_by_subject_are_told(tmp_path: Path) -> None:
    home = a_home(tmp_path, TREE)

    with pytest.raises(CannotRun, match="no form 'form:other'"):
        exported(home, "form:other", tmp_path)
    with pytest.raises(CannotRun, match="A form is not made as parquet: choose csv or xlsx"):
        exported(home, "form:scores", tmp_path, format="parquet")
    with pytest.raises(CannotRun, match="choose among forms"):
        exported(home, "score_indicator", tmp_path, subject="X")


@pytest.mark.parametrize(
    ("levels", "blocks"),
    [
        pytest.param([("A", "a"), ("A", "a"), ("B", "a")], [(0, 5, 6), (1, 5, 6)], id="not-across-parents"),
        pytest.param([("A", None), ("A", None)], [(0, 5, 6)], id="blank-is-no-name"),
        pytest.param([("A", "a"), ("B", "a"), ("A", "a")], [], id="apart"),
        pytest.param([], [], id="nothing"),
    ],
)
def test_equal_names_merge_under_one_parent(levels: list[tuple[str, ...]], blocks: list[tuple[int, ...]]) -> None:
    assert merged_levels(levels, first_row=5, first_column=0) == blocks


@pytest.mark.parametrize(
    ("ratio", "shown"), [("0.88", "88.00%"), ("0.911765", "91.18%"), ("0.000050", "0.01%"), ("1", "100.00%")]
)
def test_a_rate_is_shown_per_cent_with_two_places(ratio: str, shown: str) -> None:
    assert str(Rate(Decimal(ratio))) == shown
