"""Printed score tables and frameworks are scored from their leaves; editions keep scores beside settlements."""

import csv
from decimal import Decimal

import pytest

from interface.paths import PROJECT
from tests.integration.conftest import Desk, Row, a_contract, a_delivery

CASES = PROJECT.parent / "shared" / "cases"
needs_cases = pytest.mark.skipif(not CASES.is_dir(), reason=f"the published score tables are not in {CASES}")


def printed(case: str, scheme_no: str) -> list[Row]:
    with (CASES / f"{case}.csv").open(encoding="utf-8", newline="") as stream:
        return [{"scheme_no": scheme_no, "subject_code": "P", **row} for row in csv.DictReader(stream)]


def a_leaf(level1: str, level2: str = "", **given: object) -> Row:
    leaf = {"scheme_no": "S", "subject_code": "P", "level1": level1, "level2": level2, "weight": "10", "score": "10"}
    return leaf | given


def an_indicator(ind_code: str, parent_code: str = "", **given: object) -> Row:
    indicator = {"scheme_no": "S", "ind_code": ind_code, "parent_code": parent_code, "name": f"指标{ind_code}"}
    return indicator | {"weight": "10", "scoring_rule": "GIVEN"} | given


def a_result(ind_code: str, score: object, **given: object) -> Row:
    return {"scheme_no": "S", "subject_code": "P", "ind_code": ind_code, "score": score, "status": ""} | given


def a_scheme(**given: object) -> Row:
    return {"scheme_no": "S", "version": "1", "object_kind": "PROJECT", "stage": "POST"} | given


def by_name(desk: Desk, scheme_no: str, level: int = 1) -> dict[str, tuple[Decimal, Decimal]]:
    nodes = desk.table("score_node")
    return {
        str(row["node"]): (row["score"], row["weight"])
        for row in nodes
        if row["scheme_no"] == scheme_no and row["level"] == level
    }


def summary(desk: Desk, scheme_no: str = "S", subject_code: str = "P") -> Row:
    rows = [
        row
        for row in desk.table("score_summary")
        if (row["scheme_no"], row["subject_code"]) == (scheme_no, subject_code)
    ]
    assert len(rows) == 1
    return rows[0]


@needs_cases
def test_published_score_tables_give_what_their_reports_print(desk: Desk) -> None:
    sheets = [
        *printed("shanghai_2020_post", "SH"),
        *printed("minhang_2022_pre", "MH"),
        *printed("henan_2024_post", "HN"),
    ]
    desk.receive(score_sheet=sheets)

    assert desk.evaluate().verdict == "PUBLISHED"

    assert by_name(desk, "SH") == {
        "A 决策": (Decimal("11.400"), Decimal(20)),
        "B 过程": (Decimal("17.600"), Decimal(20)),
        "C 产出": (Decimal(30), Decimal(30)),
        "D 效益": (Decimal(30), Decimal(30)),
    }
    assert {name: score for name, (score, _) in by_name(desk, "MH").items()} == {
        "项目决策(50%)": Decimal(48),
        "项目管理(30%)": Decimal(30),
        "项目绩效(20%)": Decimal(20),
    }
    assert [score for score, _ in by_name(desk, "HN").values()] == [
        Decimal("10.400"),
        Decimal("11.470"),
        Decimal("19.880"),
        Decimal("23.250"),
    ]
    shanghai, minhang, henan = summary(desk, "SH"), summary(desk, "MH"), summary(desk, "HN")
    assert (shanghai["total_score"], shanghai["grade"]) == (Decimal(89), "良")
    assert (shanghai["met_count"], shanghai["unmet_count"]) == (41, 7)
    assert (minhang["total_score"], minhang["total_weight"], minhang["grade"]) == (Decimal(98), Decimal(100), "优")
    assert minhang["not_assessed_count"] == 0
    assert (henan["total_score"], henan["grade"]) == (Decimal(65), "中")
    assert len([row for row in desk.table("score_indicator") if row["scheme_no"] == "SH"]) == 48
    notes = [row for row in desk.table("score_finding") if row["scheme_no"] == "MH"]
    assert [(row["kind"], row["severity"]) for row in notes] == [("BLANK_LEAF", "NOTE")] * 3


