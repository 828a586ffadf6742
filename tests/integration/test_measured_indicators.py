"""What the warehouse knows of an indicator is computed from it, with its day and its trace, and blank is not 0."""

import json
from datetime import date
from decimal import Decimal

import pytest

from expectations.judge_process import JudgeProcess
from orchestration.evaluation import evaluate
from tests.integration.conftest import Desk, Row, a_contract, a_delivery, a_work_order

YEAR = {"from": "2020-01-01", "to": "2020-12-31"}

# Measures by the indicator that asks for them, with what the rule's parameters add.
ASKED: dict[str, dict[str, str]] = {
    "COMPLETION": {"measure": "COMPLETION_RATE"},
    "COMPLETION OF P2": {"measure": "COMPLETION_RATE", "provider": "P2"},
    "COMPLETION UNTIL JUNE": {"measure": "COMPLETION_RATE", "to": "2020-06-30"},
    "ON TIME": {"measure": "ON_TIME_RATE"},
    "ON TIME ON THE DAY": {"measure": "ON_TIME_RATE", "from": "2020-04-30", "to": "2020-04-30"},
    "ACCEPTANCE": {"measure": "ACCEPTANCE_RATE"},
    "ACCEPTANCE UNTIL MAY": {"measure": "ACCEPTANCE_RATE", "to": "2020-05-31"},
    "REDELIVERY": {"measure": "REDELIVERY_RATE"},
    "EARNED": {"measure": "EARNED_BUDGET_RATE"},
    "CASH": {"measure": "CASH_BUDGET_RATE"},
    "RESPONSE": {"measure": "INCIDENT_RESPONSE_RATE"},
    "RESOLUTION": {"measure": "INCIDENT_RESOLUTION_RATE"},
    "SLA": {"measure": "INCIDENT_SLA_RATE"},
    "BREACHES": {"measure": "BREACH_COUNT"},
    "BREACHES LATER": {"measure": "BREACH_COUNT", "from": "2020-04-01"},
    "PENALTY": {"measure": "PENALTY_AMOUNT"},
    "SURVEY": {"measure": "SATISFACTION"},
    "SURVEY OF USERS": {"measure": "SATISFACTION", "group": "用户"},
    "QUARANTINE": {"measure": "QUARANTINE_RATE", "table": "delivery", "from": "2020-01-01", "to": "2999-12-31"},
    "OF AN UNKNOWN CONTRACT": {"measure": "COMPLETION_RATE", "contract_no": "H9"},
    "UNKNOWN": {"measure": "HAPPINESS"},
    "UNREADABLE": {"measure": "COMPLETION_RATE", "from": "last year"},
}


def scheme_rows(asked: dict[str, dict[str, str]], **given: object) -> dict[str, list[Row]]:
    """Framework M with one leaf per measure, about contract H1 in 2020."""
    scheme: Row = {
        "scheme_no": "M",
        "version": "1",
        "object_kind": "OPERATOR",
        "stage": "POST",
        "evidence_from": YEAR["from"],
        "evidence_to": YEAR["to"],
        "contract_no": "H1",
    }
    leaves: list[Row] = [
        {
            "scheme_no": "M",
            "ind_code": code,
            "name": code,
            "weight": "1",
            "scoring_rule": "GIVEN",
            "rule_params": json.dumps(params, ensure_ascii=False),
        }
        for code, params in asked.items()
    ]
    typed: list[Row] = [
        {"scheme_no": "M", "subject_code": "OPR", "ind_code": code, "actual_value": "99", "score": "1"}
        for code in list(asked)[:1]
    ]
    return {"perf_scheme": [scheme | given], "perf_indicator": leaves, "indicator_result": typed}


