"""A run books once, never rewrites, is refused whole, and stands on exactly the runs before it."""

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from interface.errors import CannotRun
from interface.ledger import next_moment
from orchestration.verify import verify
from tests.integration.conftest import Desk, a_contract, a_delivery, an_item

MARCH, APRIL = "2020-03", "2020-04"


def pointer_of(desk: Desk) -> dict[str, str]:
    return json.loads(desk.home.pointer.read_bytes())


def failed(outcome: object, severity: str = "BLOCK") -> set[str]:
    return {each.expectation for each in outcome.findings if each.severity == severity and not each.success}


def test_settling_again_with_nothing_new_books_nothing(desk: Desk) -> None:
    desk.receive(**a_contract(), delivery=[a_delivery("D1")])
    first = desk.settle(MARCH)
    before = pointer_of(desk)

    again = desk.settle(MARCH)

    assert (first.verdict, again.verdict, again.run_type) == ("PUBLISHED", "NOTHING_NEW", "REVISION")
    assert pointer_of(desk) == before


def test_a_revision_books_the_difference_in_its_own_month(desk: Desk) -> None:
    desk.receive(**a_contract(), delivery=[a_delivery("D1")])
    desk.settle(MARCH)
    desk.receive(delivery=[a_delivery("D2", quantity="5000")])

    outcome = desk.settle(MARCH)

    assert (outcome.run_type, outcome.verdict) == ("REVISION", "PUBLISHED")
    assert [line[-1] for line in desk.lines()] == [Decimal("60.00"), Decimal("120.00")]
    assert {(row["run_type"], row["status"]) for row in desk.table("run")} == {
        ("INITIAL", "SUPERSEDED"),
        ("REVISION", "PUBLISHED"),
    }


def test_an_indicative_run_books_nothing(desk: Desk) -> None:
    desk.receive(**a_contract(), delivery=[a_delivery("D1")])

    outcome = desk.settle(MARCH, run_type="INDICATIVE")

    assert (outcome.verdict, outcome.statements[0].gross_amt) == ("INDICATIVE", Decimal("120.00"))
    assert not desk.home.pointer.exists()


def test_a_final_month_takes_no_further_run_and_later_months_adjust_it(desk: Desk) -> None:
    desk.receive(**a_contract(), delivery=[a_delivery("D1")])
    desk.settle(MARCH, run_type="FINAL")

    with pytest.raises(CannotRun, match="2020-03 is final since run R202003-FINAL-"):
        desk.settle(MARCH)

    desk.receive(delivery=[a_delivery("D2", quantity="5000")])
    desk.settle(APRIL)
    assert desk.lines()[1] == (APRIL, "W1", MARCH, "ADJUSTMENT", Decimal("60.00"))


def test_a_month_with_unverified_work_cannot_be_final(desk: Desk) -> None:
    desk.receive(**a_contract(metering_basis="VERIFIED"), delivery=[a_delivery("D1")])

    outcome = desk.settle(MARCH, run_type="FINAL")

    assert failed(outcome) == {"a_final_month_leaves_nothing_unverified"}


def test_a_type_that_does_not_fit_is_refused_with_a_sentence(desk: Desk) -> None:
    desk.receive(**a_contract(), delivery=[a_delivery("D1")])

    with pytest.raises(CannotRun, match="2020-03 was never settled, so there is nothing to revise"):
        desk.settle(MARCH, run_type="REVISION")

    desk.settle(MARCH)
    with pytest.raises(CannotRun, match="2020-03 is booked since run R202003-INITIAL-"):
        desk.settle(MARCH, run_type="INITIAL")


