"""The annual run settles contract years: it pays what yearly contracts accrued, and takes scores of the year."""

from decimal import Decimal

import pytest

from interface.errors import CannotRun
from interface.periods import Month, Period, Year
from tests.integration.conftest import Desk, a_contract, a_delivery

yuan = Decimal


def a_score_clause(**given: object) -> dict[str, object]:
    return {
        "contract_no": "H1",
        "clause_no": "K1",
        "kind": "ASSESSMENT",
        "clause_source": "考核办法",
        "performance_ratio": "0.10",
        "full_score": "90",
        "amount_per_point": "20",
        "points": "WHOLE",
        "precedence": "2",
    } | given


MONTHS_OF_WORK = [
    a_delivery("D1", delivered_at="2020-03-15T10:00:00+08:00", quantity="10000"),
    a_delivery("D2", delivered_at="2020-04-15T10:00:00+08:00", quantity="20000"),
]
"""120.00 yuan of March and 240.00 of April."""


def statement(desk: Desk, period: Period) -> dict[str, object]:
    """The newest statement of a period."""
    rows = {row["run_id"]: row for row in desk.table("settlement") if row["settlement_period"] == str(period)}
    newest = [row["run_id"] for row in desk.runs() if row["period"] == str(period)][-1]
    return rows[newest]


def test_a_yearly_contract_accrues_by_month_and_is_paid_by_the_annual_run_and_its_repetition(desk: Desk) -> None:
    clauses = [
        a_score_clause(),
        {
            "contract_no": "H1",
            "clause_no": "K2",
            "kind": "INCIDENT",
            "clause_source": "补充协议",
            "amount_per_incident": "50",
            "precedence": "1",
        },
    ]
    desk.receive(
        **a_contract(settlement_kind="ANNUAL"),
        delivery=MONTHS_OF_WORK,
        deduction_clause=clauses,
        prepayment=[{"contract_no": "H1", "paid_on": "2020-03-20", "amount": "100"}],
        assessment=[
            {"contract_no": "H1", "period": "2020-03", "score": "85", "assessed_on": "2020-04-02"},
            {"contract_no": "H1", "period": "2020", "score": "88", "assessed_on": "2021-03-02"},
        ],
        breach_event=[{"contract_no": "H1", "clause_no": "K2", "event_no": "E1", "occurred_on": "2020-04-18"}],
    )
    for month in (Month(2020, 3), Month(2020, 4)):
        desk.settle(str(month))
    april = statement(desk, Month(2020, 4))

    desk.settle_year("2020")

    accrued = ("gross_amt", "accrued_amt", "assess_deduct_amt", "penalty_amt", "prepay_balance_amt", "payable_amt")
    assert [april[name] for name in accrued] == [
        yuan("240.00"),
        yuan("240.00"),
        yuan("0.00"),
        yuan("0.00"),
        yuan("100.00"),
        yuan("0.00"),
    ]
    # March's 85 takes 5 x 20, at most 10 % of 120. The year's 88 would take 36, and gives way to the event of April.
    year = statement(desk, Year(2020))
    assert {name: year[name] for name in (*accrued, "performance_part_amt", "assessment_score")} == {
        "gross_amt": yuan("360.00"),
        "accrued_amt": yuan("0.00"),
        "assess_deduct_amt": yuan("12.00"),
        "penalty_amt": yuan("50.00"),
        "prepay_balance_amt": yuan("0.00"),
        "payable_amt": yuan("198.00"),
        "performance_part_amt": yuan("48.00"),
        "assessment_score": yuan("88.000"),
    }
    deductions = [
        (
            row["clause_no"],
            row["basis"],
            row["computed_amt"],
            row["capped_amt"],
            row["applied_amt"],
            row["gives_way_to"],
        )
        for row in desk.table("deduction")
    ]
    assert sorted(deductions) == [
        ("K1", "SCORE:2020", yuan("40.00"), yuan("36.00"), yuan("0.00"), "K2"),
        ("K1", "SCORE:2020-03", yuan("100.00"), yuan("12.00"), yuan("12.00"), None),
        ("K2", "EVENT:E1", yuan("50.00"), yuan("50.00"), yuan("50.00"), None),
    ]
    months = [(row["service_period"], row["pinned_run_id"], row["booked_amt"]) for row in desk.table("annual_month")]
    runs = {row["period"]: row["run_id"] for row in desk.runs()}
    assert months[:3] == [
        ("2020-03", runs["2020-04"], yuan("120.00")),
        ("2020-04", runs["2020-04"], yuan("240.00")),
        ("2020-05", None, yuan("0.00")),
    ]
    assert len(months) == 12

    # Learned after the annual run: March's quantity was 15,000, which is 60.00 more.
    desk.receive(
        delivery=[
            a_delivery(
                "D3", deliverable_key="D1", delivered_at="2020-05-06T10:00:00+08:00", quantity="15000", version="2"
            )
        ]
    )
    desk.settle("2020-05")
    desk.settle_year("2020")

    assert statement(desk, Month(2020, 5))["accrued_amt"] == yuan("60.00")
    # March's part is 18.00 now, and 12.00 of it were taken.
    repeated = statement(desk, Year(2020))
    assert {name: repeated[name] for name in ("gross_amt", "assess_deduct_amt", "penalty_amt", "payable_amt")} == {
        "gross_amt": yuan("60.00"),
        "assess_deduct_amt": yuan("6.00"),
        "penalty_amt": yuan("0.00"),
        "payable_amt": yuan("54.00"),
    }
    assert desk.settle_year("2020").verdict == "NOTHING_NEW"
    entries = [
        (row["settlement_period"], row["kind"], row["opening_amt"], row["entry_amt"], row["closing_amt"])
        for row in desk.table("ledger_entry")
        if row["ledger"] == "PREPAYMENT"
    ]
    assert sorted(entries) == [
        ("2020", "OFFSET", yuan("100.00"), yuan("-100.00"), yuan("0.00")),
        ("2020-03", "PAY", yuan("0.00"), yuan("100.00"), yuan("100.00")),
    ]


