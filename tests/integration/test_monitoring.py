"""Monitoring lights and scores side by side, every figure by value."""

from decimal import Decimal

import pytest

from expectations.judge_process import JudgeProcess
from orchestration.evaluation import Evaluated, evaluate
from tests.integration.conftest import Desk, Row


def score(desk: Desk, judge_process: JudgeProcess, scheme_no: str | None = None) -> Evaluated:
    evaluated = evaluate(desk.home, settings=desk.settings, judge_process=judge_process, scheme_no=scheme_no)
    assert evaluated.verdict == "PUBLISHED", [each for each in evaluated.findings if not each.success]
    return evaluated


def warnings(evaluated: Evaluated) -> dict[str, str]:
    return {each.expectation: each.sample for each in evaluated.findings if not each.success}


def a_scheme(scheme_no: str, stage: str = "POST", **given: object) -> Row:
    return {"scheme_no": scheme_no, "version": "1", "object_kind": "PROJECT", "stage": stage} | given


def a_sheet(scheme_no: str, total: str, *, subject_code: str = "A", second: str = "成效") -> list[Row]:
    """Half of the total each for two leaves of 50."""
    leaf = {"scheme_no": scheme_no, "subject_code": subject_code, "weight": "50", "score": str(Decimal(total) / 2)}
    return [leaf | {"level1": "产出", "level2": "数量"}, leaf | {"level1": second, "level2": "满意"}]


def an_indicator(ind_code: str, target: str, **given: object) -> Row:
    row = {"scheme_no": "M", "ind_code": ind_code, "name": ind_code, "weight": "10", "target_value": target}
    return row | {"direction": "≥", "scoring_rule": "GIVEN"} | given


# Indicator, target, month and cumulative value, and the light that follows.
LIGHTS = (
    # of 60 due by June: below 36 is red, from 48 on green
    ("35.999999", "120", "2020-06", "35.999999", "RED"),
    ("36", "120", "2020-06", "36", "YELLOW"),
    ("47.999999", "120", "2020-06", "47.999999", "YELLOW"),
    ("48", "120", "2020-06", "48", "GREEN"),
    ("A THIRD", "100", "2020-04", "33.333333", "GREEN"),
    ("NOTHING DONE", "120", "2020-06", "0", "RED"),
    ("NOTHING GIVEN", "120", "2020-06", "", None),
    ("NO TARGET", "", "2020-06", "5", None),
    ("TARGET OF WORDS", "约一百", "2020-06", "5", None),
    ("TARGET OF NOUGHT", "0", "2020-06", "5", None),
)
SICHUAN = (
    # June's threshold is 40 %, and half of the year is due: 40 % lies ten points behind
    ("BELOW", "2020-06", "39.99", "RED", True),
    ("ON THE THRESHOLD", "2020-06", "40", "RED", False),
    ("NOT TEN POINTS BEHIND", "2020-06", "40.01", "GREEN", False),
    # August's is 60 %; no threshold stands in July, 10 points behind 58.33 % is 48.33 %
    ("AUGUST", "2020-08", "59.99", "RED", True),
    ("JULY", "2020-07", "48.34", "GREEN", False),
    ("JULY BEHIND", "2020-07", "48.33", "RED", False),
)


@pytest.fixture(scope="module")
def monitored(tmp_path_factory: pytest.TempPathFactory, judge_process: JudgeProcess) -> Desk:
    desk = Desk(tmp_path_factory.mktemp("lights"), judge_process)
    row = {"scheme_no": "M", "subject_code": "A"}
    by_sichuan = '{"monitor": "SICHUAN"}'
    desk.receive(
        perf_scheme=[a_scheme("M", "MONITOR", evidence_to="2020-12-31")],
        perf_indicator=[
            *(an_indicator(name, target) for name, target, *_ in LIGHTS),
            *(an_indicator(name, "100", rule_params=by_sichuan) for name, *_ in SICHUAN),
            an_indicator("AT MOST", "10", direction="≤"),
            an_indicator("E1", "", name="预算执行率", unit="%"),
        ],
        monitor_row=[
            *(row | {"ind_code": name, "month": month, "value": value} for name, _, month, value, _ in LIGHTS),
            *(
                row | {"ind_code": name, "month": month, "value": value, "subject_code": "B"}
                for name, month, value, *_ in SICHUAN
            ),
            row | {"ind_code": "AT MOST", "month": "2020-06", "value": "11"},
            row | {"ind_code": "NOT OF IT", "month": "2020-06", "value": "11"},
            # 30 of 50 % due: 60 %
            row
            | {"ind_code": "E1", "month": "2020-06", "value": "30", "subject_code": "C", "forecast": "95"}
            | {"cause_funds": "资金到位晚", "likelihood": "POSSIBLE"},
            row | {"ind_code": "48", "month": "2020-06", "value": "48", "subject_code": "C"},
            row | {"ind_code": "48", "month": "2020-07", "value": "70", "subject_code": "C"},
        ],
        indicator_result=[row | {"ind_code": "36", "score": "5"}],
    )
    score(desk, judge_process)
    return desk


