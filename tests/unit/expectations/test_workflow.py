"""Who may do the work, on an approved split, accepted in its order; what was said against it is listed."""

import pytest

from expectations.suites import guarantees, reviews, workflow
from tests.unit.expectations.conftest import SmallRun

SPLIT, PAYABLE = "landing.split_approval", "no_work_is_done_on_a_split_that_was_returned"


def test_these_rules_refuse_a_run_and_the_others_only_warn() -> None:
    suites = (*workflow.SUITES, *reviews.SUITES, *guarantees.SUITES)

    blocking = {rule.name for suite in suites for rule in suite.rules if rule.severity == "BLOCK"}

    assert blocking == {
        "every_work_order_has_one_provider",
        "reserved_work_stays_with_the_operator",
        "no_work_is_done_on_a_split_that_was_returned",
        "the_verifier_is_independent",
        "a_fee_verification_that_was_given_is_known",
        "the_instalments_of_a_contract_make_the_whole",
    }


def test_two_rows_of_a_work_order_with_two_providers_are_named(run: SmallRun) -> None:
    contradicted = {"table_name": "work_order", "reason": "Q221"}
    run.give(
        "landing.set_aside",
        contradicted | {"work_order_no": "W1", "provider": "P2"},
        contradicted | {"work_order_no": "W1", "provider": "P1"},
        # Two rows that contradict each other in something else.
        contradicted | {"work_order_no": "W2", "provider": "P1"},
        contradicted | {"work_order_no": "W2", "provider": "P1"},
        # A row without its contract names nobody else's work.
        contradicted | {"work_order_no": "W3", "provider": "P1", "reason": "Q204"},
        contradicted | {"work_order_no": "W3", "provider": "P2", "reason": "Q204"},
    )

    assert run.offences("every_work_order_has_one_provider") == ["W1 P1 / P2"]


def test_reserved_work_that_was_set_aside_is_named_once_and_by_its_own_rule(run: SmallRun) -> None:
    run.give(
        "landing.set_aside",
        {"table_name": "work_order", "work_order_no": "W1", "provider": "P1", "reason": "Q214"},
        {"table_name": "work_order", "work_order_no": "W1", "provider": "P1", "reason": "Q214"},
        {"table_name": "work_order", "work_order_no": "W2", "provider": "P1", "reason": "Q211"},
        # What waits with the work order is no offence of its own.
        {"table_name": "delivery", "work_order_no": "W1", "reason": "Q204"},
    )

    assert run.offences("reserved_work_stays_with_the_operator") == ["W1 → P1"]
    assert run.offences("no_work_order_is_set_aside") == ["W2 (Q211)"]
    assert run.offences("no_work_row_is_set_aside") == ["delivery W1 (Q204)"]


def test_reserved_work_that_was_accepted_by_two_people_is_named_where_it_has_work(run: SmallRun) -> None:
    order = {"contract_no": "H1", "operator": "OPR"}
    run.give(
        "intermediate.int_work_orders_itemised",
        order | {"work_order_no": "given away", "provider": "P1", "no_subcontract_flag": True},
        order | {"work_order_no": "without work", "provider": "P1", "no_subcontract_flag": True},
        order | {"work_order_no": "kept", "provider": "OPR", "no_subcontract_flag": True},
        order | {"work_order_no": "not reserved", "provider": "P1", "no_subcontract_flag": False},
        order | {"work_order_no": "not said", "provider": "P1"},
    )
    for work_order_no in ("given away", "kept", "not reserved", "not said"):
        run.work(work_order_no)

    assert run.offences("no_reserved_work_was_waived") == ["given away → P1"]


@pytest.mark.parametrize(
    ("results", "offences"),
    [
        pytest.param([("A1", "APPROVED", "2020-03-01")], [], id="approved"),
        pytest.param([("A1", "RETURNED", "2020-03-01")], ["F1 A1"], id="returned"),
        pytest.param([("A1", "RETURNED", "2020-03-01"), ("A2", "APPROVED", "2020-03-02")], [], id="approved-later"),
        pytest.param([("A1", "APPROVED", "2020-03-02"), ("A2", "RETURNED", "2020-03-01")], [], id="returned-before"),
        pytest.param([("A1", "APPROVED", "2020-03-01"), ("A2", "RETURNED", "2020-03-01")], ["F1 A2"], id="same-day"),
    ],
)
def test_the_newest_approval_of_a_split_counts(
    run: SmallRun, results: list[tuple[str, str, str]], offences: list[str]
) -> None:
    run.work()
    for approval_no, result, day in results:
        run.give(SPLIT, {"approval_no": approval_no, "order_no": "F1", "result": result, "approved_on": day})

    assert run.offences(PAYABLE) == offences


def test_a_returned_split_refuses_only_the_run_that_has_its_work(run: SmallRun) -> None:
    run.give(SPLIT, {"approval_no": "A1", "order_no": "F1", "result": "RETURNED"})
    run.reckon("2020-02", is_booked=True)
    run.work(service_period="2020-02")
    run.work("W2", order_no="F2")

    assert run.offences(PAYABLE) == []

    run.give("intermediate.int_lines_due", {"work_order_no": "W1", "service_period": "2020-02"})
    assert run.offences(PAYABLE) == ["F1 A1"]


def test_a_missing_approval_is_named_where_approvals_are_given_and_not_checked_otherwise(run: SmallRun) -> None:
    assert run.offences("split_approval_was_given") == []
    run.work()
    run.work("W2")

    assert run.offences("split_approval_was_given") == ["split_approval"]
    assert run.offences("every_split_was_approved") == []

    run.give(SPLIT, {"approval_no": "A1", "order_no": "F9", "result": "APPROVED"})
    assert run.offences("split_approval_was_given") == []
    assert run.offences("every_split_was_approved") == ["F1"]