def test_the_score_of_a_year_is_carried_by_a_monthly_contract_and_borne_by_its_released_retention(desk: Desk) -> None:
    desk.receive(
        **a_contract(service_from="2020-03-01", service_to="2020-04-30"),
        delivery=MONTHS_OF_WORK,
        deduction_clause=[a_score_clause()],
        contract_payment_term=[
            {"contract_no": "H1", "seq": "1", "pay_type": "MONTHLY", "ratio": "0.95"},
            {"contract_no": "H1", "seq": "2", "pay_type": "RETENTION", "ratio": "0.05", "due_days": "31"},
        ],
        assessment=[{"contract_no": "H1", "period": "2020", "score": "89", "assessed_on": "2020-05-10"}],
    )
    for month in ("2020-03", "2020-04"):
        desk.settle(month)
    desk.settle_year("2020")
    desk.settle("2020-05")

    columns = ("settlement_period", "gross_amt", "assess_deduct_amt", "carried_in_amt", "carried_deduct_amt")
    columns += ("retention_amt", "payable_amt")
    assert sorted(tuple(str(row[name]) for name in columns) for row in desk.table("settlement")) == [
        # one point below 90
        ("2020", "0.00", "20.00", "0.00", "20.00", "0.00", "0.00"),
        ("2020-03", "120.00", "0.00", "0.00", "0.00", "6.00", "114.00"),
        ("2020-04", "240.00", "0.00", "0.00", "0.00", "12.00", "228.00"),
        # 31 days after the end of service is the last day of May
        ("2020-05", "0.00", "0.00", "20.00", "2.00", "-18.00", "0.00"),
    ]
    entries = [
        (row["ledger"], row["kind"], str(row["entry_amt"]), str(row["closing_amt"]))
        for row in desk.table("ledger_entry")
    ]
    assert sorted(entries) == [
        ("CARRIED_DEDUCTION", "CARRY", "2.00", "2.00"),
        ("CARRIED_DEDUCTION", "CARRY", "20.00", "20.00"),
        ("CARRIED_DEDUCTION", "TAKE", "-20.00", "0.00"),
        ("RETENTION", "HOLD", "12.00", "18.00"),
        ("RETENTION", "HOLD", "6.00", "6.00"),
        ("RETENTION", "RELEASE", "-18.00", "0.00"),
    ]


def test_a_year_without_a_contract_year_or_without_booked_months_is_refused_in_one_sentence(desk: Desk) -> None:
    desk.receive(**a_contract(), delivery=MONTHS_OF_WORK)

    with pytest.raises(CannotRun, match="No contract year starts in 2021: contract years start in 2020"):
        desk.settle_year("2021")
    with pytest.raises(CannotRun, match="No month of a contract year that starts in 2020 is booked"):
        desk.settle_year("2020")
