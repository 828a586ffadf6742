"""The total of an evaluation is a score of its contract: it is deducted once, by the difference, and by name."""

from datetime import date
from decimal import Decimal

from expectations.judge_process import JudgeProcess
from orchestration.evaluation import Evaluated, evaluate
from orchestration.explain import explain
from orchestration.requests import last_known_day
from orchestration.settlement import Outcome
from tests.integration.conftest import Desk, Row, a_contract, a_delivery

MARCH, APRIL = "2020-03", "2020-04"
# A fifth of 3,000,000 is at stake; each whole point below 90 costs 10,000.
CLAUSE = {
    "contract_no": "H1",
    "clause_no": "K1",
    "kind": "ASSESSMENT",
    "clause_source": "补充协议",
    "performance_ratio": "0.2",
    "full_score": "90",
    "amount_per_point": "10000",
    "points": "WHOLE",
}


def three_million(desk: Desk, **tables: list[Row]) -> None:
    """Contract H1 with 25,000 万条 at 120 yuan in March, and its clause."""
    delivery = a_delivery("D1", quantity="25000", unit="万条")
    desk.receive(**a_contract(), deduction_clause=[CLAUSE], delivery=[delivery], **tables)


def a_scheme(**given: object) -> Row:
    return {
        "scheme_no": "S1",
        "version": "1",
        "object_kind": "OPERATOR",
        "stage": "POST",
        "contract_no": "H1",
        "assessed_period": MARCH,
    } | given


def a_sheet(output: str, effect: str, *, edition: str = "1", **given: object) -> list[Row]:
    """Two leaves of 60 and 40."""
    sheet = {"scheme_no": "S1", "subject_code": "OPR", "edition": edition} | given
    return [
        sheet | {"level1": "产出", "weight": "60", "score": output},
        sheet | {"level1": "效益", "weight": "40", "score": effect},
    ]


def score(desk: Desk, judge_process: JudgeProcess) -> Evaluated:
    evaluated = evaluate(desk.home, settings=desk.settings, judge_process=judge_process)
    assert evaluated.verdict == "PUBLISHED", [each for each in evaluated.findings if not each.success]
    return evaluated


def day_of(desk: Desk) -> date:
    """The day of the newest run."""
    return last_known_day(desk.runs()[-1]["as_of"])


def refusals(outcome: Outcome) -> dict[str, str]:
    return {each.expectation: each.sample for each in outcome.findings if each.severity == "BLOCK" and not each.success}


def taken(desk: Desk) -> list[tuple[object, ...]]:
    """(basis, computed, applied, evaluation) of every deduction, in the order of runs."""
    runs = [run["run_id"] for run in desk.runs()]
    rows = sorted(desk.table("deduction"), key=lambda row: runs.index(row["run_id"]))
    names = ("basis", "computed_amt", "applied_amt", "evaluation_run_id")
    return [tuple(row[name] for name in names) for row in rows]


def test_the_total_is_deducted_and_a_changed_total_by_the_difference(desk: Desk, judge_process: JudgeProcess) -> None:
    three_million(desk, perf_scheme=[a_scheme()], score_sheet=a_sheet("52", "33"))
    first = score(desk, judge_process)
    desk.settle(MARCH)

    # 85 of 100: five points, 50,000.
    [statement] = desk.table("settlement")
    assert statement["performance_part_amt"] == Decimal("600000.00")
    assert statement["assessment_score"] == Decimal("85.000")
    assert statement["assess_deduct_amt"] == Decimal("50000.00")
    assert statement["payable_amt"] == Decimal("2950000.00")
    assert any(f"scored by {first.run_id}" in line for line in explain(desk.home, statement["settle_no"]))

    # Scored again, 83.5: six whole points, 10,000 more.
    desk.receive(score_sheet=a_sheet("52", "31.5", edition="2"))
    second = score(desk, judge_process)
    desk.settle(APRIL)

    assert taken(desk) == [
        ("SCORE:2020-03", Decimal("50000.00"), Decimal("50000.00"), first.run_id),
        ("SCORE:2020-03", Decimal("60000.00"), Decimal("10000.00"), second.run_id),
    ]
    [_, april] = sorted(desk.table("settlement"), key=lambda row: row["settlement_period"])
    # Nothing was earned in April: what is not paid out is carried on.
    assert (april["payable_amt"], april["carried_deduct_amt"]) == (Decimal("0.00"), Decimal("10000.00"))


def test_the_newest_of_evaluation_and_assessment_counts_and_two_of_one_day_must_agree(
    desk: Desk, judge_process: JudgeProcess
) -> None:
    older = {"contract_no": "H1", "period": MARCH, "score": "70", "assessed_on": "2020-04-03"}
    three_million(desk, perf_scheme=[a_scheme()], score_sheet=a_sheet("52", "33"), assessment=[older])
    evaluated = score(desk, judge_process)
    desk.settle(MARCH)

    assert taken(desk) == [("SCORE:2020-03", Decimal("50000.00"), Decimal("50000.00"), evaluated.run_id)]

    day = day_of(desk)
    desk.receive(assessment=[older | {"score": "84", "assessed_on": day.isoformat()}])
    refused = desk.settle(MARCH)

    assert refusals(refused) == {"one_score_counts_for_a_period": "H1 2020-03: 84.000 assessment / 85.000 S1 OPR"}


def test_an_assessment_of_the_same_day_and_score_changes_nothing(desk: Desk, judge_process: JudgeProcess) -> None:
    three_million(desk, perf_scheme=[a_scheme()], score_sheet=a_sheet("52", "33"))
    evaluated = score(desk, judge_process)
    day = day_of(desk)
    desk.receive(assessment=[{"contract_no": "H1", "period": MARCH, "score": "85.000", "assessed_on": day.isoformat()}])
    desk.settle(MARCH)

    assert taken(desk) == [("SCORE:2020-03", Decimal("50000.00"), Decimal("50000.00"), evaluated.run_id)]


def test_of_two_subjects_nobody_can_say_which_pays(desk: Desk, judge_process: JudgeProcess) -> None:
    sheets = [*a_sheet("52", "33"), *a_sheet("52", "33", subject_code="P1")]
    three_million(desk, perf_scheme=[a_scheme()], score_sheet=sheets)
    score(desk, judge_process)

    refused = desk.settle(MARCH)

    assert refusals(refused) == {
        "one_subject_of_a_framework_scores_a_contract": "H1 2020-03: S1 OPR 85.000 / P1 85.000"
    }


def test_what_is_not_assessed_whole_and_what_names_no_contract_is_not_deducted(
    desk: Desk, judge_process: JudgeProcess
) -> None:
    schemes = [a_scheme(), a_scheme(scheme_no="S2", contract_no=""), a_scheme(scheme_no="S3", assessed_period="")]
    sheets = [*a_sheet("52", ""), *a_sheet("0", "0", scheme_no="S2"), *a_sheet("0", "0", scheme_no="S3")]
    three_million(desk, perf_scheme=schemes, score_sheet=sheets)
    score(desk, judge_process)

    desk.settle(MARCH)

    assert taken(desk) == []
    assert [row["payable_amt"] for row in desk.table("settlement")] == [Decimal("3000000.00")]
