"""What follows from grades and conclusions: budgets, plans and their days, every figure by value."""

from datetime import date
from decimal import Decimal

import pytest

from expectations.judge_process import JudgeProcess
from tests.integration.conftest import Desk, Row
from tests.integration.test_monitoring import a_scheme, a_sheet, score, warnings


@pytest.fixture(scope="module")
def concluded(tmp_path_factory: pytest.TempPathFactory, judge_process: JudgeProcess) -> Desk:
    """Post-evaluations of every grade and pre-evaluations of every conclusion."""
    desk = Desk(tmp_path_factory.mktemp("consequences"), judge_process)
    totals = {"P90": "90", "P80": "80", "P79": "79.998", "P60": "60", "P59": "59.998", "LATE": "70", "MENDED": "70"}
    followed = {
        "P60": {"feedback_on": "2021-01-10"},
        # 60 days after 10 January 2021 is 11 March; long past
        "LATE": {"feedback_on": "2021-01-10", "rectified_on": "2021-03-12"},
        "MENDED": {"feedback_on": "2021-01-10", "rectified_on": "2021-03-11"},
        "P59": {"feedback_on": "2999-01-01"},
    }
    conclusions = {"SUPPORT": {"adopted": "yes"}, "ADJUST": {}, "PARTIAL": {"supported_content": "一期"}}
    conclusions |= {"REJECT": {"concluded_on": "2020-02-29"}, "REJECT AGAIN": {"concluded_on": "2998-02-28"}}
    desk.receive(
        perf_scheme=[
            *(a_scheme(name, "FINANCE", pro_code="X1") for name in totals),
            *(a_scheme(name, "PRE") for name in conclusions),
            a_scheme("SELF", "SELF"),
        ],
        score_sheet=[
            *(leaf for name, total in totals.items() for leaf in a_sheet(name, total)),
            *a_sheet("SELF", "10"),
            *(leaf for name in conclusions for leaf in a_sheet(name, "10")),
        ],
        budget_project=[
            {"pro_code": "X1", "fiscal_year": "2020", "reply_amt": "900"},
            {"pro_code": "X1", "fiscal_year": "2021", "reply_amt": "1000", "adj_amt": "-200"},
        ],
        evaluation_result=[
            *(
                {"eval_no": f"E {name}", "scheme_no": name, "subject_code": "A", "conclusion": ""} | given
                for name, given in followed.items()
            ),
            *(
                {"eval_no": f"E {name}", "scheme_no": name, "subject_code": "A"}
                | {"conclusion": name.removesuffix(" AGAIN")}
                | given
                for name, given in conclusions.items()
            ),
        ],
    )
    evaluated = score(desk, judge_process)
    partial = "partial_support_says_what_is_supported_and_what_is_not"
    assert warnings(evaluated)[partial] == "E PARTIAL PARTIAL A"
    return desk


def consequences(desk: Desk, scheme_no: str) -> dict[object, Row]:
    return {row["consequence"]: row for row in desk.table("score_consequence") if row["scheme_no"] == scheme_no}


@pytest.mark.parametrize(
    ("scheme", "grade", "consequence", "ratio_from", "ratio_to"),
    [
        ("P90", "优", "BUDGET_FIRST", None, None),
        ("P80", "良", "BUDGET_KEPT", None, None),
        ("P79", "中", "BUDGET_CUT", "0.1", "0.3"),
        ("P60", "中", "BUDGET_CUT", "0.1", "0.3"),
        ("P59", "差", "BUDGET_CUT", "0.3", "1"),
    ],
)
def test_a_grade_has_its_effect_on_the_budget(
    concluded: Desk, scheme: str, grade: str, consequence: str, ratio_from: str | None, ratio_to: str | None
) -> None:
    rows = consequences(concluded, scheme)

    row = rows[consequence]
    assert (row["grade"], row["conclusion"]) == (grade, None)
    ratios = tuple(None if ratio is None else Decimal(ratio) for ratio in (ratio_from, ratio_to))
    assert (row["ratio_from"], row["ratio_to"]) == ratios
    # the newest year's 1,000 less 200
    assert row["budget_amt"] == Decimal("800.00")
    assert ("RECTIFICATION" in rows) == (grade in ("中", "差"))


@pytest.mark.parametrize(
    ("scheme", "due_on", "state", "words"),
    [
        ("P60", date(2021, 3, 11), "OVERDUE", ""),
        ("LATE", date(2021, 3, 11), "DONE", "逾期完成 done late on 2021-03-12"),
        ("MENDED", date(2021, 3, 11), "DONE", ""),
        ("P59", date(2999, 3, 2), "OPEN", ""),
        ("P79", None, "OPEN", "反馈日期未给出 no day of feedback is given"),
    ],
)
def test_a_plan_is_due_sixty_days_after_the_feedback(
    concluded: Desk, scheme: str, due_on: date | None, state: str, words: str
) -> None:
    row = consequences(concluded, scheme)["RECTIFICATION"]

    assert (row["due_on"], row["state"]) == (due_on, state)
    assert words in str(row["basis"])
    assert ("逾期" in str(row["basis"])) == ("逾期" in words)


@pytest.mark.parametrize(
    ("scheme", "consequence", "due_on", "state"),
    [
        ("SUPPORT", "BUDGET_ENTERED", None, "DONE"),
        ("ADJUST", "ADJUSTMENT", None, "OPEN"),
        ("PARTIAL", "PARTIAL_SUPPORT", None, "OPEN"),
        # a year after the leap day
        ("REJECT", "NO_REAPPLICATION", date(2021, 2, 28), "DONE"),
        ("REJECT AGAIN", "NO_REAPPLICATION", date(2999, 2, 28), "OPEN"),
    ],
)
def test_a_conclusion_has_its_consequence(
    concluded: Desk, scheme: str, consequence: str, due_on: date | None, state: str
) -> None:
    [row] = consequences(concluded, scheme).values()

    assert (row["consequence"], row["due_on"], row["state"]) == (consequence, due_on, state)
    assert (row["conclusion"], row["grade"]) == (scheme.removesuffix(" AGAIN"), None)


def test_partial_support_says_what_is_supported(concluded: Desk) -> None:
    [row] = consequences(concluded, "PARTIAL").values()

    assert "支持 supported: 一期" in str(row["basis"])


def test_who_judges_itself_has_no_consequence(concluded: Desk) -> None:
    assert consequences(concluded, "SELF") == {}
