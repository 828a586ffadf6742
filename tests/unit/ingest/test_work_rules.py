"""Reserved work stays with the operator, and no more is accepted than was ever delivered; what mends a row heals it."""

import pytest

from tests.unit.ingest.conftest import FRAME, Trial, a_delivery, deliveries
from tests.unit.ingest.test_waivers import a_waiver, decide

ORDERS = "work_order_no,order_no,contract_no,item_code,provider,no_subcontract_flag\n"
PARTIES = "party_code,party_name\nP1,甲服务商\nOPR,运营商\n"
ACCEPTANCES = "accept_no,level,ref_no,period,result,accepted_at,accepted_qty\n"
JUNE = "2020-06-15T10:00:00+08:00"


def an_acceptance(
    accept_no: str = "A1",
    *,
    ref_no: str = "W1",
    period: str = "",
    result: str = "PASS",
    qty: str = "12.5",
    **given: str,
) -> str:
    """One line of acceptance.csv."""
    level = given.get("level", "WORK_ORDER")
    return f"{accept_no},{level},{ref_no},{period},{result},2020-07-01T10:00:00+08:00,{qty}\n"


def reasons_of(trial: Trial, *acceptances: str, **files: str) -> list[object]:
    """Reasons of the acceptances set aside, sent with the frame and other files."""
    sent = {f"{name}.csv": content for name, content in files.items()}
    trial.send({**FRAME, **sent, "acceptance.csv": ACCEPTANCES + "".join(acceptances)})
    return [
        reason
        for (reason,) in trial.query("select reason from landing.quarantine where table_name = 'acceptance' order by 1")
    ]


@pytest.mark.parametrize(
    ("qty", "reasons"),
    [("12.499999", []), ("12.5", []), ("12.500001", ["Q208"]), ("", []), ("0", [])],
    ids=["below", "all", "a-millionth-above", "not-said", "nothing"],
)
def test_100_no_more_is_accepted_than_was_delivered(trial: Trial, qty: str, reasons: list[str]) -> None:
    assert reasons_of(trial, an_acceptance(qty=qty), delivery=deliveries(a_delivery())) == reasons


def test_100_the_sentence_gives_both_quantities_in_the_items_unit(trial: Trial) -> None:
    reasons_of(trial, an_acceptance(qty="13"), delivery=deliveries(a_delivery(quantity="125000", unit="条")))

    assert trial.query("select message from landing.quarantine") == [
        ("Column accepted_qty (验收数量): 13.000000 is more than was delivered, 12.500000 万条.",)
    ]


@pytest.mark.parametrize(
    ("period", "qty", "reasons"),
    [
        ("2020-05", "12.5", []),
        ("2020-05", "12.6", ["Q208"]),
        ("2020-06", "2", []),
        ("2020-06", "2.000001", ["Q208"]),
        ("2020-07", "0.1", ["Q208"]),
        ("", "14.5", []),
        ("", "14.6", ["Q208"]),
    ],
)
def test_100_a_period_is_that_of_the_first_delivery_and_none_is_all(
    trial: Trial, period: str, qty: str, reasons: list[str]
) -> None:
    lines = (a_delivery(), a_delivery("D2", quantity="2", delivered_at=JUNE))

    assert reasons_of(trial, an_acceptance(period=period, qty=qty), delivery=deliveries(*lines)) == reasons


@pytest.mark.parametrize(
    ("redelivered", "qty", "reasons"),
    [("3", "12.5", []), ("3", "12.6", ["Q208"]), ("20", "20", []), ("20", "20.1", ["Q208"])],
    ids=["corrected-down", "above-what-ever-was", "corrected-up", "above-the-correction"],
)
def test_100_the_most_that_was_ever_stated_counts(trial: Trial, redelivered: str, qty: str, reasons: list[str]) -> None:
    lines = (
        a_delivery(deliverable_key="K"),
        a_delivery("D2", deliverable_key="K", quantity=redelivered, delivered_at=JUNE),
    )

    assert reasons_of(trial, an_acceptance(qty=qty, period="2020-05"), delivery=deliveries(*lines)) == reasons


def test_100_a_correction_downwards_takes_no_acceptance_back_and_more_delivered_heals(trial: Trial) -> None:
    lines = (an_acceptance("A1"), an_acceptance("A2", qty="15"))
    assert reasons_of(trial, *lines, delivery=deliveries(a_delivery(deliverable_key="K"))) == ["Q208"]

    again = {"deliverable_key": "K", "delivered_at": JUNE}
    trial.send({"delivery.csv": deliveries(a_delivery("D2", quantity="1", **again))})
    assert trial.query("select accept_no from landing.acceptance") == [("A1",)]

    trial.send({"delivery.csv": deliveries(a_delivery("D3", quantity="15", **again))})
    assert trial.query("select accept_no from landing.acceptance order by 1") == [("A1",), ("A2",)]


@pytest.mark.parametrize(
    "line",
    [
        an_acceptance(qty="99", result="REWORK"),
        an_acceptance(qty="99", result="REJECT"),
        an_acceptance(qty="99", ref_no="F1", level="SERVICE_ORDER"),
        # W2 has no delivery, and its contract meters by verification: claims may be all that is kept of it.
        an_acceptance(qty="99", ref_no="W2"),
    ],
    ids=["rework", "rejected", "service-order", "told-by-claims"],
)
def test_100_what_is_not_judged_lands(trial: Trial, line: str) -> None:
    """A refusal set aside would let the work that it refused be paid."""
    assert reasons_of(trial, line, delivery=deliveries(a_delivery())) == []


