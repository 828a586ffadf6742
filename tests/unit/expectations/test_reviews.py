"""A quantity is verified by somebody independent, with a reason for each cut; its goal reviewed; its fee verified."""

import pytest

from tests.unit.expectations.conftest import SmallRun

INDEPENDENT = "the_verifier_is_independent"
FEE = "the_fee_verified_is_the_fee_computed"


def verify(run: SmallRun, verify_no: str, work_order_no: str, supervisor: str | None = "S1", **given: object) -> None:
    """The verification of March that counts, as landed and as metered."""
    row = {"verify_no": verify_no, "work_order_no": work_order_no}
    named = {"supervisor": supervisor} if supervisor else {}
    run.give("landing.metering_verification", row | {"period": "2020-03"} | named)
    run.give("intermediate.int_work_months_verified", row | {"service_period": "2020-03"} | given)


def hand_out(run: SmallRun, work_order_no: str, provider: str, contract_no: str = "H1") -> None:
    order = {"work_order_no": work_order_no, "contract_no": contract_no, "provider": provider, "operator": "OPR"}
    run.give("intermediate.int_work_orders_itemised", order)


@pytest.mark.parametrize(
    ("supervisor", "offences"),
    [
        pytest.param("S1", [], id="a-third-party"),
        pytest.param("OPR", ["V1 OPR"], id="the-operator"),
        pytest.param("P1", ["V1 P1"], id="the-provider-itself"),
        pytest.param("P2", ["V1 P2"], id="another-provider-of-the-contract"),
        pytest.param("P3", [], id="a-provider-of-another-contract"),
        pytest.param(None, [], id="nobody-named"),
    ],
)
def test_who_has_a_part_in_the_contract_does_not_verify_its_work(
    run: SmallRun, supervisor: str | None, offences: list[str]
) -> None:
    hand_out(run, "W1", "P1")
    hand_out(run, "W2", "P2")
    hand_out(run, "W3", "P3", contract_no="H2")
    run.work()
    verify(run, "V1", "W1", supervisor)

    assert run.offences(INDEPENDENT) == offences


def test_a_verification_that_was_replaced_or_meters_nothing_is_not_held_against_anybody(run: SmallRun) -> None:
    hand_out(run, "W1", "P1")
    hand_out(run, "W2", "P1")
    run.work("W1")
    run.work("W2", metering_basis="DELIVERED")
    verify(run, "V2", "W1", "S1")
    verify(run, "V3", "W2", "P1")
    run.give(
        "landing.metering_verification",
        {"verify_no": "V1", "work_order_no": "W1", "period": "2020-03", "supervisor": "P1"},
    )

    assert run.offences(INDEPENDENT) == []


def test_work_is_verified_on_the_day_of_its_acceptance_at_the_earliest(run: SmallRun) -> None:
    passed = {"service_period": "2020-03"}
    for work_order_no in ("same day", "day before", "not accepted", "sent back", "no day"):
        run.work(work_order_no)
        days = {} if work_order_no == "no day" else {"verified_on": "2020-04-02"}
        verify(run, "V1", work_order_no, **days)
    run.work("delivered", metering_basis="DELIVERED")
    verify(run, "V1", "delivered", verified_on="2020-04-02")
    assert run.offences("work_is_accepted_before_it_is_verified") == []

    run.give(
        "intermediate.int_work_months_accepted",
        # 23:59:59 on 2 April in Shanghai, and the second after it
        passed | {"work_order_no": "same day", "first_passed_at": "2020-04-02 15:59:59+00"},
        passed | {"work_order_no": "day before", "first_passed_at": "2020-04-02 16:00:00+00"},
        passed | {"work_order_no": "sent back"},
        passed | {"work_order_no": "no day", "first_passed_at": "2020-04-30 00:00:00+00"},
    )
    run.give("landing.acceptance", {"accept_no": "A1", "level": "WORK_ORDER", "ref_no": "same day"})

    assert run.offences("work_is_accepted_before_it_is_verified") == [
        "V1 day before 2020-03",
        "V1 not accepted 2020-03",
        "V1 sent back 2020-03",
    ]


