"""Sichuan's form, goal details, goal reviews and budgets stand in their official columns; what nobody gave is blank."""

from pathlib import Path
from typing import Any

import pytest

from dashboards.access import SYSTEM
from dashboards.documents.exports import export
from interface.errors import CannotRun
from tests.unit.dashboards.made_edition import a_settlement
from tests.unit.dashboards.made_scores import a_home, a_leaf, a_node, a_summary, exported, merges, rows_of, typed
from tests.unit.dashboards.opened_workbook import cells, sheet_names
from tests.unit.dashboards.test_forms_official import SELF, a_budget


def a_goal(ind_code: str, *levels: str, **given: Any) -> dict[str, Any]:
    return a_leaf(ind_code, *levels, **given)


def test_sichuans_form_has_the_budget_above_the_indicators(tmp_path: Path) -> None:
    summary = a_summary(stage="SELF", total_score="49.2", assessed_period="2020")
    home = a_home(tmp_path, SELF, summary, budget_execution=[a_budget("2020") | {"exe_rate": None}])

    (path,) = exported(home, "form:sichuan_self_evaluation", tmp_path)

    assert rows_of(path) == [
        ["项目名称", "X", *[""] * 9],
        ["主管部门", "", "", "", "实施单位", *[""] * 6],
        [
            *("预算执行（万元）", "", "", "", "年初预算", "调整后预算数", "预算执行数", "执行率"),
            *("权重", "得分", "原因"),
        ],
        ["", "年度资金总额", "", "", "2600", "2550.000005", "2346", "92%", "10", "9.2", ""],
        [
            *("绩效指标", "一级指标", "二级指标", "三级指标"),
            *("指标性质", "指标值", "度量单位", "完成值", "权重", "得分", "未完成原因分析"),
        ],
        [
            *("", "产出指标", "数量指标", "归集完成数 / 其中接口"),
            *("≥", "100", "个", "80", "50", "40", "接口延期；明年补齐"),
        ],
        ["", "产出指标", "质量指标", "", "", "", "", "", "", "", "不适用"],
        ["", "效益指标", "社会效益", "", "", "", "", "", "40", "", "未评"],
        ["总分", *[""] * 7, "100", "49.2", ""],
    ]


@pytest.mark.parametrize(
    ("actual", "reason", "is_said"),
    [("90", None, False), ("89.99", None, True), ("89.99", "招标延期", False), (None, None, False)],
    ids=["at-90", "below-90", "below-90-explained", "no-rate"],
)
def test_a_rate_below_90_per_cent_that_nobody_explains_is_said(
    tmp_path: Path, actual: str | None, reason: str | None, is_said: bool
) -> None:
    leaf = a_leaf("A", "预算执行率", actual_value=actual, unit="%", deviation_reason=reason)

    (path,) = exported(
        a_home(tmp_path, [leaf], a_summary(stage="SELF")), "form:sichuan_self_evaluation", tmp_path, format="xlsx"
    )

    assert ("须说明原因" in cells(path)["A2"][1]) == is_said


def test_the_budgets_rate_stands_where_none_was_scored(tmp_path: Path) -> None:
    budget = a_budget("2020") | {"exe_rate": "0.919999"}
    home = a_home(tmp_path, [a_leaf("B", "产出")], a_summary(stage="SELF"), budget_execution=[_typed(budget)])

    (path,) = exported(home, "form:sichuan_self_evaluation", tmp_path)

    assert rows_of(path)[3][7:] == ["92.00%", "", "", ""]


def test_goal_details_have_the_target_apart_from_what_is_remarked_on_it(tmp_path: Path) -> None:
    leaves = [
        a_goal(
            "A1", "产出目标", "数量目标", "服务单位数", target_value="50", unit="个", direction=">=", target_text="预测"
        ),
        a_goal("A2", "产出目标", "时效目标", "响应时间", target_text="7日内", target_source="行业标准"),
        a_goal("A3", "效果目标", "满意度", target_value="85", unit="%", direction="≥"),
        a_goal("A4", "效果目标", "没有目标"),
    ]

    (path,) = exported(a_home(tmp_path, leaves), "form:goal_details", tmp_path)

    assert rows_of(path) == [
        ["一级目标", "目标类型", "目标名称", "目标值", "目标值备注"],
        ["产出目标", "数量目标", "服务单位数", "≥50个", "预测"],
        ["产出目标", "时效目标", "响应时间", "7日内", "行业标准"],
        ["效果目标", "满意度", "满意度", "≥85%", ""],
    ]


REVIEW = [
    a_goal("A1", "完整性审核", "规范完整性", weight="10", score="9.5", actual_value="优", explain="填报内容是否完整"),
    a_goal("A2", "完整性审核", "明确清晰性", weight="10", score="8.5", actual_value="良"),
    a_goal("B1", "相关性审核", "目标相关性", weight="15", score="13"),
]
NODES = [
    a_node("完整性审核", weight="20"),
    a_node("相关性审核", weight="30"),
    a_node("规范完整性", level=2, weight="10"),
]


def a_review(folder: Path, **summary: Any) -> Any:
    return a_home(folder, REVIEW, a_summary(grade_scale="GOAL", **summary), score_node=NODES)


def test_a_goal_review_has_weights_of_contents_and_points_and_ticks_what_was_given(tmp_path: Path) -> None:
    home = a_review(tmp_path, total_weight="35", total_score="31", grade="良")

    (path,) = exported(home, "form:goal_review", tmp_path)

    assert rows_of(path) == [
        ["审核内容", "分值", "审核要点", "分值", "审核意见 优", "审核意见 良", "审核意见 中", "审核意见 差", "得分"],
        ["完整性审核", "20", "规范完整性：填报内容是否完整", "10", "√", "", "", "", "9.5"],
        ["完整性审核", "20", "明确清晰性", "10", "", "√", "", "", "8.5"],
        # Only a number was given: no opinion is made of it.
        ["相关性审核", "30", "目标相关性", "15", "", "", "", "", "13"],
        ["合计", "", "", "35", "", "", "", "", "31"],
        ["综合评定等级", "", "", "良", "", "", "", "", ""],
        ["总体意见", *[""] * 8],
    ]


