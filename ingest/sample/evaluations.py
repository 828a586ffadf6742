"""The evaluations of the sample year, invented: two projects before it, one in it, five providers after it."""

import shutil
from decimal import Decimal
from pathlib import Path

from ingest.frameworks import shipped_frameworks
from ingest.sample.writing import write_rows

FOLDER = "evaluations"
PRE, SELF, POST = "SQ-2020", "ZP-2020", "HP-2020"
"""Frameworks of the pre-evaluation, the self-evaluation and the post-evaluation of providers."""

PUBLISHED_REPORTS = Path(__file__).parent / "published_reports"

_PROJECTS = {"XM-2020-01": 1, "XM-2020-02": 3}
_EXPERTS = ("ZJ-01", "ZJ-02", "ZJ-03", "ZJ-04", "ZJ-05")
# Each expert takes off each leaf another of these half points, so that the panel's mean is 0.4 below its weight.
_HALF_POINTS_OFF = (0, 1, 0, 2, 1)
_LAST_DAY = "2021-05-07"

# Three points given by people, two rates in per cent, and the answers of a survey from best to worst. The rate of
# deliveries in time is nobody's to type: it is measured from the year's deliveries.
_PROVIDERS = {
    "FW-01": (("12", "10", "11"), ("100", "97.5"), (40, 8, 2, 0, 0)),
    "FW-02": (("10", "11", "9"), ("98", "95"), (30, 15, 4, 1, 0)),
    "FW-03": (("12", "11", "11"), ("100", "100"), (44, 5, 1, 0, 0)),
    "FW-04": (("9", "9", "10"), ("96", "90"), (22, 18, 8, 2, 0)),
    "FW-05": (("11", "10", "10"), ("100", "96"), (35, 12, 3, 0, 0)),
}
_FULL = {"A1": "12", "A2": "11", "A3": "11", "B1": "100", "B2": "100"}
_MEASURED = {"B3": '{"measure":"ON_TIME_RATE"}'}
_LATE = ("FW-02", "FW-03", "FW-04")
_ANSWERS = ("very_satisfied", "fairly_satisfied", "neutral", "fairly_dissatisfied", "very_dissatisfied")

# Code, parent, name, weight, direction, target, unit, rule; actual value, score given, reason and improvement.
_SELF_TREE = (
    ("A", "", "预算执行率", "10", "≥", "100", "%", "AT_LEAST", "96.4", "", "两项采购结余", "按结余调减下年预算"),
    ("B", "", "产出指标", "50", "", "", "", "", "", "", "", ""),
    ("B1", "B", "数量指标", "20", "", "", "", "", "", "", "", ""),
    ("B11", "B1", "数据汇聚完成类数", "10", "≥", "20", "类", "AT_LEAST", "22", "", "", ""),
    ("B12", "B1", "标准化治理数据项", "10", "≥", "800", "项", "AT_LEAST", "812", "", "", ""),
    ("B2", "B", "质量指标", "15", "", "", "", "", "", "", "", ""),
    ("B21", "B2", "数据准确率", "15", "≥", "98", "%", "AT_LEAST", "98.6", "", "", ""),
    ("B3", "B", "时效指标", "15", "", "", "", "", "", "", "", ""),
    (
        "B31",
        "B3",
        "工单按期完成率",
        "15",
        "≥",
        "95",
        "%",
        "AT_LEAST",
        "91.2",
        "",
        "三张工单跨月交付",
        "按周跟踪工单进度",
    ),
    ("C", "", "效益指标", "30", "", "", "", "", "", "", "", ""),
    ("C1", "C", "社会效益指标", "15", "", "", "", "", "", "", "", ""),
    ("C11", "C1", "支撑应用场景数", "15", "≥", "30", "个", "AT_LEAST", "33", "", "", ""),
    ("C2", "C", "可持续影响指标", "15", "", "", "", "", "", "", "", ""),
    ("C21", "C2", "运营机制建立情况", "15", "定性", "", "", "LEVEL", "达成", "14", "应急演练少一次", "列入下年计划"),
    ("D", "", "满意度指标", "10", "", "", "", "", "", "", "", ""),
    ("D1", "D", "服务对象满意度指标", "10", "≥", "90", "%", "SURVEY", "", "", "接口响应偏慢", "扩容查询接口"),
)
_MONITORED = (
    {"ind_code": "B11", "value": "12", "forecast": "22", "likelihood": "CERTAIN"},
    {"ind_code": "B12", "value": "390", "forecast": "800", "likelihood": "POSSIBLE", "cause_staff": "治理人员调整"},
    {
        "ind_code": "C11",
        "value": "12",
        "forecast": "30",
        "likelihood": "POSSIBLE",
        "explanation": "下半年集中上线",
    },
)


