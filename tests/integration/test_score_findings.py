"""Every kind of finding is tested with a report that is wrong, one that is right and one on the edge."""

import pytest

from expectations.judge_process import JudgeProcess
from interface.paths import PROJECT
from tests.integration.conftest import Desk, Row
from tests.integration.finding_cases import ACTUAL, TARGET, WINDOW, Case, Found, fact, leaf
from tests.integration.finding_cases_facts import SERIES_FACTS, TARGET_FACTS
from tests.integration.finding_cases_sheets import SHEETS, STATED
from tests.integration.finding_cases_trees import TREES
from tests.integration.test_evaluations import needs_cases, printed

CASES = (*SHEETS, *TREES, *STATED, *SERIES_FACTS, *TARGET_FACTS)
NUMBERS = {case.name: f"S{number:03}" for number, case in enumerate(CASES)}


def rows_of(case: Case) -> dict[str, list[Row]]:
    """The case's rows under its own framework, whose total is 20 and whose documents and evidence are its own."""
    number = NUMBERS[case.name]
    scheme = {"scheme_no": number, "version": 1, "object_kind": "PROJECT", "stage": "POST", "total_score": 20}
    tables: dict[str, list[Row]] = {"perf_scheme": [scheme | case.scheme]}
    for name, rows in case.tables.items():
        tables[name] = [row | {"scheme_no": number} for row in rows]
    for row in tables.get("stated_fact", []):
        row["document"] = f"{row['document']} {number}"
        row["subject"] = f"{row['subject']} {number}" if row.get("subject") else ""
    for row in [*tables.get("evidence", []), *(r for r in tables.get("indicator_result", []) if r.get("evidence_no"))]:
        row["evidence_no"] = f"{row['evidence_no']} {number}"
    return tables


@pytest.fixture(scope="module")
def findings(tmp_path_factory: pytest.TempPathFactory, judge_process: JudgeProcess) -> list[Row]:
    """What one evaluation of every case finds."""
    desk = Desk(tmp_path_factory.mktemp("findings"), judge_process)
    tables: dict[str, list[Row]] = {
        "unit_conversion": [{"from_unit": "小时", "to_unit": "分钟", "factor": 60}],
    }
    for case in CASES:
        for name, rows in rows_of(case).items():
            tables.setdefault(name, []).extend(rows)
    desk.receive(**tables)
    evaluated = desk.evaluate()
    assert evaluated.verdict == "PUBLISHED", [each for each in evaluated.findings if not each.success]
    return desk.table("score_finding")


def told(row: Row) -> Found:
    node, stated_text, computed = (
        None if row[name] is None else str(row[name]) for name in ("node", "stated", "computed")
    )
    return str(row["kind"]), node, stated_text, computed


def found_in(findings: list[Row], scheme_no: str) -> list[Found]:
    return sorted((told(row) for row in findings if row["scheme_no"] == scheme_no), key=repr)


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in CASES])
def test_a_report_is_held_against_itself(case: Case, findings: list[Row]) -> None:
    assert found_in(findings, NUMBERS[case.name]) == list(case.found)


def test_a_merged_cell_is_a_note_and_a_missing_score_a_defect(findings: list[Row]) -> None:
    severities = {row["scheme_no"]: row["severity"] for row in findings if row["kind"] == "BLANK_LEAF"}

    assert severities[NUMBERS["a-merged-cell-is-a-note"]] == "NOTE"
    assert severities[NUMBERS["a-weight-without-a-score"]] == "DEFECT"


def test_every_kind_is_found_somewhere_and_told_in_two_languages(findings: list[Row]) -> None:
    assert len({row["kind"] for row in findings}) == 19
    for row in findings:
        assert any("一" <= letter <= "鿿" for letter in str(row["message"])), row
        assert str(row["message_en"]).strip(), row