def test_a_goal_reviews_workbook_has_the_opinions_below_one_head(tmp_path: Path) -> None:
    (path,) = exported(a_review(tmp_path), "form:goal_review", tmp_path, format="xlsx")

    assert sheet_names(path) == ["目标审核表"]
    assert merges(path) >= {"E3:H3", "A3:A4", "I3:I4", "A5:A6", "B5:B6", "A8:C8", "D9:I9", "D10:I10"}
    assert cells(path)["E3"] == ("text", "审核意见")
    assert "总体意见不在已发布数据中，留空" in cells(path)["A2"][1]


def test_a_framework_that_does_not_grade_goals_fills_no_goal_review(tmp_path: Path) -> None:
    with pytest.raises(CannotRun, match="it needs a framework of grade_scale GOAL"):
        exported(a_home(tmp_path, REVIEW), "form:goal_review", tmp_path)


def _typed(row: dict[str, Any]) -> dict[str, Any]:
    return typed({name: cell if cell is None else str(cell) for name, cell in row.items()}, "budget_execution")


def a_year(year: str, **given: Any) -> dict[str, Any]:
    blank = dict.fromkeys(("reply_amt", "current_amt", "exe_amt", "exe_rate"))
    return _typed(a_budget(year) | blank | given)


YEARS = [
    a_year("2019", reply_amt="19700000", current_amt="15000000", exe_amt="14996000", exe_rate="0.999733"),
    a_year("2020", reply_amt="45000000", current_amt="43918000"),
    a_year("2021"),
    a_year("2020", project_code="Y", reply_amt="100000", current_amt="100000", exe_amt="0", exe_rate="0"),
]


def test_a_budgets_years_stand_side_by_side_below_each_measure(tmp_path: Path) -> None:
    home = a_home(tmp_path, [], settlement=[a_settlement()], budget_execution=YEARS)

    paths = exported(home, "form:budget_execution", tmp_path)

    assert [path.name for path in paths] == ["form_budget_execution_X.csv", "form_budget_execution_Y.csv"]
    # 2021 has no budget; of 2020 nobody told what was carried out, which is not 0.
    assert rows_of(paths[0]) == [
        [
            *("年初预算 2019年", "年初预算 2020年", "调整后预算 2019年", "调整后预算 2020年"),
            *("执行金额 2019年", "执行金额 2020年", "预算执行率 2019年", "预算执行率 2020年"),
        ],
        ["1970", "4500", "1500", "4391.8", "1499.6", "", "99.97%", ""],
    ]
    assert rows_of(paths[1])[1] == ["10", "10", "0", "0.00%"]


def test_a_budgets_workbook_has_years_below_their_measure_and_says_the_unit(tmp_path: Path) -> None:
    home = a_home(tmp_path, [], settlement=[a_settlement()], budget_execution=YEARS)

    first, second = exported(home, "form:budget_execution", tmp_path, format="xlsx")

    assert merges(first) == {"A1:H1", "A2:H2", "A3:B3", "C3:D3", "E3:F3", "G3:H3"}
    assert (cells(first)["C3"], cells(first)["D4"]) == (("text", "调整后预算"), ("text", "2020年"))
    assert "单位：万元" in cells(first)["A2"][1]
    assert "F5" not in cells(first)
    assert merges(second) == {"A1:D1", "A2:D2"}


def test_a_budget_that_nobody_gave_has_no_form_and_a_period_is_refused(tmp_path: Path) -> None:
    home = a_home(tmp_path, [], settlement=[a_settlement()], budget_execution=[a_year("2021")])

    with pytest.raises(CannotRun, match="hand in budget_project"):
        exported(home, "form:budget_execution", tmp_path)
    with pytest.raises(CannotRun, match="shows every year of a project side by side: leave 2020 out"):
        export(home, SYSTEM, what="form:budget_execution", period=None, year="2020", format="csv", to=tmp_path / "out")


@pytest.mark.parametrize("name", ["sichuan_self_evaluation", "goal_details", "goal_review", "budget_execution"])
def test_the_same_form_is_the_same_bytes(tmp_path: Path, name: str) -> None:
    leaves = [*SELF, *REVIEW]
    summary = a_summary(stage="SELF", grade_scale="GOAL")
    home = a_home(tmp_path, leaves, summary, settlement=[a_settlement()], budget_execution=YEARS)

    first = [path.read_bytes() for path in exported(home, f"form:{name}", tmp_path, format="xlsx")]
    second = [path.read_bytes() for path in exported(home, f"form:{name}", tmp_path, format="xlsx")]

    assert first == second


@pytest.mark.parametrize("name", ["sichuan_self_evaluation", "goal_details", "goal_review"])
def test_what_looks_like_a_formula_is_text(tmp_path: Path, name: str) -> None:
    evil = "=1+1"
    leaf = a_leaf("A", evil, evil, target_text=evil, deviation_reason=evil, actual_value=evil, explain=evil)
    home = a_home(tmp_path, [leaf], a_summary(stage="SELF", grade_scale="GOAL"))

    (path,) = exported(home, f"form:{name}", tmp_path, format="xlsx")

    assert ("text", evil) in cells(path).values()
    assert {kind for kind, _ in cells(path).values()} <= {"text", "number"}
