"""A run with a defect is refused whole, says which rule failed, and leaves the last edition current."""

import json

import pytest

from interface.ledger import read_entries
from tests.integration.conftest import Desk, a_contract, a_delivery, a_work_order, an_item

MARCH, APRIL = "2020-03", "2020-04"


def pointer_of(desk: Desk) -> dict[str, str]:
    return json.loads(desk.home.pointer.read_bytes())


def failed(outcome: object, severity: str = "BLOCK") -> set[str]:
    return {each.expectation for each in outcome.findings if each.severity == severity and not each.success}


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


def refused_so_often(desk: Desk) -> int:
    return sum(1 for entry in read_entries(desk.home) if entry.kind == "refused")


def test_a_run_refused_again_for_the_same_is_kept_once(desk: Desk) -> None:
    desk.receive(**with_unknown_item(), delivery=[a_delivery("D1")])
    first = desk.settle(MARCH)

    again = desk.settle(MARCH)

    assert (again.verdict, again.folder, refused_so_often(desk)) == ("REFUSED", first.folder, 1)
    assert sorted(path.name for path in desk.home.refused.iterdir()) == [first.folder.name]


@pytest.mark.parametrize("name", ["gate_result.parquet", "manifest.json"])
def test_a_refusal_whose_files_were_changed_is_written_again(desk: Desk, name: str) -> None:
    desk.receive(**with_unknown_item(), delivery=[a_delivery("D1")])
    first = desk.settle(MARCH)
    (first.folder / name).write_bytes(b"changed")

    again = desk.settle(MARCH)

    assert again.folder.name == f"{again.run_id}-002"
    assert refused_so_often(desk) == 2


def test_a_mended_row_lets_the_refused_run_pass(desk: Desk) -> None:
    desk.receive(**with_unknown_item(), delivery=[a_delivery("D1")])
    assert desk.settle(MARCH).verdict == "REFUSED"

    desk.receive(work_order=[a_work_order("W9", item_code="I2")])

    assert desk.settle(MARCH).verdict == "PUBLISHED"


def test_two_clauses_that_deduct_on_one_ground_refuse_the_run_with_both_amounts(desk: Desk) -> None:
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
        "no_two_clauses_deduct_on_one_ground",
        "H1: K1 SCORE:2020-03 6.00 + K2 EVENT:E1 100000.00",
    )


def test_two_scores_for_one_period_without_dates_refuse_the_run(desk: Desk) -> None:
    """By order of receipt the payable was once 115.00 or 118.00, both under one run id."""
    clause = {
        "contract_no": "H1",
        "clause_no": "K1",
        "kind": "ASSESSMENT",
        "clause_source": "考核办法",
        "points": "WHOLE",
    }
    desk.receive(
        **a_contract(),
        deduction_clause=[clause | {"performance_ratio": "0.1", "full_score": "90", "amount_per_point": "1"}],
        delivery=[a_delivery("D1")],
        assessment=[
            {"contract_no": "H1", "period": MARCH, "score": "88", "party_code": "PUR"},
            {"contract_no": "H1", "period": MARCH, "score": "85", "party_code": "OPR"},
        ],
    )

    assert failed(desk.settle(MARCH)) == {"one_score_counts_for_a_period"}