def light(desk: Desk, subject_code: str, ind_code: str, month: str = "2020-06") -> Row:
    [found] = [
        row
        for row in desk.table("monitor_light")
        if (row["subject_code"], row["ind_code"], row["month"]) == (subject_code, ind_code, month)
    ]
    return found


@pytest.mark.parametrize(("indicator", "month", "expected"), [(name, month, hue) for name, _, month, _, hue in LIGHTS])
def test_a_light_is_progress_against_the_time_of_the_year(
    monitored: Desk, indicator: str, month: str, expected: str | None
) -> None:
    assert light(monitored, "A", indicator, month)["light"] == expected


def test_a_light_shows_what_is_due_and_the_progress(monitored: Desk) -> None:
    row = light(monitored, "A", "48")

    assert (row["value"], row["due_value"], row["progress_rate"]) == (Decimal(48), Decimal(60), Decimal("0.8"))
    assert row["basis"] == "填报 typed：48 ÷ (120 × 6÷12)，红 red <0.6，绿 green ≥0.8"


@pytest.mark.parametrize(("indicator", "month", "value", "expected", "is_below"), SICHUAN)
def test_a_set_with_thresholds_turns_red_below_them_and_ten_points_behind(
    monitored: Desk, indicator: str, month: str, value: str, expected: str, is_below: bool
) -> None:
    row = light(monitored, "B", indicator, month)

    assert row["light"] == expected
    assert ("进度低于" in str(row["basis"])) == is_below


def test_what_time_does_not_judge_has_no_light(monitored: Desk) -> None:
    assert light(monitored, "A", "AT MOST")["light"] is None
    assert light(monitored, "A", "NOT OF IT")["light"] is None


def test_a_budget_is_to_be_executed_whole_and_its_causes_are_shown(monitored: Desk) -> None:
    row = light(monitored, "C", "E1")

    assert (row["due_value"], row["progress_rate"], row["light"]) == (Decimal(50), Decimal("0.6"), "YELLOW")
    assert (row["forecast"], row["cause_funds"], row["likelihood"]) == (Decimal(95), "资金到位晚", "POSSIBLE")


def test_a_subject_is_as_well_as_its_worst_indicator_of_the_month(monitored: Desk) -> None:
    assert light(monitored, "A", "*")["light"] == "RED"
    assert light(monitored, "A", "*", "2020-04")["light"] == "GREEN"
    assert light(monitored, "C", "*")["light"] == "YELLOW"
    assert light(monitored, "C", "*", "2020-07")["light"] == "GREEN"


def test_scores_stand_beside_those_of_this_run_or_of_the_newest_run_that_scored_the_other(
    desk: Desk, judge_process: JudgeProcess
) -> None:
    desk.receive(
        perf_scheme=[a_scheme("BEFORE", "PRE"), a_scheme("AFTER", compared_scheme_no="BEFORE")],
        score_sheet=[*a_sheet("BEFORE", "95", second="效益"), *a_sheet("AFTER", "79")],
    )
    expected = [
        # 79 % against 95 %; 成效 is 效益 to nobody
        ("*", "0.790000", "0.950000", "-0.160000", "中", "优"),
        ("产出", "0.790000", "0.950000", "-0.160000", None, None),
        ("产出 / 数量", None, None, None, None, None),
        ("成效", "0.790000", None, None, None, None),
    ]
    score(desk, judge_process)

    def compared() -> list[tuple[object, ...]]:
        names = ("score_rate", "compared_score_rate", "rate_difference")
        return [
            (
                row["path"],
                *(None if row[name] is None else f"{row[name]:f}" for name in names),
                row["grade"],
                row["compared_grade"],
            )
            for row in desk.table("score_comparison")
            if row["path"] in ("*", "产出", "成效")
        ]

    assert compared() == [row for row in expected if row[0] != "产出 / 数量"]

    desk.receive(score_sheet=[row | {"edition": "2"} for row in a_sheet("AFTER", "89")])
    score(desk, judge_process, "AFTER")

    assert compared()[0] == ("*", "0.890000", "0.950000", "-0.060000", "良", "优")


def test_what_was_never_scored_is_no_comparison_and_is_warned_of(desk: Desk, judge_process: JudgeProcess) -> None:
    desk.receive(
        perf_scheme=[a_scheme("AFTER", compared_scheme_no="BEFORE")],
        score_sheet=a_sheet("AFTER", "79"),
    )

    evaluated = score(desk, judge_process)

    assert desk.table("score_comparison") == []
    assert warnings(evaluated)["every_compared_framework_was_scored"] == "AFTER / BEFORE"