def test_the_same_facts_give_the_same_ids_in_another_home(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = Desk(tmp_path_factory.mktemp("other"), desk._judge_process)
    desk.receive(**a_contract(), delivery=[a_delivery("D1"), a_delivery("D2")])
    other.receive(**a_contract(), delivery=[a_delivery("D2"), a_delivery("D1", quantity="10000.0")])

    first, second = desk.settle(MARCH), other.settle(MARCH)

    assert first.run_id == second.run_id
    for name, column in (("settlement_line", "line_id"), ("settlement", "settle_no")):
        assert [row[column] for row in desk.table(name)] == [row[column] for row in other.table(name)]


@pytest.mark.parametrize(
    ("left_out", "message"),
    [
        pytest.param("service_item", r"table service_item \(服务项\) was never received", id="items"),
        pytest.param("work_order", r"table work_order \(工单\) was never received", id="work-orders"),
        pytest.param("contract", r"table contract \(合同\) was never received", id="contracts"),
        pytest.param("delivery", r"table delivery \(交付日志\) was never received", id="deliveries"),
    ],
)
def test_a_table_that_every_run_needs_is_named_where_it_is_missing(desk: Desk, left_out: str, message: str) -> None:
    tables = a_contract() | {"delivery": [a_delivery("D1")]}
    del tables[left_out]
    desk.receive(**tables)

    with pytest.raises(CannotRun, match=message):
        desk.settle(MARCH)


def test_a_period_without_any_contract_is_refused_with_the_months_there_are(desk: Desk) -> None:
    desk.receive(**a_contract(), delivery=[a_delivery("D1")])

    with pytest.raises(CannotRun, match="No contract is in service in 2019-01: contracts run from 2020-03 to 2021-02"):
        desk.settle("2019-01")


def test_a_lost_pointer_is_restored_so_that_booked_months_stay_booked(desk: Desk) -> None:
    """Without a pointer the home once looked empty: the next run began a new chain and March was paid again."""
    desk.receive(**a_contract(), delivery=[a_delivery("D1")])
    desk.settle(MARCH)
    desk.settle(APRIL)
    before = desk.home.pointer.read_bytes()
    desk.home.pointer.unlink()
    assert any("does not name run" in sentence for sentence in verify(desk.home)[1])

    outcome = desk.settle(APRIL)

    assert outcome.verdict == "NOTHING_NEW"
    assert desk.home.pointer.read_bytes() == before
    assert verify(desk.home)[1] == []


def test_a_moment_that_lies_ahead_is_refused(desk: Desk) -> None:
    desk.receive(**a_contract(), delivery=[a_delivery("D1")])

    with pytest.raises(CannotRun, match="lies in the future"):
        desk.settle(MARCH, as_of=datetime.now(UTC) + timedelta(days=1))


def test_a_run_takes_only_what_was_known_before_its_moment(desk: Desk) -> None:
    desk.receive(**a_contract(), delivery=[a_delivery("D1")])
    moment = next_moment(desk.home)
    desk.receive(delivery=[a_delivery("D2")])

    desk.settle(MARCH, as_of=moment)

    assert [line[-1] for line in desk.lines()] == [Decimal("120.00")]
    with pytest.raises(CannotRun, match="lies before what is already booked"):
        desk.settle(APRIL, as_of=moment - timedelta(seconds=1))


def test_what_is_learned_after_the_last_month_of_service_can_still_be_booked(desk: Desk) -> None:
    desk.receive(**a_contract(service_to="2020-03-31"), delivery=[a_delivery("D1")])
    desk.settle(MARCH, run_type="FINAL")
    desk.receive(delivery=[a_delivery("D2", quantity="5000")])

    desk.settle(APRIL)

    assert desk.lines()[1] == (APRIL, "W1", MARCH, "ADJUSTMENT", Decimal("60.00"))


def test_an_ended_contract_needs_no_price_any_more(desk: Desk) -> None:
    """An order without times of a contract that had ended once stopped every later month of every contract."""
    tables = a_contract(service_to="2020-03-31")
    tables["catalogue_version"][0]["effective_to"] = "2020-03-31"
    for order in tables["work_order"]:
        order["start_time"] = order["end_time"] = ""
    desk.receive(**tables, delivery=[a_delivery("D1")])

    assert (desk.settle(MARCH).verdict, desk.settle(APRIL).verdict) == ("PUBLISHED", "PUBLISHED")


def test_a_unit_that_another_version_has_does_not_concern_a_frozen_contract(desk: Desk) -> None:
    tables = a_contract(catalogue_version="1")
    tables["catalogue_version"].append({"catalogue_code": "C", "version_no": "2", "effective_from": "2020-02-01"})
    tables["service_item"].append(an_item("I1", version_no="2", unit_code="条", unit_price="0.02"))
    desk.receive(**tables, delivery=[a_delivery("D1")])

    desk.settle(MARCH)

    assert desk.lines() == [(MARCH, "W1", MARCH, "CURRENT", Decimal("120.00"))]
