"""A run books once, never rewrites, is refused whole, and stands on exactly the runs before it."""

import json
from decimal import Decimal

import pytest

from interface.errors import CannotRun
from tests.integration.conftest import Desk, a_contract, a_delivery, a_work_order, an_item

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


@pytest.mark.parametrize(
    ("run_type", "message"),
    [
        pytest.param("REVISION", "2020-03 was never settled, so there is nothing to revise", id="revision-of-nothing"),
    ],
)
def test_a_type_that_does_not_fit_is_refused_with_a_sentence(desk: Desk, run_type: str, message: str) -> None:
    desk.receive(**a_contract(), delivery=[a_delivery("D1")])

    with pytest.raises(CannotRun, match=message):
        desk.settle(MARCH, run_type=run_type)


def test_the_same_facts_give_the_same_ids_in_another_home(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = Desk(tmp_path_factory.mktemp("other"), desk._judge_process)
    desk.receive(**a_contract(), delivery=[a_delivery("D1"), a_delivery("D2")])
    other.receive(**a_contract(), delivery=[a_delivery("D2"), a_delivery("D1", quantity="10000.0")])

    first, second = desk.settle(MARCH), other.settle(MARCH)

    assert first.run_id == second.run_id
    for name, column in (("settlement_line", "line_id"), ("settlement", "settle_no")):
        assert [row[column] for row in desk.table(name)] == [row[column] for row in other.table(name)]


def without_price() -> dict[str, list[dict[str, object]]]:
    tables = a_contract()
    tables["service_item"][0] = an_item("I1", unit_code="万条", unit_price="")
    return tables


def with_unknown_item() -> dict[str, list[dict[str, object]]]:
    tables = a_contract()
    tables["work_order"].append(a_work_order("W9", item_code="I9"))
    return tables


def with_overlapping_versions() -> dict[str, list[dict[str, object]]]:
    tables = a_contract()
    tables["catalogue_version"].append({"catalogue_code": "C", "version_no": "2", "effective_from": "2020-02-01"})
    return tables


def with_a_gap_between_versions() -> dict[str, list[dict[str, object]]]:
    tables = a_contract()
    tables["catalogue_version"][0]["effective_to"] = "2020-02-29"
    return tables


def with_reserved_work_given_away() -> dict[str, list[dict[str, object]]]:
    tables = a_contract()
    tables["work_order"][0]["no_subcontract_flag"] = "yes"
    return tables


def with_an_incomplete_clause() -> dict[str, list[dict[str, object]]]:
    clause = {"contract_no": "H1", "clause_no": "K1", "kind": "ASSESSMENT", "clause_source": "考核办法"}
    return a_contract() | {"deduction_clause": [clause | {"performance_ratio": "0.1", "full_score": "90"}]}


@pytest.mark.parametrize(
    ("tables", "expectation"),
    [
        pytest.param(without_price(), "exactly_one_price_applies", id="an-item-without-price"),
        pytest.param(with_unknown_item(), "no_work_order_is_set_aside", id="a-work-order-without-item"),
        pytest.param(with_overlapping_versions(), "exactly_one_price_applies", id="two-versions-in-force"),
        pytest.param(with_a_gap_between_versions(), "exactly_one_price_applies", id="no-version-in-force"),
        pytest.param(
            with_reserved_work_given_away(), "reserved_work_stays_with_the_operator", id="reserved-work-given-away"
        ),
        pytest.param(
            with_an_incomplete_clause(), "an_assessment_clause_says_how_it_deducts", id="a-clause-without-amount"
        ),
    ],
)
def test_a_defect_refuses_the_run_and_the_last_edition_stays_current(
    desk: Desk, tables: dict[str, list[dict[str, object]]], expectation: str
) -> None:
    desk.receive(**tables, delivery=[a_delivery("D1")])

    outcome = desk.settle(MARCH)

    assert outcome.verdict == "REFUSED"
    assert failed(outcome) == {expectation}
    assert not desk.home.pointer.exists()
    assert expectation in (outcome.folder / "report.md").read_text(encoding="utf-8")


def test_a_refusal_after_an_edition_leaves_that_edition_current(desk: Desk) -> None:
    desk.receive(**a_contract(), delivery=[a_delivery("D1")])
    desk.settle(MARCH)
    before = pointer_of(desk)
    desk.receive(work_order=[a_work_order("W9", item_code="I9")])

    outcome = desk.settle(APRIL)

    assert outcome.verdict == "REFUSED"
    assert pointer_of(desk) == before
    assert {(row["period"], row["status"]) for row in desk.table("run")} == {(MARCH, "PUBLISHED"), (APRIL, "BLOCKED")}


def test_a_mended_row_lets_the_refused_run_pass(desk: Desk) -> None:
    desk.receive(**with_unknown_item(), delivery=[a_delivery("D1")])
    assert desk.settle(MARCH).verdict == "REFUSED"

    desk.receive(work_order=[a_work_order("W9", item_code="I2")])

    assert desk.settle(MARCH).verdict == "PUBLISHED"


def test_two_clauses_on_one_ground_without_precedence_refuse_the_run_with_both_amounts(desk: Desk) -> None:
    clauses = [
        {
            "contract_no": "H1",
            "clause_no": "K1",
            "kind": "ASSESSMENT",
            "clause_source": "考核办法",
            "performance_ratio": "0.1",
            "full_score": "90",
            "amount_per_point": "2",
            "points": "WHOLE",
        },
        {
            "contract_no": "H1",
            "clause_no": "K2",
            "kind": "INCIDENT",
            "clause_source": "补充协议",
            "amount_per_incident": "100000",
        },
    ]
    desk.receive(
        **a_contract(),
        deduction_clause=clauses,
        delivery=[a_delivery("D1")],
        assessment=[{"contract_no": "H1", "period": MARCH, "score": "87"}],
        breach_event=[{"contract_no": "H1", "clause_no": "K2", "event_no": "E1", "occurred_on": "2020-03-18"}],
    )

    outcome = desk.settle(MARCH)

    # 87 is three points below 90: 3 × 2 = 6.00, within the performance part of 10 % of 120.00.
    (finding,) = [each for each in outcome.findings if each.severity == "BLOCK" and not each.success]
    assert (finding.expectation, finding.sample) == (
        "two_clauses_on_one_ground_have_a_precedence",
        "H1: K1 6.00 + K2 100000.00",
    )


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