def test_not_assessed_not_applicable_and_zero_are_three_things(desk: Desk) -> None:
    # B21 does not apply: its 10 go to B22 (10, then 20); B1's 10 is not assessed; B3's 10 is a zero.
    desk.receive(
        perf_scheme=[a_scheme()],
        perf_indicator=[
            an_indicator("A", weight="60"),
            an_indicator("B1", weight="10"),
            an_indicator("B2", weight="20"),
            an_indicator("B21", "B2"),
            an_indicator("B22", "B2"),
            an_indicator("B3", weight="10"),
        ],
        indicator_result=[
            a_result("A", "54"),
            a_result("B1", "", status="NOT_ASSESSED"),
            a_result("B21", "", status="NOT_APPLICABLE"),
            a_result("B22", "9"),
            a_result("B3", "0"),
        ],
    )

    assert desk.evaluate().verdict == "PUBLISHED"

    leaves = {row["ind_code"]: row for row in desk.table("score_indicator")}
    told = {code: (row["status"], row["weight"], row["score"]) for code, row in leaves.items()}
    assert told == {
        "A": ("SCORED", Decimal(60), Decimal(54)),
        "B1": ("NOT_ASSESSED", Decimal(10), None),
        "B21": ("NOT_APPLICABLE", None, None),
        "B22": ("SCORED", Decimal(20), Decimal(18)),
        "B3": ("SCORED", Decimal(10), Decimal(0)),
    }
    assert leaves["B21"]["framework_weight"] == Decimal(10)
    whole = summary(desk)
    assert (whole["total_score"], whole["total_weight"], whole["assessed_weight"]) == (
        Decimal(72),
        Decimal(100),
        Decimal(90),
    )
    # 72 of the 90 that were assessed are exactly 80 per cent.
    assert (whole["score_rate"], whole["grade"]) == (Decimal("0.8"), "良")
    assert (whole["not_assessed_count"], whole["not_applicable_count"]) == (1, 1)


def test_the_weight_of_a_group_that_does_not_apply_goes_to_its_sisters_to_the_last_thousandth(desk: Desk) -> None:
    # 10 shared by 3 : 3 : 1 is 4.285714…, 4.285714…, 1.428571…: thousandths left over go to the largest remainders.
    desk.receive(
        perf_indicator=[
            an_indicator("A", weight="3"),
            an_indicator("B", weight="3"),
            an_indicator("C", weight="1"),
            an_indicator("D", weight="3"),
            an_indicator("D1", "D", weight="2"),
            an_indicator("D2", "D", weight="1"),
        ],
        indicator_result=[
            a_result("A", "3"),
            a_result("B", "1.5"),
            a_result("C", "1"),
            a_result("D1", "", status="NOT_APPLICABLE"),
            a_result("D2", "", status="NOT_APPLICABLE"),
        ],
    )

    desk.evaluate()

    leaves = {row["ind_code"]: (row["weight"], row["score"]) for row in desk.table("score_indicator")}
    assert leaves["A"] == (Decimal("4.286"), Decimal("4.286"))
    assert leaves["B"] == (Decimal("4.286"), Decimal("2.143"))
    assert leaves["C"] == (Decimal("1.428"), Decimal("1.428"))
    assert summary(desk)["total_weight"] == Decimal(10)


GRADES = [
    ("CY10", "90", "优"),
    ("CY10", "89.999", "良"),
    ("CY10", "60", "中"),
    ("CY10", "59.999", "差"),
    ("FIVE", "74", "中"),
    ("FIVE", "69.999", "合格"),
    ("DEPARTMENT", "74", "合格"),
    ("DEPARTMENT", "75", "良好"),
    ("GOAL", "60", "低"),
    ("GOAL", "0", "差"),
]


def test_a_grade_is_taken_from_the_stored_scale_before_any_rounding(desk: Desk) -> None:
    schemes = {f"{scale}-{score}": (scale, score, grade) for scale, score, grade in GRADES}
    desk.receive(
        perf_scheme=[a_scheme(scheme_no=name, grade_scale=scale) for name, (scale, _, _) in schemes.items()],
        perf_indicator=[an_indicator("A", scheme_no=name, weight="100") for name in schemes],
        indicator_result=[a_result("A", score, scheme_no=name) for name, (_, score, _) in schemes.items()],
    )

    desk.evaluate()

    graded = {row["scheme_no"]: (row["grade_scale"], row["grade"]) for row in desk.table("score_summary")}
    assert graded == {name: (scale, grade) for name, (scale, _, grade) in schemes.items()}