def work() -> dict[str, list[Row]]:
    """Contract H1 of project X1: W1 to W3 of P1 and W4 of P2 are due in 2020, W5 in 2021."""
    tables = a_contract(project_code="X1", service_from="2020-03-01", service_to="2021-02-28")
    due = {"W1": "2020-04-30", "W2": "2020-06-30", "W3": "2020-09-30", "W4": "2020-12-31", "W5": "2021-01-01"}
    tables["party"].append({"party_code": "P2", "party_name": "乙服务商"})
    tables["work_order"] = [
        a_work_order(name, end_time=f"{day}T23:59:59+08:00", provider="P2" if name == "W4" else "P1")
        for name, day in due.items()
    ]
    accept = {"level": "WORK_ORDER", "on_time": ""}
    tables["acceptance"] = [
        accept | {"accept_no": "A1", "ref_no": "W1", "result": "PASS", "accepted_at": "2020-05-02T09:00:00+08:00"},
        # sent back in May and passed in July, after the half-year
        accept | {"accept_no": "A2", "ref_no": "W2", "result": "REWORK", "accepted_at": "2020-05-20T09:00:00+08:00"},
        accept | {"accept_no": "A3", "ref_no": "W2", "result": "PASS", "accepted_at": "2020-07-03T09:00:00+08:00"},
        accept | {"accept_no": "A4", "ref_no": "W3", "result": "REJECT", "accepted_at": "2020-10-08T09:00:00+08:00"},
        # W4 was in time although its second delivery came a day late: the acceptance says so
        accept
        | {"accept_no": "A5", "ref_no": "W4", "result": "PASS", "accepted_at": "2020-12-31T09:00:00+08:00"}
        | {"on_time": "yes"},
    ]
    tables["delivery"] = [
        a_delivery("D1", delivered_at="2020-03-10T10:00:00+08:00"),
        # the last second of the order, and the first after it
        a_delivery("D2", delivered_at="2020-04-30T23:59:59+08:00"),
        a_delivery("D3", delivered_at="2020-05-01T00:00:00+08:00"),
        # D1 again
        a_delivery("D4", deliverable_key="D1", delivered_at="2020-03-20T10:00:00+08:00", quantity="20000"),
        a_delivery("D5", work_order_no="W4", delivered_at="2021-01-01T00:00:00+08:00"),
        a_delivery("D6", work_order_no="W4", delivered_at="2020-12-01T00:00:00+08:00"),
        # before its order starts: set aside
        a_delivery("D0", delivered_at="2020-02-01T00:00:00+08:00"),
    ]
    return tables