def test_an_annual_run_speaks_of_the_whole_year_and_a_monthly_one_only_of_what_is_new(run: SmallRun) -> None:
    run.reckon("2020-01", is_booked=True)
    run.work(service_period="2020-01")

    assert run.offences("split_approval_was_given") == []

    run.ask("2020")
    assert run.offences("split_approval_was_given") == ["split_approval"]


def accept(
    run: SmallRun, accept_no: str, ref_no: str, day: str, result: str = "PASS", period: str | None = None
) -> None:
    """An acceptance at noon; orders begin with F, work orders with W."""
    level = "SERVICE_ORDER" if ref_no.startswith("F") else "WORK_ORDER"
    row = {"accept_no": accept_no, "level": level, "ref_no": ref_no, "result": result}
    given = row | {"accepted_at": f"{day} 12:00:00+08"} | ({"period": period} if period else {})
    run.give("landing.acceptance", given)


AFTER = "a_service_order_is_accepted_after_its_work_orders"


def test_a_service_order_accepted_at_the_moment_of_its_last_work_order_is_in_order(run: SmallRun) -> None:
    run.work("W1")
    run.work("W2")
    accept(run, "A1", "W1", "2020-04-01")
    accept(run, "A2", "W2", "2020-04-02")
    accept(run, "A3", "F1", "2020-04-02")

    assert run.offences(AFTER) == []


@pytest.mark.parametrize(
    ("acceptances", "offences"),
    [
        pytest.param([("A1", "W1", "2020-04-01")], ["A9 F1: W2"], id="one-not-accepted"),
        pytest.param([("A1", "W1", "2020-04-01"), ("A2", "W2", "2020-04-04")], ["A9 F1: W2"], id="one-accepted-later"),
        pytest.param(
            [("A1", "W1", "2020-04-01"), ("A2", "W2", "2020-04-01"), ("A3", "W2", "2020-04-02", "REWORK")],
            ["A9 F1: W2"],
            id="one-sent-back-in-between",
        ),
        pytest.param(
            [("A1", "W1", "2020-04-01"), ("A2", "W2", "2020-04-01", "PASS", "2020-02")],
            ["A9 F1: W2"],
            id="one-accepted-for-another-month",
        ),
        pytest.param([], [], id="no-work-order-is-ever-accepted-by-itself"),
        pytest.param([("A1", "W9", "2020-04-01")], ["A9 F1: W1 W2"], id="others-are"),
    ],
)
def test_a_service_order_accepted_before_its_work_orders_is_named_with_them(
    run: SmallRun, acceptances: list[tuple[str, ...]], offences: list[str]
) -> None:
    run.work("W1")
    run.work("W2")
    run.work("W3", order_no="F3")
    for each in acceptances:
        accept(run, *each)
    accept(run, "A9", "F1", "2020-04-03")

    assert run.offences(AFTER) == offences


def test_a_later_acceptance_of_the_service_order_heals_an_early_one(run: SmallRun) -> None:
    run.work("W1")
    accept(run, "A1", "F1", "2020-04-01")
    accept(run, "A2", "W1", "2020-04-02")
    assert run.offences(AFTER) == ["A1 F1: W1"]

    accept(run, "A3", "F1", "2020-04-03")

    assert run.offences(AFTER) == []


def test_objections_are_listed_until_they_have_a_result(run: SmallRun) -> None:
    objection = {"contract_no": "H1", "raised_on": "2020-04-01"}
    run.give(
        "landing.objection",
        objection | {"objection_no": "Y1"},
        objection | {"objection_no": "Y2", "work_order_no": "W1", "period": "2020-03"},
        objection | {"objection_no": "Y3", "result": "DISMISSED"},
        objection | {"objection_no": "Y4", "result": "UPHELD"},
    )

    assert run.offences("no_objection_is_open") == ["Y1 H1", "Y2 H1 W1 2020-03"]


def test_events_without_an_answer_are_listed_from_the_run_of_their_month_on(run: SmallRun) -> None:
    event = {"contract_no": "H1", "clause_no": "K2"}
    run.give(
        "landing.breach_event",
        event | {"event_no": "E1", "occurred_on": "2020-03-31"},
        event | {"event_no": "E2", "occurred_on": "2020-02-01"},
        event | {"event_no": "E3", "occurred_on": "2020-04-01"},
        event | {"event_no": "E4", "occurred_on": "2020-03-31", "liable": True},
        event | {"event_no": "E5", "occurred_on": "2020-03-31", "liable": False},
    )

    assert run.offences("every_event_has_a_liable_answer") == ["H1 K2 E1 2020-03-31", "H1 K2 E2 2020-02-01"]


def test_an_acceptance_of_no_known_work_is_named(run: SmallRun) -> None:
    month = {"service_period": "2020-03", "order_no": "F1"}
    run.give(
        "intermediate.int_work_months_gathered",
        month | {"work_order_no": "W1", "metering_basis": "ACCEPTED", "delivered_qty": 1},
        month | {"work_order_no": "W2", "metering_basis": "ACCEPTED"},
        month | {"work_order_no": "W3", "order_no": "F3", "metering_basis": "VERIFIED"},
    )
    accept(run, "A1", "W1", "2020-04-01")
    accept(run, "A2", "W2", "2020-04-01")  # claimed and never delivered: nothing that an acceptance could meter
    accept(run, "A3", "F3", "2020-04-01", "REWORK")
    accept(run, "A4", "F1", "2020-04-01", "PASS", "2020-04")

    assert run.offences("every_acceptance_concerns_work") == ["A2 WORK_ORDER W2", "A4 SERVICE_ORDER F1"]
