"""Facts go in as input tables and come out as the official forms, through one evaluation."""

import csv
from pathlib import Path

from dashboards.access import SYSTEM
from dashboards.documents.exports import export
from expectations.judge_process import JudgeProcess
from orchestration.evaluation import evaluate
from tests.integration.conftest import Desk, Row


def a_self_evaluation() -> dict[str, list[Row]]:
    """Execution 10 and one output of 90, of which 81 of 90 pieces were made: 81.00 points."""
    tree: list[Row] = [
        {"ind_code": "A", "name": "预算执行率", "weight": 10, "target_value": 100, "unit": "%"},
        {"ind_code": "B", "name": "产出指标", "weight": 90},
        {"ind_code": "B1", "parent_code": "B", "name": "数量指标", "weight": 90},
        {
            "ind_code": "B11",
            "parent_code": "B1",
            "name": "汇聚完成数",
            "weight": 90,
            "target_value": 90,
            "unit": "类",
            "target_source": "年度计划",
        },
    ]
    subject = {"scheme_no": "S", "subject_code": "X"}
    return {
        "perf_scheme": [{"scheme_no": "S", "version": 1, "object_kind": "PROJECT", "stage": "SELF"}],
        "perf_indicator": [
            {"scheme_no": "S", "direction": "≥" if "target_value" in row else None} | row for row in tree
        ],
        "indicator_result": [
            subject | {"ind_code": "A", "actual_value": 100},
            subject | {"ind_code": "B11", "actual_value": 81, "reason": "接口延期", "improvement": "补齐"},
        ],
        "monitor_row": [
            subject | {"ind_code": "B11", "month": "2020-07", "value": 40, "forecast": 85, "cause_staff": "调整"},
        ],
    }


def rows_of(paths: list[Path]) -> list[list[str]]:
    (path,) = paths
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def test_one_evaluation_fills_all_four_forms(desk: Desk, judge_process: JudgeProcess, tmp_path: Path) -> None:
    desk.receive(**a_self_evaluation())
    assert evaluate(desk.home, settings=desk.settings, judge_process=judge_process).verdict == "PUBLISHED"

    asked = {"period": None, "year": None, "format": "csv", "to": tmp_path / "out"}
    forms = {
        name: rows_of(export(desk.home, SYSTEM, what=f"form:{name}", **asked))
        for name in ("scores", "goals", "self_evaluation", "monitoring")
    }

    assert forms["scores"][1:] == [
        ["预算执行率", "", "", "10", "10", "100.00%"],
        ["产出指标", "数量指标", "汇聚完成数", "90", "81", "90.00%"],
        ["合计", "", "", "100", "91", "91.00%"],
    ]
    assert forms["goals"][1:] == [
        ["预算执行率", "", "", "≥100%", ""],
        ["产出指标", "数量指标", "汇聚完成数", "≥90类", "年度计划"],
    ]
    assert forms["self_evaluation"][3] == ["", "年度资金总额", "", "", "", "", "10", "100%", "10"]
    assert forms["self_evaluation"][10:] == [
        ["", "产出指标", "数量指标", "汇聚完成数", "≥90类", "81类", "90", "81", "接口延期；补齐"],
        ["总分", "", "", "", "", "", "100", "91", ""],
    ]
    assert forms["monitoring"][1] == [
        *("产出指标", "数量指标", "汇聚完成数", "≥90类", "40类", "85类"),
        *("", "", "调整", "", "", "", "", "", "", ""),
    ]
