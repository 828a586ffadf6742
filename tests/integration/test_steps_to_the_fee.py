"""Verified work is paid once nobody sent it back and its fee is verified; who breaks the chain stops the run."""

from decimal import Decimal

from tests.integration.conftest import Desk, Row, a_contract, a_delivery, a_work_order, an_item

MARCH, APRIL = "2020-03", "2020-04"


def yuan(text: str) -> Decimal:
    return Decimal(text)


def a_claim(work_order_no: str, quantity: str, **given: object) -> Row:
    claim = {"claim_no": "Q1", "line_no": work_order_no, "work_order_no": work_order_no, "period": MARCH}
    return claim | {"claimed_qty": quantity, "unit": "万条"} | given


def a_verification(work_order_no: str, quantity: str, **given: object) -> Row:
    verification = {"verify_no": "V1", "line_no": work_order_no, "work_order_no": work_order_no, "period": MARCH}
    row = verification | {"verified_qty": quantity, "unit": "万条", "supervisor": "JL", "cut_reason": ""}
    return row | {"verified_on": "2020-04-02"} | given


def an_acceptance(accept_no: str, ref_no: str, **given: object) -> Row:
    acceptance = {"accept_no": accept_no, "level": "WORK_ORDER", "ref_no": ref_no, "result": "PASS"}
    return acceptance | {"accepted_at": "2020-04-01T10:00:00+08:00"} | given


def a_fee(fee_no: str, order_no: str, gross_amt: str, **given: object) -> Row:
    return {"fee_no": fee_no, "order_no": order_no, "period": MARCH, "gross_amt": gross_amt} | given


def failed(outcome: object, severity: str) -> dict[str, str]:
    return {
        each.expectation: each.sample for each in outcome.findings if each.severity == severity and not each.success
    }


def orders_by_verification() -> dict[str, list[Row]]:
    """W1, W2 and W3 of the orders F1, F2 and F3; the catalogue ends with March and its next version is not given."""
    tables = a_contract(metering_basis="VERIFIED")
    tables["catalogue_version"][0]["effective_to"] = "2020-03-31"
    tables["work_order"] = [a_work_order(f"W{number}", order_no=f"F{number}") for number in (1, 2, 3)]
    return tables


def test_what_lacks_a_step_waits_for_it_and_is_paid_when_it_is_taken(desk: Desk) -> None:
    desk.receive(
        **orders_by_verification(),
        # W3 has no delivery log: it is sent back all the same.
        delivery=[a_delivery("D1", quantity="100000"), a_delivery("D2", work_order_no="W2", quantity="50000")],
        metering_claim=[a_claim("W1", "10"), a_claim("W2", "5"), a_claim("W1", "3", claim_no="Q2", period=APRIL)],
        metering_verification=[
            a_verification("W1", "9", cut_reason="重复计数"),
            a_verification("W2", "5"),
            a_verification("W3", "2"),
            a_verification("W1", "3", verify_no="V2", period=APRIL, verified_on="2020-05-02"),
        ],
        acceptance=[
            an_acceptance("A1", "W1"),
            an_acceptance("A2", "W2"),
            an_acceptance("A3", "W3", result="REWORK"),
        ],
        fee_verification=[a_fee("K1", "F1", "1080.00"), a_fee("K4", "F1", "300.00", period=APRIL)],
    )

    march = desk.settle(MARCH)

    assert desk.lines() == [(MARCH, "W1", MARCH, "CURRENT", yuan("1080.00"))]
    pending = [
        tuple(row[name] for name in ("work_order_no", "service_period", "quantity", "indicative_amount", "waiting_for"))
        for row in desk.table("pending_metering")
    ]
    assert sorted(pending) == [
        ("W1", APRIL, yuan("3"), None, "PRICE"),
        ("W2", MARCH, yuan("5"), yuan("600.00"), "FEE_VERIFICATION"),
        ("W3", MARCH, yuan("2"), yuan("240.00"), "ACCEPTANCE"),
    ]
    assert {row["delivery_no"]: row["fate"] for row in desk.table("delivery_fate")} == {
        "D1": "EVIDENCE",
        "D2": "PENDING",
    }
    assert "the_fee_verified_is_the_fee_computed" not in failed(march, "WARN")
    assert failed(march, "WARN").keys() >= {"split_approval_was_given", "goal_review_was_given"}
    assert "fee_verification_was_given" not in failed(march, "WARN")

    desk.receive(
        catalogue_version=[{"catalogue_code": "C", "version_no": "2", "effective_from": "2020-04-01"}],
        service_item=[an_item("I1", version_no="2", unit_code="万条", unit_price="100"), an_item("I2", version_no="2")],
        acceptance=[an_acceptance("A4", "W3", accepted_at="2020-04-20T10:00:00+08:00")],
        fee_verification=[a_fee("K2", "F2", "600.00"), a_fee("K3", "F3", "200.00")],
    )

    april = desk.settle(APRIL)

    assert desk.lines()[1:] == [
        (APRIL, "W1", APRIL, "CURRENT", yuan("300.00")),
        (APRIL, "W2", MARCH, "ADJUSTMENT", yuan("600.00")),
        (APRIL, "W3", MARCH, "ADJUSTMENT", yuan("240.00")),
    ]
    assert desk.table("pending_metering") == []
    assert failed(april, "WARN")["the_fee_verified_is_the_fee_computed"] == "K3 F3 2020-03 200.00 <> 240.00"


