"""The self-evaluation and the monitoring form have the rows and columns of their official tables."""

from pathlib import Path
from typing import Any

import pytest

from interface.errors import CannotRun
from interface.tables import PUBLISHED
from tests.unit.dashboards.made_scores import a_home, a_leaf, a_summary, exported, merges, rows_of, typed
from tests.unit.dashboards.opened_workbook import cells

SELF = [
    a_leaf("A", "预算执行率", weight="10", score="9.2", actual_value="92", unit="%", target_value="100"),
    a_leaf(
        "B1",
        *("产出指标", "数量指标", "归集完成数", "其中接口"),
        weight="50",
        score="40",
        actual_value="80",
        target_value="100",
        direction="≥",
        unit="个",
        deviation_reason="接口延期",
        improvement="明年补齐",
    ),
    a_leaf("B2", "产出指标", "质量指标", weight=None, score=None, score_rate=None, status="NOT_APPLICABLE"),
    a_leaf("C1", "效益指标", "社会效益", weight="40", score=None, score_rate=None, status="NOT_ASSESSED"),
]


def a_budget(year: str) -> dict[str, Any]:
    row: dict[str, Any] = dict.fromkeys(PUBLISHED["budget_execution"].names)
    row |= {"run_id": "R1", "project_code": "X", "fiscal_year": year, "reply_amt": "26000000.00"}
    row |= {"current_amt": "25500000.05", "exe_amt": "23460000.00"}
    return typed(row | dict.fromkeys(("earned_amt", "paid_amt", "prepaid_amt", "accrued_amt"), "0"), "budget_execution")


def test_a_self_evaluation_has_the_rows_of_the_official_form(tmp_path: Path) -> None:
    summary = a_summary(stage="SELF", total_score="49.2", assessed_period="2020")
    home = a_home(tmp_path, SELF, summary, budget_execution=[a_budget("2020"), a_budget("2021")])

    (path,) = exported(home, "form:self_evaluation", tmp_path)

    assert rows_of(path) == [
        ["项目名称", "X", "", "", "", "", "", "", ""],
        ["主管部门", "", "", "", "实施单位", "", "", "", ""],
        ["项目资金（万元）", "", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
        ["", "年度资金总额", "", "2600", "2550.000005", "2346", "10", "92%", "9.2"],
        ["", "其中：当年财政拨款", "", "", "", "", "—", "", "—"],
        ["", "上年结转资金", "", "", "", "", "—", "", "—"],
        ["", "其他资金", "", "", "", "", "—", "", "—"],
        ["年度总体目标", "预期目标", "", "", "", "实际完成情况", "", "", ""],
        ["", "", "", "", "", "", "", "", ""],
        [
            *("绩效指标", "一级指标", "二级指标", "三级指标", "年度指标值"),
            *("实际完成值", "分值", "得分", "偏差原因分析及改进措施"),
        ],
        ["", "产出指标", "数量指标", "归集完成数 / 其中接口", "≥100个", "80个", "50", "40", "接口延期；明年补齐"],
        ["", "产出指标", "质量指标", "", "", "", "", "", "不适用"],
        ["", "效益指标", "社会效益", "", "", "", "40", "", "未评"],
        ["总分", "", "", "", "", "", "100", "49.2", ""],
    ]


def test_a_budget_of_several_years_without_an_assessed_year_is_left_blank(tmp_path: Path) -> None:
    home = a_home(tmp_path, SELF, a_summary(stage="SELF"), budget_execution=[a_budget("2020"), a_budget("2021")])

    (path,) = exported(home, "form:self_evaluation", tmp_path)

    assert rows_of(path)[3][3:6] == ["", "", ""]


def test_the_self_evaluations_blocks_are_merged_as_on_paper(tmp_path: Path) -> None:
    (path,) = exported(a_home(tmp_path, SELF, a_summary(stage="SELF")), "form:self_evaluation", tmp_path, format="xlsx")

    assert merges(path) >= {"A1:I1", "A5:A9", "A10:A11", "A12:A15", "B13:B14", "A16:F16", "B5:C5", "F10:I10"}
    assert cells(path)["A12"] == ("text", "绩效指标")


def a_monitored(ind_code: str, *levels: str, **given: Any) -> dict[str, Any]:
    """An indicator of subject X in framework S, as it stood in July."""
    row: dict[str, Any] = dict.fromkeys(PUBLISHED["monitor_light"].names)
    row |= {"run_id": "E1", "scheme_no": "S", "subject_code": "X", "ind_code": ind_code, "month": "2020-07"}
    row |= {f"level{depth}": name for depth, name in enumerate(levels, start=1)}
    return typed(row | {"basis": "judged"} | given, "monitor_light")


MONITORED = [
    a_monitored(
        *("A10", "产出", "数量", "归集完成数"),
        value="40.5",
        forecast="100",
        target_value="100",
        direction=">=",
        unit="个",
        cause_staff="两人离岗",
        explanation="九月补齐",
        likelihood="POSSIBLE",
        note="已约谈",
    ),
    a_monitored("A2", "产出", "质量", value="0", likelihood="CERTAIN"),
    a_monitored("A2", "产出", "质量", month="2020-06", value="7"),
    a_monitored("Z9"),
    a_monitored("*", value=None),
]


def test_monitoring_shows_the_newest_month_with_causes_and_likelihood(tmp_path: Path) -> None:
    (path,) = exported(a_home(tmp_path, [], monitor_light=MONITORED), "form:monitoring", tmp_path)

    assert rows_of(path) == [
        [
            *("一级指标", "二级指标", "三级指标", "年度指标值", "1—7月执行情况", "全年预计完成情况"),
            *("经费保障", "制度保障", "人员保障", "硬件条件保障", "其他", "原因说明"),
            *("确定能", "有可能", "完全不可能", "备注"),
        ],
        ["产出", "质量", "", "", "0", "", "", "", "", "", "", "", "√", "", "", ""],
        [
            *("产出", "数量", "归集完成数", "≥100个", "40.5个", "100个"),
            *("", "", "两人离岗", "", "", "九月补齐", "", "√", "", "已约谈"),
        ],
        ["Z9", *[""] * 15],
    ]


def test_the_monitoring_workbook_has_its_heads_above_causes_and_likelihood(tmp_path: Path) -> None:
    home = a_home(tmp_path, [], monitor_light=MONITORED)

    (path,) = exported(home, "form:monitoring", tmp_path, format="xlsx")

    assert merges(path) == {
        *("A1:P1", "A2:P2", "G3:L3", "M3:O3", "A5:A6"),
        *(f"{column}3:{column}4" for column in "ABCDEFP"),
    }
    assert (cells(path)["G3"], cells(path)["A3"]) == (("text", "偏差原因分析"), ("text", "一级指标"))
    assert cells(path)["M5"] == ("text", "√")


def test_without_monitoring_the_form_says_what_it_needs(tmp_path: Path) -> None:
    with pytest.raises(CannotRun, match="it needs rows of monitor_row"):
        exported(a_home(tmp_path, [a_leaf("A", "甲")]), "form:monitoring", tmp_path)


def test_only_self_evaluations_fill_the_self_evaluation_form(tmp_path: Path) -> None:
    with pytest.raises(CannotRun, match="it needs a framework of stage SELF"):
        exported(a_home(tmp_path, [a_leaf("A", "甲")]), "form:self_evaluation", tmp_path)