def test_every_cut_has_a_reason(run: SmallRun) -> None:
    for work_order_no, verified_qty, reason in (
        ("cut", 6, {}),
        ("cut for a blank", 6, {"cut_reason": " "}),
        ("cut for a reason", 6, {"cut_reason": "重复计数"}),
        ("not cut", 7, {}),
        ("raised", 8, {}),
    ):
        run.work(work_order_no, verified_qty=verified_qty)
        verify(run, "V1", work_order_no, **reason)

    assert [each.split(" 2020-03")[0] for each in run.offences("every_cut_has_a_reason")] == [
        "V1 cut",
        "V1 cut for a blank",
    ]


def review(run: SmallRun, review_no: str, order_no: str, **given: object) -> None:
    run.give("landing.goal_review", {"review_no": review_no, "order_no": order_no} | given)


def test_a_goal_that_was_not_reviewed_or_not_met_is_named(run: SmallRun) -> None:
    run.work("W1", order_no="met")
    run.work("W2", order_no="not met")
    run.work("W3", order_no="not answered")
    run.work("W4", order_no="scored")
    run.work("W5", order_no="no review")
    run.work("W6", order_no="review of another month")
    run.work("W7", order_no="not verified", verified_qty=None, billed_qty=None)
    run.work("W8", order_no="delivered", metering_basis="DELIVERED")
    run.work("W9", order_no="delivered and not met", metering_basis="DELIVERED")
    review(run, "G1", "met", met_flag=True)
    review(run, "G2", "not met", met_flag=False)
    review(run, "G3", "not answered")
    review(run, "G4", "scored", score=80)
    review(run, "G6", "review of another month", period="2020-02", met_flag=True)
    review(run, "G9", "delivered and not met", met_flag=False)

    assert run.offences("every_goal_was_reviewed") == [
        "no review 2020-03",
        "not answered 2020-03",
        "review of another month 2020-03",
    ]
    assert run.offences("every_reviewed_goal_was_met") == ["delivered and not met 2020-03 G9", "not met 2020-03 G2"]


def test_the_review_of_the_month_goes_before_one_of_all_months_and_the_newest_counts(run: SmallRun) -> None:
    run.work("W1", order_no="F1")
    run.work("W2", order_no="F2")
    review(run, "G1", "F1", met_flag=False, reviewed_on="2020-04-09")
    review(run, "G2", "F1", met_flag=True, reviewed_on="2020-04-01", period="2020-03")
    review(run, "G3", "F2", met_flag=True, reviewed_on="2020-04-01")
    review(run, "G4", "F2", met_flag=False, reviewed_on="2020-04-02")

    assert run.offences("every_reviewed_goal_was_met") == ["F2 2020-03 G4"]


@pytest.mark.parametrize("step", ["goal_review", "fee_verification"])
def test_a_step_that_was_never_given_is_not_checked_where_work_was_verified(run: SmallRun, step: str) -> None:
    run.work("W1", metering_basis="DELIVERED")
    run.work("W2", metering_basis="ACCEPTED")
    run.work("W3", verified_qty=None, billed_qty=None)
    assert run.offences(f"{step}_was_given") == []
    assert run.offences("every_goal_was_reviewed") == []

    run.work("W4")
    assert run.offences(f"{step}_was_given") == [step]

    run.give(f"landing.{step}", {"order_no": "F9"})
    assert run.offences(f"{step}_was_given") == []


def test_fee_verifications_of_which_no_row_landed_refuse_the_run(run: SmallRun) -> None:
    run.give("landing.ingest_file", {"file_name": "empty.csv", "table_name": "fee_verification", "rows_read": 0})
    assert run.offences("a_fee_verification_that_was_given_is_known") == []

    run.give("landing.ingest_file", {"file_name": "fees.csv", "table_name": "fee_verification", "rows_read": 2})
    assert run.offences("a_fee_verification_that_was_given_is_known") == ["fees.csv"]

    run.give("landing.fee_verification", {"fee_no": "F1", "order_no": "F1"})
    assert run.offences("a_fee_verification_that_was_given_is_known") == []


