"""What the contract's metering basis asks for, acceptance or verification, decides what is billed; the rest waits."""

from decimal import Decimal

from tests.integration.conftest import Desk, a_contract, a_delivery, a_work_order

MARCH, APRIL = "2020-03", "2020-04"


def yuan(text: str) -> Decimal:
    return Decimal(text)


def an_acceptance(accept_no: str, **given: object) -> dict[str, object]:
    acceptance = {"accept_no": accept_no, "level": "WORK_ORDER", "ref_no": "W1", "result": "PASS"}
    return acceptance | {"accepted_at": "2020-04-01T10:00:00+08:00", "accepted_qty": "", "period": ""} | given


def test_an_accepted_quantity_is_billed_also_where_the_acceptance_names_no_month(desk: Desk) -> None:
    desk.receive(
        **a_contract(metering_basis="ACCEPTED"),
        delivery=[a_delivery("D1")],
        acceptance=[an_acceptance("A1", accepted_qty="0.4")],
    )

    desk.settle(MARCH)

    assert desk.lines() == [(MARCH, "W1", MARCH, "CURRENT", yuan("48.00"))]


def test_an_accepted_quantity_of_several_work_orders_is_refused_and_not_paid_for_each(desk: Desk) -> None:
    tables = a_contract(metering_basis="ACCEPTED")
    tables["work_order"].append(a_work_order("W3"))
    desk.receive(
        **tables,
        delivery=[a_delivery("D1"), a_delivery("D3", work_order_no="W3", quantity="20000")],
        acceptance=[an_acceptance("A1", level="SERVICE_ORDER", ref_no="F1", accepted_qty="3", period=MARCH)],
    )

    outcome = desk.settle(MARCH)

    blocking = {each.expectation for each in outcome.findings if each.severity == "BLOCK" and not each.success}
    assert blocking == {"an_accepted_quantity_covers_one_month_of_one_work_order"}


def test_work_that_is_rejected_after_it_was_booked_is_taken_back_and_waits_again(desk: Desk) -> None:
    desk.receive(**a_contract(metering_basis="ACCEPTED"), delivery=[a_delivery("D1")], acceptance=[an_acceptance("A1")])
    desk.settle(MARCH)
    desk.receive(acceptance=[an_acceptance("A2", result="REJECT", accepted_at="2020-04-20T10:00:00+08:00")])

    desk.settle(APRIL)

    assert desk.lines()[1:] == [(APRIL, "W1", MARCH, "ADJUSTMENT", yuan("-120.00"))]
    assert [(row["work_order_no"], row["waiting_for"]) for row in desk.table("pending_metering")] == [
        ("W1", "ACCEPTANCE")
    ]


def test_work_by_verification_waits_until_the_supervisor_has_verified_it(desk: Desk) -> None:
    desk.receive(
        **a_contract(metering_basis="VERIFIED"),
        delivery=[a_delivery("D1")],
        metering_claim=[
            {
                "claim_no": "Q1",
                "line_no": "1",
                "work_order_no": "W1",
                "period": MARCH,
                "claimed_qty": "1",
                "unit": "万条",
            }
        ],
    )
    desk.settle(MARCH)
    assert desk.lines() == []
    (pending,) = desk.table("pending_metering")
    assert (pending["quantity"], pending["waiting_for"]) == (yuan("1"), "VERIFICATION")
    assert pending["indicative_amount"] == yuan("120.00")

    verification = {"verify_no": "V1", "line_no": "1", "work_order_no": "W1", "period": MARCH, "unit": "条"}
    desk.receive(metering_verification=[verification | {"verified_qty": "9000", "verified_on": "2020-04-05"}])
    desk.settle(APRIL)

    assert desk.lines() == [(APRIL, "W1", MARCH, "ADJUSTMENT", yuan("108.00"))]
    assert desk.table("run_difference")[0]["reason"] == "VERIFIED_LATER"
    assert desk.table("pending_metering") == []