SAMPLE = PROJECT / "ingest" / "sample" / "published_reports"
REPORTS_FOUND = [
    # Printed as merged cells: no weight, no score.
    *((("BLANK_LEAF", code, None, None), "NOTE") for code in ("B22", "C22", "C23")),
    # The text has 42 indicators met and 6 not; of the 48 leaves 41 have their full score.
    (("COUNT_DIFFERS", None, "42", "41"), "DEFECT"),
    (("COUNT_DIFFERS", None, "6", "7"), "DEFECT"),
    # The window ends on 2021-01-31: eight figures of April 2021 at C13, of May four at D11, one at D12 and one at D23.
    *[(("EVIDENCE_OUTSIDE_WINDOW", "C13", "2021-04-30", "2020-05-08..2021-01-31"), "DEFECT")] * 8,
    *[(("EVIDENCE_OUTSIDE_WINDOW", "C21", "2020-04-30", "2020-05-08..2021-01-31"), "DEFECT")] * 5,
    *[(("EVIDENCE_OUTSIDE_WINDOW", "D11", "2021-05-31", "2020-05-08..2021-01-31"), "DEFECT")] * 4,
    *((("EVIDENCE_OUTSIDE_WINDOW", code, "2021-05-31", "2020-05-08..2021-01-31"), "DEFECT") for code in ("D12", "D23")),
    # 231.41 − 65.66 and 701.00 − 344.43; 15,561 − 10,107 and 26,910 − 20,936; 7,450 − 3,869 and 25,866 − 21,600
    (("OPENING_DIFFERS", "归集数据", "165.75 亿条", "356.57 亿条"), "DEFECT"),
    (("OPENING_DIFFERS", "资源目录", "5454 个", "5974 个"), "DEFECT"),
    (("OPENING_DIFFERS", "目录挂载", "3581 个", "4266 个"), "DEFECT"),
    (("OVER_ACHIEVED", "数据监测质量评估次数", "23 次", "12 次"), "NOTE"),
    (("OVER_ACHIEVED", "自然人相关数据项的标准化及治理完成数", "3288 个", "800 个"), "NOTE"),
    (("OVER_ACHIEVED", "法人相关数据项的标准化及治理完成数", "1057 个", "600 个"), "NOTE"),
    (("OVER_ACHIEVED", "空间地理相关数据项的标准化及治理完成数", "136 个", "100 个"), "NOTE"),
    # 389 ÷ 398
    (("RATIO_DIFFERS", "需求满足率", "79.2 %", "97.74 %"), "DEFECT"),
    *(
        (("SAME_FIGURE_TWO_DATES", measure, figure, "2020-04-30, 2021-04-30"), "DEFECT")
        for measure, figure in (
            ("数据平均归集时间", "13.2 天"),
            ("本月共享需求", "305 个"),
            ("本月归集数据", "26.88 亿条"),
            ("资源共享次数", "3811.09 万次"),
            ("资源目录", "6740 个"),
        )
    ),
    (("TARGET_MISSED_FULL_SCORE", "C12", "9 份", "10 个"), "DEFECT"),
    (("TWO_FIGURES_ONE_DATE", "外部数据使用部门满意度", "95.56 %", "100 %"), "DEFECT"),
    (("TWO_FIGURES_ONE_DATE", "年初预算", "4391.8 万元", "4500 万元"), "DEFECT"),
    (("TWO_FIGURES_ONE_DATE", "服务单位数", "44 家", "51 家"), "DEFECT"),
    (("UNIT_MISMATCH", "开放数据集扩展情况", "800 家", "51 个"), "DEFECT"),
    (("UNIT_MISMATCH", "数据准确率", "70 %", "76.38 分"), "DEFECT"),
]


def test_two_published_reports_have_these_defects_and_no_other(desk: Desk) -> None:
    desk.receive_folder(SAMPLE)

    assert desk.evaluate().verdict == "PUBLISHED"

    found = [(told(row), str(row["severity"])) for row in desk.table("score_finding")]
    assert sorted(found, key=repr) == sorted(REPORTS_FOUND, key=repr)


@needs_cases
def test_a_published_report_that_is_right_has_no_finding(desk: Desk) -> None:
    desk.receive(
        score_sheet=printed("henan_2024_post", "HN"),
        stated_result=[
            {"scheme_no": "HN", "subject_code": "P", "node": node, "stated_score": score, "stated_rate": rate}
            | {"stated_grade": grade}
            # 10.40 ÷ 15, 11.47 ÷ 25, 19.88 ÷ 25 and 23.25 ÷ 35
            for node, score, rate, grade in (
                ("", "65.00", "", "中"),
                ("A 决策", "10.40", "69.33", ""),
                ("B 过程", "11.47", "45.88", ""),
                ("C 产出", "19.88", "79.52", ""),
                ("D 效益", "23.25", "66.43", ""),
            )
        ],
    )

    assert desk.evaluate().verdict == "PUBLISHED"

    assert desk.table("score_finding") == []


def test_a_document_that_bears_the_name_of_a_framework_belongs_to_it(desk: Desk) -> None:
    scheme = {"version": 1, "object_kind": "PROJECT", "stage": "POST", "total_score": 10}
    desk.receive(
        perf_scheme=[scheme | {"scheme_no": "S", "scheme_name": "数据运营评价"}, scheme | {"scheme_no": "S2"}],
        score_sheet=[leaf("A1 标准", scheme_no="S"), leaf("A1 标准", scheme_no="S2")],
        stated_fact=[
            row
            for document in ("数据运营评价", "S2报告", "S3报告")
            for row in (
                fact(10, "个", "TARGET", **TARGET, document=document),
                fact(9, "个", "ACTUAL", **ACTUAL, document=document),
            )
        ],
    )

    assert desk.evaluate().verdict == "PUBLISHED"

    missed = ("TARGET_MISSED_FULL_SCORE", "A1", "9 个", "10 个")
    assert [(row["scheme_no"], told(row)) for row in desk.table("score_finding")] == [("S", missed), ("S2", missed)]


def test_a_home_of_one_framework_holds_facts_that_name_none_against_it(desk: Desk) -> None:
    # 9 of 10 with full score; 23 as of a day after the window.
    desk.receive(
        perf_scheme=[
            {"scheme_no": "S", "version": 1, "object_kind": "PROJECT", "stage": "POST", "total_score": 10} | WINDOW
        ],
        score_sheet=[leaf("A1 标准", scheme_no="S")],
        stated_fact=[
            fact(10, "个", "TARGET", **TARGET),
            fact(9, "个", "ACTUAL", **ACTUAL),
            fact(23, "次", "ACTUAL", place="A1", measure="评估", as_of_date="2021-04-30"),
        ],
    )

    assert desk.evaluate().verdict == "PUBLISHED"

    assert found_in(desk.table("score_finding"), "S") == [
        ("EVIDENCE_OUTSIDE_WINDOW", "A1", "2021-04-30", "2020-05-08..2021-01-31"),
        ("TARGET_MISSED_FULL_SCORE", "A1", "9 个", "10 个"),
    ]