def test_a_scale_of_ones_own_goes_before_the_shipped_one_from_its_day_on(desk: Desk) -> None:
    desk.receive(
        grade_band=[
            {"grade_scale": "CY10", "effective_from": "2021-01-01", "grade": "通过", "from_score": "50"},
            {"grade_scale": "CY10", "effective_from": "2021-01-01", "grade": "不通过", "from_score": "0"},
        ],
        perf_scheme=[
            a_scheme(scheme_no="BEFORE", evidence_to="2020-12-31"),
            a_scheme(scheme_no="AFTER", evidence_to="2021-01-01"),
        ],
        perf_indicator=[an_indicator("A", scheme_no=each, weight="100") for each in ("BEFORE", "AFTER")],
        indicator_result=[a_result("A", "85", scheme_no=each) for each in ("BEFORE", "AFTER")],
    )

    desk.evaluate()

    assert summary(desk, "BEFORE")["grade"] == "良"
    assert summary(desk, "AFTER")["grade"] == "通过"


def test_the_highest_version_of_a_framework_counts_and_ten_comes_after_nine(desk: Desk) -> None:
    desk.receive(
        perf_scheme=[a_scheme(version=each) for each in ("9", "10")],
        perf_indicator=[
            an_indicator("A", weight="100", version="9"),
            an_indicator("A", weight="40", version="10"),
            an_indicator("B", weight="60"),
        ],
        indicator_result=[a_result("A", "30"), a_result("B", "60")],
    )

    desk.evaluate()

    whole = summary(desk)
    assert (whole["scheme_version"], whole["total_weight"], whole["total_score"]) == ("10", Decimal(100), Decimal(90))


def test_a_corrected_sheet_takes_the_place_of_the_one_before(desk: Desk) -> None:
    desk.receive(score_sheet=[a_leaf("A"), a_leaf("B")])
    desk.evaluate()
    desk.receive(score_sheet=[a_leaf("A", edition="2", score="7"), a_leaf("C", edition="2")])

    assert desk.evaluate().verdict == "PUBLISHED"

    assert sorted((row["ind_code"], row["score"]) for row in desk.table("score_indicator")) == [
        ("A", Decimal(7)),
        ("C", Decimal(10)),
    ]


@pytest.mark.parametrize(
    "parents",
    [
        pytest.param({"A": "", "B": "MISSING"}, id="parent-missing"),
        pytest.param({"A": "", "B": "C", "C": "B"}, id="ring"),
        pytest.param({"A": "", "B": "A", "C": "B", "D": "C", "E": "D"}, id="five-levels"),
    ],
)
def test_an_indicator_that_hangs_on_nothing_refuses_the_evaluation(desk: Desk, parents: dict[str, str]) -> None:
    desk.receive(
        perf_indicator=[an_indicator(code, parent) for code, parent in parents.items()],
        indicator_result=[a_result("A", "10")],
    )

    evaluated = desk.evaluate()

    assert evaluated.verdict == "REFUSED"
    failed = {each.expectation for each in evaluated.findings if each.severity == "BLOCK" and not each.success}
    assert "every_indicator_hangs_on_a_root" in failed
    assert not desk.home.pointer.exists()


def test_one_framework_is_evaluated_anew_and_the_others_stay_as_they_were(desk: Desk) -> None:
    desk.receive(score_sheet=[a_leaf("A"), a_leaf("A", scheme_no="T", score="5")])
    desk.evaluate()
    assert desk.evaluate().verdict == "NOTHING_NEW"
    desk.receive(score_sheet=[a_leaf("B", score="3"), a_leaf("B", scheme_no="T", score="3")])

    assert desk.evaluate(scheme_no="S").verdict == "PUBLISHED"

    assert (summary(desk)["total_score"], summary(desk, "T")["total_score"]) == (Decimal(13), Decimal(5))
    assert desk.evaluate().verdict == "PUBLISHED"
    assert (summary(desk)["total_score"], summary(desk, "T")["total_score"]) == (Decimal(13), Decimal(8))


def test_settlements_and_evaluations_share_one_chain_and_do_not_touch_each_other(desk: Desk) -> None:
    desk.receive(**a_contract(), delivery=[a_delivery("D1")], score_sheet=[a_leaf("A")])
    desk.settle("2020-03")
    booked = desk.lines()
    desk.evaluate()

    assert desk.settle("2020-03").verdict == "NOTHING_NEW"
    desk.receive(delivery=[a_delivery("D2", delivered_at="2020-04-02T10:00:00+08:00")])
    assert desk.settle("2020-04").verdict == "PUBLISHED"

    assert [row["run_type"] for row in desk.runs()] == ["INITIAL", "EVALUATION", "INITIAL"]
    assert [line for line in desk.lines() if line[0] == "2020-03"] == booked
    assert summary(desk)["total_score"] == Decimal(10)
    assert [row["payable_amt"] for row in desk.table("settlement")] == [Decimal("120.00")] * 2
