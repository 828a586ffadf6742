"""Every run says which months are settled, which statements are paid, and how far budgets are used."""

from datetime import date
from decimal import Decimal

from tests.integration.conftest import Desk, Row, a_contract, a_delivery

SEPTEMBER, OCTOBER, NOVEMBER = "2020-09", "2020-10", "2020-11"


def yuan(text: str) -> Decimal:
    return Decimal(text)


def failed(outcome: object, severity: str = "WARN") -> dict[str, str]:
    return {
        each.expectation: each.sample for each in outcome.findings if each.severity == severity and not each.success
    }


def a_small_operators_contract(**given: object) -> dict[str, list[Row]]:
    tables = a_contract(service_from="2020-09-01", service_to="2021-08-31", project_code="X1", **given)
    tables["party"][1]["sme_size"] = "小型"
    for order in tables["work_order"]:
        order |= {"start_time": "2020-09-01T00:00:00+08:00", "end_time": "2021-08-31T23:59:59+08:00"}
    return tables


def deliveries(*months: str) -> list[Row]:
    """10,000 条 in each month: 120.00 yuan."""
    return [a_delivery(f"D{month}", delivered_at=f"{month}-15T10:00:00+08:00") for month in months]


def a_payment(voucher_no: str, amount: str, paid_on: str, **given: object) -> Row:
    return {"voucher_no": voucher_no, "contract_no": "H1", "amount": amount, "paid_on": paid_on} | given


def by_period(rows: list[Row]) -> dict[object, Row]:
    return {row["settlement_period"]: row for row in rows}


def test_a_payment_without_a_number_pays_the_oldest_statement_and_interest_runs_on_what_came_late(desk: Desk) -> None:
    desk.receive(**a_small_operators_contract(), delivery=deliveries(SEPTEMBER, OCTOBER))
    desk.settle(SEPTEMBER)
    desk.receive(payment=[a_payment("Z1", "130", "2020-11-04")])

    outcome = desk.settle(OCTOBER)

    september, october = by_period(desk.table("statement_payment")).values()
    # 30 September and 30 days; 120 × 5 days × 0.0005.
    assert (september["due_on"], september["paid_on"]) == (date(2020, 10, 30), date(2020, 11, 4))
    assert (september["paid_amt"], september["unpaid_amt"]) == (yuan("120.00"), yuan("0.00"))
    assert (september["late_days"], september["late_interest_amt"]) == (5, yuan("0.30"))
    assert september["payment_status"] == "PAID"
    assert (october["paid_amt"], october["unpaid_amt"]) == (yuan("10.00"), yuan("110.00"))
    assert (october["due_on"], october["payment_status"]) == (date(2020, 11, 30), "OVERDUE")
    sample = failed(outcome)["no_small_operator_waits_beyond_the_due_date"]
    assert sample == f"H1 {october['settle_no']} 110.00 {october['late_days']}天"


def test_a_payment_pays_the_statement_that_it_names_and_an_unknown_name_is_reported(desk: Desk) -> None:
    desk.receive(**a_small_operators_contract(), delivery=deliveries(SEPTEMBER, OCTOBER, NOVEMBER))
    desk.settle(SEPTEMBER)
    desk.settle(OCTOBER)
    october = by_period(desk.table("statement_payment"))[OCTOBER]["settle_no"]
    desk.receive(
        payment=[
            a_payment("Z1", "120.01", "2020-11-30", settle_no=october),
            a_payment("Z2", "50", "2020-11-30", settle_no="JS-0"),
        ]
    )

    outcome = desk.settle(NOVEMBER)

    rows = by_period(desk.table("statement_payment"))
    assert [rows[month]["paid_amt"] for month in (SEPTEMBER, OCTOBER, NOVEMBER)] == [
        yuan("0.00"),
        yuan("120.01"),
        yuan("0.00"),
    ]
    assert (rows[OCTOBER]["payment_status"], rows[OCTOBER]["late_days"]) == ("PAID", 0)
    assert failed(outcome)["every_payment_names_a_statement_of_its_contract"] == "Z2 H1 50.00"
    assert failed(outcome)["no_more_is_paid_than_is_payable"] == f"Z1 {october} +0.01"


def test_without_any_payment_paying_is_not_checked_and_nobody_is_called_late(desk: Desk) -> None:
    desk.receive(**a_small_operators_contract(), delivery=deliveries(SEPTEMBER, OCTOBER))
    # Before the first statement nothing could have been paid.
    assert "payments_were_given" not in failed(desk.settle(SEPTEMBER))

    outcome = desk.settle(OCTOBER)

    assert failed(outcome, "BLOCK") == {}
    assert failed(outcome).keys() >= {"payments_were_given", "budgets_were_given"}
    assert "no_small_operator_waits_beyond_the_due_date" not in failed(outcome)