def test_the_first_fee_verification_asks_for_one_of_every_order_also_of_what_is_booked(desk: Desk) -> None:
    desk.receive(
        **orders_by_verification(), metering_verification=[a_verification("W1", "9"), a_verification("W2", "5")]
    )
    march = desk.settle(MARCH)
    assert desk.table("settlement")[0]["gross_amt"] == yuan("1680.00")
    assert "fee_verification_was_given" in failed(march, "WARN")
    desk.receive(fee_verification=[a_fee("K2", "F2", "600.00", period="")])

    desk.settle(MARCH)

    assert desk.lines() == [
        (MARCH, "W1", MARCH, "CURRENT", yuan("-1080.00")),
        (MARCH, "W1", MARCH, "CURRENT", yuan("1080.00")),
        (MARCH, "W2", MARCH, "CURRENT", yuan("600.00")),
    ]
    assert [(row["work_order_no"], row["waiting_for"]) for row in desk.table("pending_metering")] == [
        ("W1", "FEE_VERIFICATION")
    ]


def test_every_break_of_the_chain_refuses_the_run_and_is_named(desk: Desk) -> None:
    tables = orders_by_verification()
    tables["party"].append({"party_code": "P2", "party_name": "乙服务商"})
    tables["work_order"] += [a_work_order("W8"), a_work_order("W9", no_subcontract_flag="yes")]
    desk.receive(
        **tables,
        metering_verification=[a_verification("W1", "9", supervisor="P1"), a_verification("W2", "5")],
        split_approval=[
            {"approval_no": "S1", "order_no": "F1", "result": "RETURNED", "approved_on": "2020-03-02"},
            {"approval_no": "S2", "order_no": "F2", "result": "APPROVED", "approved_on": "2020-03-02"},
        ],
        contract_payment_term=[
            {"contract_no": "H1", "seq": seq, "pay_type": "PROGRESS", "ratio": "0.3"} for seq in (1, 2, 3, 4)
        ],
    )
    desk.receive(work_order=[a_work_order("W8", provider="P2")])
    desk.receive(fee_verification=[a_fee("K1", "F0", "1.00")])

    outcome = desk.settle(MARCH)

    assert outcome.verdict == "REFUSED"
    refused = failed(outcome, "BLOCK")
    assert refused.pop("no_work_order_is_set_aside") == "W8 (Q221) · W8 (Q221)"
    assert refused.pop("a_fee_verification_that_was_given_is_known").endswith("fee_verification.csv")
    assert refused == {
        "every_work_order_has_one_provider": "W8 P1 / P2",
        "reserved_work_stays_with_the_operator": "W9 → P1",
        "no_work_is_done_on_a_split_that_was_returned": "F1 S1",
        "the_verifier_is_independent": "V1 P1",
        "the_instalments_of_a_contract_make_the_whole": "H1 1.200000",
    }