def write_evaluations(to: Path) -> list[str]:
    """Write what the sample's evaluation run receives; the names of its folders, in their order.

    ``evaluations`` holds a pre-evaluation by a panel, a self-evaluation with monitoring, and a post-evaluation of
    providers; ``published_reports`` two reports that were published, as they are printed and with what they state.
    """
    folder = to / FOLDER
    write_rows(folder, "perf_scheme", _schemes())
    write_rows(folder, "perf_indicator", [*_shipped("PT-2021-PRE", PRE), *_provider_tree(), *_tree()])
    write_rows(folder, "expert_score", _panel_scores())
    write_rows(folder, "indicator_result", [*_self_results(), *_provider_results()])
    write_rows(folder, "survey_count", _answers())
    write_rows(folder, "monitor_row", [_of(SELF, "XM-2020-01") | {"month": "2020-07"} | row for row in _MONITORED])
    write_rows(folder, "evaluation_result", _conclusions())
    if not PUBLISHED_REPORTS.is_dir():
        return [FOLDER]
    shutil.copytree(PUBLISHED_REPORTS, to / PUBLISHED_REPORTS.name, dirs_exist_ok=True)
    return [FOLDER, PUBLISHED_REPORTS.name]


def _schemes() -> list[dict[str, str]]:
    common = {"version": "1", "rule_profile": "CY10", "grade_scale": "CY10"}
    return [
        common
        | {"scheme_no": PRE, "scheme_name": "数据运营服务事前评估(演示)", "object_kind": "PROJECT", "stage": "PRE"}
        | {"evidence_from": "2020-01-01", "evidence_to": "2020-04-30"},
        common
        | {"scheme_no": SELF, "scheme_name": "数据运营服务绩效自评(演示)", "object_kind": "PROJECT", "stage": "SELF"}
        | {"evidence_from": "2020-01-01", "evidence_to": "2020-12-31", "assessed_period": "2020"},
        common
        | {"scheme_no": POST, "scheme_name": "数据服务商事后评估(演示)", "object_kind": "PROVIDER", "stage": "POST"}
        | {"evidence_from": "2020-05-08", "evidence_to": _LAST_DAY},
    ]


def _shipped(scheme_no: str, named: str) -> list[dict[str, str]]:
    """Indicators of a framework that ships, as an evaluator copies them under a number of their own."""
    (framework,) = [each for each in shipped_frameworks() if each.scheme_no == scheme_no]
    return [row | {"scheme_no": named} for row in framework.rows("perf_indicator")]


def _provider_tree() -> list[dict[str, str]]:
    rows = _shipped("PT-2021-PROVIDER", POST)
    return [row | {"rule_params": _MEASURED.get(row["ind_code"], "")} for row in rows]


def _tree() -> list[dict[str, str]]:
    names = ("ind_code", "parent_code", "name", "weight", "direction", "target_value", "unit", "scoring_rule")
    rows = [{"scheme_no": SELF} | dict(zip(names, each[:8], strict=True)) for each in _SELF_TREE]
    return [row | {"target_source": "年度绩效目标"} if row["target_value"] else row for row in rows]