def test_a_prepayment_and_its_voucher_count_once_and_only_in_the_cash_rate(desk: Desk) -> None:
    desk.receive(
        **a_small_operators_contract(),
        delivery=deliveries(SEPTEMBER, OCTOBER),
        prepayment=[{"contract_no": "H1", "paid_on": "2020-09-01", "amount": "200", "guarantee_no": "B1"}],
        payment=[a_payment("Z1", "200", "2020-09-01"), a_payment("Z2", "30", "2020-11-20")],
        budget_project=[
            {"pro_code": "X1", "fiscal_year": "2020", "reply_amt": "250", "adj_amt": "50", "exe_amt": "230"}
        ],
    )
    desk.settle(SEPTEMBER)

    outcome = desk.settle(OCTOBER)

    (row,) = desk.table("budget_execution")
    assert (row["project_code"], row["fiscal_year"], row["current_amt"]) == ("X1", "2020", yuan("300.00"))
    # Two months of 120 are earned; 200 of them were prepaid and 30 paid, so 10 are owed.
    assert (row["earned_amt"], row["paid_amt"], row["prepaid_amt"]) == (yuan("240.00"), yuan("230.00"), yuan("200.00"))
    assert row["accrued_amt"] == yuan("10.00")
    assert (row["earned_rate"], row["cash_rate"]) == (yuan("0.800000"), yuan("0.766667"))
    # September is prepaid whole and has no payable.
    (statement,) = desk.table("statement_payment")
    assert (statement["settlement_period"], statement["paid_amt"], statement["unpaid_amt"]) == (
        OCTOBER,
        yuan("30.00"),
        yuan("10.00"),
    )
    assert (
        failed(outcome)
        .keys()
        .isdisjoint(
            {"finance_states_what_was_paid", "earned_stays_within_the_budget", "no_more_is_paid_than_is_payable"}
        )
    )


def test_a_budget_that_is_exceeded_or_that_finance_states_otherwise_is_reported(desk: Desk) -> None:
    desk.receive(
        **a_small_operators_contract(),
        delivery=deliveries(SEPTEMBER),
        payment=[a_payment("Z1", "120", "2020-10-01")],
        budget_project=[{"pro_code": "X1", "fiscal_year": "2020", "reply_amt": "119.99", "exe_amt": "120.01"}],
    )

    outcome = desk.settle(SEPTEMBER)

    assert failed(outcome)["earned_stays_within_the_budget"] == "X1 2020 120.00 > 119.99"
    assert failed(outcome)["finance_states_what_was_paid"] == "X1 2020 120.01 <> 120.00"


def test_months_that_a_closed_year_left_unsettled_are_listed_with_their_worth(desk: Desk) -> None:
    desk.receive(**a_small_operators_contract(), delivery=deliveries(SEPTEMBER, NOVEMBER, "2021-01"))
    desk.settle(SEPTEMBER)
    assert "a_closed_year_leaves_no_month_unsettled" not in failed(desk.settle(OCTOBER))

    outcome = desk.settle("2021-01")

    assert [
        (row["service_period"], row["coverage"], row["booked_amt"], row["unbooked_amt"], row["pending_count"])
        for row in sorted(desk.table("month_coverage"), key=lambda row: str(row["service_period"]))
    ] == [
        (SEPTEMBER, "SETTLED", yuan("120.00"), yuan("0.00"), 0),
        (OCTOBER, "SETTLED", yuan("0.00"), yuan("0.00"), 0),
        (NOVEMBER, "NOT_SETTLED", yuan("0.00"), yuan("120.00"), 1),
        ("2020-12", "NOT_SETTLED", yuan("0.00"), yuan("0.00"), 0),
        ("2021-01", "SETTLED", yuan("120.00"), yuan("0.00"), 0),
    ]
    assert failed(outcome)["a_closed_year_leaves_no_month_unsettled"] == "H1 2020-11 120.00"


def test_a_term_of_more_than_sixty_days_is_followed_and_reported(desk: Desk) -> None:
    terms = {"contract_no": "H1", "ratio": "0.5", "base_date_kind": "DELIVERY"}
    desk.receive(
        **a_small_operators_contract(),
        delivery=deliveries(SEPTEMBER),
        contract_payment_term=[
            terms | {"seq": "1", "pay_type": "MONTHLY", "due_days": "61"},
            terms | {"seq": "2", "pay_type": "ANNUAL", "due_days": "60"},
        ],
    )

    outcome = desk.settle(SEPTEMBER)

    (row,) = desk.table("statement_payment")
    assert row["due_on"] == date(2020, 11, 30)
    assert failed(outcome)["no_term_is_longer_than_the_regulation_allows"] == "H1 1 61"