def settle(run: SmallRun, order_no: str, amount: str, month: str = "2020-03", *, table: str = "marts") -> None:
    row = {"work_order_no": f"W of {order_no}", "order_no": order_no, "service_period": month, "amount": amount}
    run.give(f"{table}.settlement_line", row)


def fee(run: SmallRun, fee_no: str, order_no: str, **given: object) -> None:
    run.give("landing.fee_verification", {"fee_no": fee_no, "order_no": order_no} | given)


def test_a_fee_that_differs_from_what_the_run_makes_of_its_order_by_a_fen_is_named(run: SmallRun) -> None:
    for order_no in ("equal", "a fen more", "no amount", "nothing computed"):
        run.work(f"W of {order_no}", order_no=order_no)
    settle(run, "equal", "60.00")
    settle(run, "equal", "40.00")
    settle(run, "a fen more", "100.00")
    settle(run, "no amount", "100.00")
    fee(run, "K1", "equal", period="2020-03", gross_amt="100.00")
    fee(run, "K2", "a fen more", period="2020-03", gross_amt="100.01")
    fee(run, "K3", "no amount", period="2020-03")
    fee(run, "K4", "nothing computed", period="2020-03", gross_amt="100.00")
    fee(run, "K5", "of another month", period="2020-04", gross_amt="1.00")

    assert run.offences(FEE) == [
        "K2 a fen more 2020-03 100.01 <> 100.00",
        "K4 nothing computed 2020-03 100.00 <> 0.00",
    ]


def test_a_fee_of_all_months_is_held_against_every_month_that_has_none_of_its_own(run: SmallRun) -> None:
    run.work("W1")
    settle(run, "F1", "10.00", "2020-01", table="booked")
    settle(run, "F1", "20.00", "2020-02", table="booked")
    settle(run, "F1", "40.00", "2020-03")
    fee(run, "K1", "F1", gross_amt="50.00")
    fee(run, "K2", "F1", gross_amt="20.00", period="2020-02")

    assert run.offences(FEE) == []

    # The newest counts; without a day a fee is older than any.
    fee(run, "K3", "F1", gross_amt="50.01", verified_on="2020-04-01")
    assert run.offences(FEE) == ["K3 F1 50.01 <> 50.00"]


def test_a_fee_is_spoken_of_in_the_run_that_books_its_work_and_not_again(run: SmallRun) -> None:
    run.reckon("2020-02", is_booked=True)
    run.work("W1", service_period="2020-02")
    settle(run, "F1", "20.00", "2020-02", table="booked")
    fee(run, "K1", "F1", gross_amt="19.99", period="2020-02")

    assert run.offences(FEE) == []

    run.give("intermediate.int_lines_due", {"work_order_no": "W1", "service_period": "2020-02"})
    settle(run, "F1", "-1.00", "2020-02")
    assert run.offences(FEE) == ["K1 F1 2020-02 19.99 <> 19.00"]


def test_a_catalogue_published_or_approved_after_it_took_effect_is_named_once(run: SmallRun) -> None:
    version = {"catalogue_code": "C", "effective_from": "2020-01-02"}
    run.give(
        "landing.catalogue_version",
        version | {"version_no": "on the day", "approved_on": "2020-01-02", "published_on": "2020-01-02"},
        version | {"version_no": "published late", "approved_on": "2020-01-01", "published_on": "2020-01-03"},
        version | {"version_no": "approved late", "approved_on": "2020-01-03"},
        version | {"version_no": "no dates"},
        version | {"version_no": "not in use", "published_on": "2020-01-03"},
    )
    for number, name in enumerate(("on the day", "published late", "published late", "approved late", "no dates")):
        month = {"work_order_no": f"W{number}", "service_period": "2020-03"}
        run.work(f"W{number}")
        run.give("intermediate.int_work_months_priced", month | {"catalogue_code": "C", "catalogue_version": name})

    assert run.offences("a_catalogue_is_published_before_it_takes_effect") == [
        "C approved late 2020-01-02 < 2020-01-03",
        "C published late 2020-01-02 < 2020-01-03",
    ]