def _panel_scores() -> list[dict[str, str]]:
    rows = _shipped("PT-2021-PRE", PRE)
    parents = {row["parent_code"] for row in rows}
    leaves = [row for row in rows if row["ind_code"] not in parents]
    return [
        _of(PRE, project)
        | {"ind_code": leaf["ind_code"], "expert_no": expert, "score": str(Decimal(leaf["weight"]) - off)}
        | {"signed_on": "2020-04-20"}
        for project, severity in _PROJECTS.items()
        for place, leaf in enumerate(leaves)
        for seat, expert in enumerate(_EXPERTS)
        for off in (severity * _HALF_POINTS_OFF[(place + seat) % 5] * Decimal("0.5"),)
    ]


def _self_results() -> list[dict[str, str]]:
    names = ("actual_value", "score", "reason", "improvement")
    return [
        _of(SELF, "XM-2020-01")
        | {"ind_code": each[0], "as_of_date": "2020-12-31"}
        | dict(zip(names, each[8:], strict=True))
        for each in _SELF_TREE
        if any(each[8:])
    ]


def _provider_results() -> list[dict[str, str]]:
    rows = []
    for provider, (points, rates, _) in _PROVIDERS.items():
        found = [("score", value) for value in points] + [("actual_value", value) for value in rates]
        for (code, full), (column, value) in zip(_FULL.items(), found, strict=True):
            told = {} if value == full else {"reason": _REASONS[code], "improvement": _IMPROVEMENTS[code]}
            rows.append(_of(POST, provider) | {"ind_code": code, "as_of_date": _LAST_DAY, column: value} | told)
        if provider in _LATE:
            rows.append(_of(POST, provider) | {"ind_code": "B3", "as_of_date": _LAST_DAY} | _LATENESS)
        rows.append(_of(POST, provider) | {"ind_code": "C1", "as_of_date": _LAST_DAY, "reason": _UNHAPPY} | _MENDED)
    return rows


_LATENESS = {"reason": "数据源迟到，个别交付晚于工单期限", "improvement": "提前对接数据源单位"}
_UNHAPPY = "部分使用部门反映数据更新不及时"
_MENDED = {"improvement": "按使用部门约定更新周期"}


_REASONS = {
    "A1": "驻场人员更换未及时报备",
    "A2": "部分执行计划未写明验收方案",
    "A3": "个别月份进度报告迟交",
    "B1": "工单跨期未验收",
    "B2": "首次验收后补充材料",
}
_IMPROVEMENTS = {
    "A1": "人员变动三日内报备",
    "A2": "执行计划按规范补全",
    "A3": "每月五日前报送",
    "B1": "与运营商核对工单期限",
    "B2": "交付前自查",
}


def _answers() -> list[dict[str, str]]:
    rows = [
        _of(POST, provider) | {"ind_code": "C1", "group_name": "数据使用部门"} | _counted(answers)
        for provider, (_, _, answers) in _PROVIDERS.items()
    ]
    return [
        *rows,
        _of(SELF, "XM-2020-01") | {"ind_code": "D1", "group_name": "数据使用部门"} | _counted((60, 30, 8, 2, 0)),
    ]


def _counted(answers: tuple[int, ...]) -> dict[str, str]:
    total = str(sum(answers))
    return dict(zip(_ANSWERS, map(str, answers), strict=True)) | {"n_sent": total, "n_valid": total}


def _conclusions() -> list[dict[str, str]]:
    day = {"concluded_on": "2020-04-24", "feedback_on": "2020-04-27"}
    return [
        _of(PRE, "XM-2020-01") | {"eval_no": "PG-2020-01", "conclusion": "SUPPORT"} | day,
        _of(PRE, "XM-2020-02") | {"eval_no": "PG-2020-02", "conclusion": "ADJUST"} | day,
    ]


def _of(scheme_no: str, subject_code: str) -> dict[str, str]:
    return {"scheme_no": scheme_no, "subject_code": subject_code}