@pytest.mark.parametrize(("basis", "reasons"), [("ACCEPTED", ["Q208"]), ("DELIVERED", ["Q208"]), ("VERIFIED", [])])
def test_100_nothing_delivered_is_less_than_anything_where_deliveries_are_what_counts(
    trial: Trial, basis: str, reasons: list[str]
) -> None:
    contract = FRAME["contract.csv"].replace("catalogue_code\n", "catalogue_code,metering_basis\n")
    contract = contract.replace(",C\n", f",C,{basis}\n")

    found = reasons_of(trial, an_acceptance(ref_no="W2"), delivery=deliveries(a_delivery()), contract=contract)

    assert found == reasons


def test_100_without_any_delivery_log_nothing_is_judged(trial: Trial) -> None:
    assert reasons_of(trial, an_acceptance(qty="99")) == []


def test_100_the_items_own_conversion_goes_before_the_general_and_the_built_in_one(trial: Trial) -> None:
    conversions = "from_unit,to_unit,factor,item_code\n条,万条,0.00005,\n条,万条,0.0002,I1\n条,万条,9,I2\n"
    files = {"delivery": deliveries(a_delivery(quantity="50000", unit="条")), "unit_conversion": conversions}

    # 50000 × 0.0002 = 10.
    assert reasons_of(trial, an_acceptance(qty="10"), an_acceptance("A2", qty="10.1"), **files) == ["Q208"]


def test_100_an_item_whose_unit_changes_between_versions_is_not_judged(trial: Trial) -> None:
    versions = FRAME["catalogue_version.csv"] + "C,2,2020-06-01\n"
    items = FRAME["service_item.csv"] + "C,2,I1,数据采集,条,0.012\n"
    files = {"delivery": deliveries(a_delivery()), "catalogue_version": versions, "service_item": items}

    assert reasons_of(trial, an_acceptance(qty="99"), **files) == []


@pytest.mark.parametrize(
    ("provider", "flag", "reasons"),
    [("P1", "yes", ["Q214"]), ("P1", "no", []), ("P1", "", []), ("OPR", "yes", [])],
    ids=["given-away", "not-reserved", "not-said", "kept"],
)
def test_c10_reserved_work_of_a_provider_is_set_aside(
    trial: Trial, provider: str, flag: str, reasons: list[str]
) -> None:
    trial.send({**FRAME, "party.csv": PARTIES, "work_order.csv": f"{ORDERS}W1,F1,H1,I1,{provider},{flag}\n"})

    assert [reason for *_, reason in trial.reasons()] == reasons


def test_c10_its_deliveries_wait_with_it_and_land_once_the_operator_does_it(trial: Trial) -> None:
    order = f"{ORDERS}W1,F1,H1,I1,P1,yes\n"
    trial.send({**FRAME, "party.csv": PARTIES, "work_order.csv": order, "delivery.csv": deliveries(a_delivery())})
    assert trial.reasons() == [("delivery", 2, "Q204"), ("work_order", 2, "Q214")]

    trial.send({"work_order.csv": order.replace("P1", "OPR")})

    assert trial.query("select work_order_no, provider from landing.work_order") == [("W1", "OPR")]
    assert trial.query("select delivery_no from landing.delivery") == [("D1",)]
    assert trial.query("select reason from landing.set_aside") == []


def test_c10_two_people_may_accept_it(trial: Trial) -> None:
    order = f"{ORDERS}W1,F1,H1,I1,P1,yes\n"
    trial.send({**FRAME, "party.csv": PARTIES, "work_order.csv": order, "delivery.csv": deliveries(a_delivery())})

    decide(trial, a_waiver(trial, "work_order", 2, act="accept", rule="reserved_work"))

    assert trial.query("select work_order_no, provider from landing.work_order") == [("W1", "P1")]
    assert trial.query("select delivery_no from landing.delivery") == [("D1",)]


def test_c6_a_work_order_under_two_service_orders_is_set_aside(trial: Trial) -> None:
    trial.send({**FRAME, "work_order/1.csv": f"{ORDERS}W1,F1,H1,I1,P1,\n"})

    trial.send({"work_order/2.csv": f"{ORDERS}W1,F2,H1,I1,P1,\nW3,F2,H1,I1,P1,\n"})

    assert {reason for *_, reason in trial.reasons()} == {"Q221"}
    assert trial.query("select work_order_no from landing.work_order order by 1") == [("W2",), ("W3",)]


@pytest.mark.parametrize("column", ["work_order_no", "deliverable_key"])
def test_c8_a_correction_that_cannot_name_what_it_corrects_is_refused(trial: Trial, column: str) -> None:
    names = ["delivery_no", "work_order_no", "deliverable_key", "delivered_at", "quantity", "unit", "version"]
    cells = a_delivery("D2", quantity="-1", version="2").strip().split(",")
    kept = [place for place, name in enumerate(names) if name != column]
    lines = [",".join(each[place] for place in kept) for each in (names, cells)]

    outcome = trial.send({**FRAME, "delivery.csv": "\n".join(lines) + "\n"})["delivery.csv"]

    assert (outcome.refusal or "").startswith("E111 ")
    assert column in (outcome.refusal or "")