def around() -> dict[str, list[Row]]:
    """Budgets, payments, incidents, breaches and answers."""
    incident = {"raised_by": "PUR", "executed_by": "OPR", "occurred_at": "2020-05-01T08:00:00+08:00"}
    clause = {"contract_no": "H1", "clause_no": "K2", "kind": "INCIDENT", "clause_source": "合同"}
    event = {"contract_no": "H1", "clause_no": "K2"}
    answers = ("very_satisfied", "fairly_satisfied", "neutral", "fairly_dissatisfied", "very_dissatisfied")
    return {
        # 1,000 replied and 200 taken back: 800
        "budget_project": [{"pro_code": "X1", "fiscal_year": "2020", "reply_amt": "1000", "adj_amt": "-200"}],
        "payment": [
            {"voucher_no": "Z1", "contract_no": "H1", "amount": "100", "paid_on": "2020-12-31"},
            {"voucher_no": "Z2", "contract_no": "H1", "amount": "50", "paid_on": "2021-01-01"},
            # the voucher of the prepayment
            {"voucher_no": "Z3", "contract_no": "H1", "amount": "300", "paid_on": "2020-03-02"},
        ],
        "prepayment": [{"contract_no": "H1", "paid_on": "2020-03-02", "amount": "300"}],
        "incident_order": [
            incident
            | {"incident_no": "I1", "response_due": "2020-05-01T09:00:00+08:00", "sla_met_flag": "yes"}
            | {"responded_at": "2020-05-01T09:00:00+08:00", "resolved_at": "2020-05-02T09:00:00+08:00"},
            incident
            | {"incident_no": "I2", "response_due": "2020-05-01T09:00:00+08:00", "sla_met_flag": "no"}
            | {"responded_at": "2020-05-01T09:00:01+08:00", "resolved_at": "2021-01-01T00:00:00+08:00"},
            incident | {"incident_no": "I3", "response_due": "2020-05-01T09:00:00+08:00", "sla_met_flag": "no"},
            incident | {"incident_no": "I4"},
        ],
        "deduction_clause": [clause | {"amount_per_incident": "30"}],
        "breach_event": [
            event | {"event_no": "E1", "occurred_on": "2020-03-05", "liable": "yes"},
            event | {"event_no": "E2", "occurred_on": "2020-03-06", "liable": "no"},
            event | {"event_no": "E3", "occurred_on": "2021-01-01", "liable": "yes"},
        ],
        "survey_count": [
            {"scheme_no": "M", "ind_code": code, "group_name": group} | dict(zip(answers, counts, strict=True))
            for code in ("SURVEY", "SURVEY OF USERS")
            for group, counts in (("用户", (6, 2, 1, 1, 0)), ("专家", (0, 0, 0, 0, 10)))
        ],
    }


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory, judge_process: JudgeProcess) -> dict[str, Row]:
    """Every measure of framework M after March is settled, by indicator."""
    desk = Desk(tmp_path_factory.mktemp("measures"), judge_process)
    desk.receive(**work(), **around(), **scheme_rows(ASKED))
    settled = desk.settle("2020-03")
    assert settled.verdict == "PUBLISHED", [each for each in settled.findings if not each.success]
    evaluated = evaluate(desk.home, settings=desk.settings, judge_process=judge_process)
    assert evaluated.verdict == "PUBLISHED", [each for each in evaluated.findings if not each.success]
    return {str(row["ind_code"]): row for row in desk.table("indicator_measure")}


def figures(row: Row) -> tuple[str | None, ...]:
    return tuple(
        None if row[name] is None else f"{row[name].normalize():f}"  # type: ignore[attr-defined]
        for name in ("part", "whole", "value")
    )


@pytest.mark.parametrize(
    ("indicator", "part", "whole", "value"),
    [
        # W1, W2 and W4 of W1 to W4
        ("COMPLETION", "3", "4", "75"),
        ("COMPLETION OF P2", "1", "1", "100"),
        # W2 passed in July
        ("COMPLETION UNTIL JUNE", "1", "2", "50"),
        # D1, D2 and W4's D6 of D1, D2, D3, D6; D5 came in 2021
        ("ON TIME", "3", "4", "75"),
        ("ON TIME ON THE DAY", "1", "1", "100"),
        # the newest decision on each of W1 to W4
        ("ACCEPTANCE", "3", "4", "75"),
        ("ACCEPTANCE UNTIL MAY", "1", "2", "50"),
        ("REDELIVERY", "1", "4", "25"),
        # March's D1 counts as sent again: 2 万条 × 120
        ("EARNED", "240", "800", "30"),
        # 100 and the prepayment's 300; Z3 is its voucher, Z2 of the next year
        ("CASH", "400", "800", "50"),
        ("RESPONSE", "1", "3", "33.333333"),
        ("RESOLUTION", "1", "4", "25"),
        # I2 ended in 2021; of I4 nobody knows
        ("SLA", "1", "2", "50"),
        ("BREACHES", "1", None, "1"),
        ("PENALTY", "30", None, "30"),
        # (600 + 150 + 50 + 25) ÷ 20 and ÷ 10
        ("SURVEY", "825", "20", "41.25"),
        ("SURVEY OF USERS", "825", "10", "82.5"),
        ("QUARANTINE", "1", "7", "14.285714"),
    ],
)
def test_a_measure_counts_its_part_of_its_whole(
    measured: dict[str, Row], indicator: str, part: str, whole: str | None, value: str
) -> None:
    assert figures(measured[indicator]) == (part, whole, value), measured[indicator]["trace"]


def test_a_sum_of_nothing_is_nought_where_it_is_reported_at_all(measured: dict[str, Row]) -> None:
    assert figures(measured["BREACHES LATER"]) == ("0", None, "0")


@pytest.mark.parametrize(
    ("indicator", "words"),
    [
        ("OF AN UNKNOWN CONTRACT", "没有可计量的数据 nothing to measure"),
        ("UNKNOWN", "度量未知 unknown measure"),
        ("UNREADABLE", "起止日期无法读取 its days cannot be read"),
    ],
)
def test_what_cannot_be_measured_is_blank_and_says_why(measured: dict[str, Row], indicator: str, words: str) -> None:
    assert figures(measured[indicator])[2] is None
    assert words in str(measured[indicator]["trace"])


def test_a_measure_says_what_it_counted_until_when_and_what_was_typed(measured: dict[str, Row]) -> None:
    row = measured["COMPLETION"]

    assert row["trace"] == (
        "COMPLETION_RATE，范围 of H1，2020-01-01 至 to 2020-12-31：3 ÷ 4 = 75%"
        "；计入 counted 3：W1、W2、W4；未计入 not 1：W3"
    )
    assert (row["as_of_date"], row["typed_value"]) == (date(2020, 12, 31), "99")
    assert measured["ACCEPTANCE"]["typed_value"] is None
    assert measured["QUARANTINE"]["as_of_date"] < date(2999, 12, 31)


def test_a_home_without_any_work_measures_nothing_and_never_nought(desk: Desk, judge_process: JudgeProcess) -> None:
    """No table of the settlement was ever given."""
    asked = {code: params for code, params in ASKED.items() if "UN" not in code and code != "QUARANTINE"}
    desk.receive(**scheme_rows(asked))

    evaluated = evaluate(desk.home, settings=desk.settings, judge_process=judge_process)

    assert evaluated.verdict == "PUBLISHED"
    rows = desk.table("indicator_measure")
    assert len(rows) == len(asked)
    assert {row["value"] for row in rows} == {None}


def test_what_is_measured_is_scored_and_not_what_was_typed(desk: Desk, judge_process: JudgeProcess) -> None:
    """75 % of the orders due against a target of 90 %; 99 was typed."""
    by_rule = {"weight": "9", "direction": "≥", "scoring_rule": "AT_LEAST", "target_value": "90", "unit": "%"}
    rows = scheme_rows({"MEASURED": {"measure": "COMPLETION_RATE"}, "BLANK": {"measure": "BREACH_COUNT"}})
    typed = [
        row | {"score": "", "ind_code": code} for row in rows["indicator_result"] for code in ("MEASURED", "BLANK")
    ]
    rows |= {"perf_indicator": [row | by_rule for row in rows["perf_indicator"]], "indicator_result": typed}
    desk.receive(**work(), **rows)

    evaluated = evaluate(desk.home, settings=desk.settings, judge_process=judge_process)

    assert evaluated.verdict == "PUBLISHED"
    leaves = {row["ind_code"]: row for row in desk.table("score_indicator")}
    assert (leaves["MEASURED"]["actual_value"], leaves["MEASURED"]["score"]) == ("75", Decimal("7.500"))
    assert leaves["MEASURED"]["as_of_date"] == date(2020, 12, 31)
    # no breach was ever reported: what was typed stands
    assert (leaves["BLANK"]["actual_value"], leaves["BLANK"]["score"]) == ("99", Decimal("9.000"))
    warned = {each.expectation: each.sample for each in evaluated.findings if not each.success}
    assert warned["what_was_typed_agrees_with_what_is_measured"] == "M OPR MEASURED: 99 / 75"
    assert warned["every_measure_finds_something_to_count"] == "M OPR BLANK (BREACH_COUNT)"
