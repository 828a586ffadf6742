"""Defects of who works and who checks: orders, acceptances, claims, verifications, goals and fees."""

from decimal import Decimal

from tests.defects.kinds import Intake, Kind
from tests.defects.made_rules import Cells
from tests.defects.new_contracts import add_order

ORDER = ("no_work_order_is_set_aside",)
INDEPENDENT = ("the_verifier_is_independent",)


def _verified(intake: Intake, **cells: str) -> Cells:
    """The verification of an order without a cut, changed."""
    row = intake.rows("metering_verification", work_order_no="W-H2-I1-1")[0]
    row.update(cells)
    return row


def _claimed(intake: Intake, **cells: str) -> Cells:
    row = intake.rows("metering_claim", work_order_no="W-H2-I1-1")[0]
    row.update(cells)
    return row


def _scaled(text: str, factor: str) -> str:
    return f"{Decimal(text) * Decimal(factor):.4f}"


def _evaluated_by_the_supervisor(intake: Intake) -> None:
    scheme = {"scheme_no": "PJ-H2", "version": "1", "object_kind": "CONTRACT", "stage": "POST"}
    intake.add("perf_scheme", {**scheme, "contract_no": "H2", "assessed_period": intake.month, "evaluator": "SUP"})


def _another_contracts_order(intake: Intake) -> None:
    add_order(intake, contract_no="H1")
    intake.rows("service_order", order_no="F-9")[0]["contract_no"] = "H3"


def _resent(intake: Intake, **cells: str) -> None:
    intake.add("work_order", {**intake.known("work_order", work_order_no="W-H1-I3-1"), **cells})


def _split_returned(intake: Intake) -> None:
    keys = {"approval_no": "CF-AGAIN", "order_no": "F-H1-1", "result": "RETURNED"}
    intake.add("split_approval", {**keys, "approved_on": f"{intake.month}-02"})


def _split_missing(intake: Intake) -> None:
    add_order(intake, contract_no="H1")
    intake.facts["split_approval"] = []


def _accepted_early(intake: Intake) -> None:
    order = intake.rows("acceptance", level="SERVICE_ORDER", ref_no="F-H1-1")[0]
    order["accepted_at"] = f"{intake.following}-01T09:00:00+08:00"


def _accepted_late(intake: Intake) -> None:
    for row in intake.rows("acceptance"):
        if row["ref_no"].startswith(("W-H2", "F-H2")):
            row["accepted_at"] = f"{intake.following}-09T10:00:00+08:00"


def _never_accepted(intake: Intake) -> None:
    gone = [row for row in intake.rows("acceptance") if row["ref_no"] in ("W-H2-I1-1", "F-H2-1")]
    intake.drop("acceptance", gone)


def _given(intake: Intake, ref_no: str, quantity: str) -> None:
    intake.rows("acceptance", ref_no=ref_no)[0]["accepted_qty"] = quantity


def _claims_twice(intake: Intake) -> None:
    row = intake.rows("metering_claim", work_order_no="W-H2-I1-1")[0]
    intake.add("metering_claim", {**row, "claim_no": "SB-AGAIN"})


def _verified_twice(intake: Intake) -> None:
    row = _verified(intake)
    again = {"verify_no": "HD-AGAIN", "verified_qty": _scaled(row["verified_qty"], "0.9"), "cut_reason": "复核"}
    intake.add("metering_verification", {**row, **again})


def _verified_above(intake: Intake) -> None:
    row = _verified(intake)
    row["verified_qty"] = _scaled(row["verified_qty"], "1.2")


def _cut_without_reason(intake: Intake) -> None:
    row = _verified(intake)
    row["verified_qty"] = _scaled(row["verified_qty"], "0.9")


def _unverified(intake: Intake) -> None:
    intake.drop("metering_verification", intake.rows("metering_verification", work_order_no="W-H2-I1-1"))


def _fee(intake: Intake, factor: str) -> None:
    row = intake.rows("fee_verification")[0]
    row["gross_amt"] = f"{Decimal(row['gross_amt']) * Decimal(factor):.2f}"


def _dated(intake: Intake, table: str, column: str, day: str) -> None:
    for row in intake.rows(table):
        row[column] = f"{intake.following}-{day}"


def _never(intake: Intake, *refs: str) -> None:
    intake.drop("acceptance", [row for row in intake.rows("acceptance") if row["ref_no"] in refs])


def _fee_fen(intake: Intake) -> None:
    row = intake.rows("fee_verification")[0]
    row["gross_amt"] = f"{Decimal(row['gross_amt']) + Decimal('0.01')}"


KINDS = (
    Kind(
        *("an_order_has_two_providers", "BLOCK", ("every_work_order_has_one_provider",), "19"),
        lambda i: _resent(
            i, provider="P2" if i.known("work_order", work_order_no="W-H1-I3-1")["provider"] == "P1" else "P1"
        ),
    ),
    Kind("an_order_lies_under_two_service_orders", "BLOCK", ORDER, "17", lambda i: _resent(i, order_no="F-H1-3")),
    Kind("a_provider_is_unknown", "BLOCK", ORDER, "19", lambda i: add_order(i, contract_no="H1", provider="P7")),
    Kind("an_orders_contract_is_unknown", "BLOCK", ORDER, "14", add_order),
    Kind("an_orders_item_is_unknown", "BLOCK", ORDER, "4", lambda i: add_order(i, contract_no="H1", item_code="I99")),
    Kind(
        *("reserved_work_goes_to_a_provider", "BLOCK", ("reserved_work_stays_with_the_operator",), "20"),
        lambda i: add_order(i, contract_no="H1", no_subcontract_flag="yes"),
    ),
    Kind(
        *("an_order_and_its_service_order_name_two_contracts", "WARN"),
        ("an_order_and_its_service_order_name_one_contract",),
        "14, 17; swapped contract",
        _another_contracts_order,
    ),
    Kind(
        *("work_is_done_on_a_returned_split", "BLOCK", ("no_work_is_done_on_a_split_that_was_returned",), "18"),
        _split_returned,
    ),
    Kind("a_split_was_never_approved", "WARN", ("every_split_was_approved",), "18", _split_missing),
    Kind(
        *("a_service_order_is_accepted_first", "WARN", ("a_service_order_is_accepted_after_its_work_orders",), "28"),
        _accepted_early,
    ),
    Kind("work_is_verified_first", "WARN", ("work_is_accepted_before_it_is_verified",), "29, 30", _accepted_late),
    Kind(
        *("verified_work_was_never_accepted", "WARN", ("work_is_accepted_before_it_is_verified",), "29, 34"),
        _never_accepted,
    ),
    Kind("more_is_accepted_than_delivered", "ASIDE", ("Q208",), "29", lambda i: _given(i, "W-H1-I3-1", "99999")),
    Kind(
        *("one_quantity_is_accepted_for_several_orders", "BLOCK"),
        ("an_accepted_quantity_covers_one_month_of_one_work_order",),
        "29",
        lambda i: (_never(i, "W-H4-I2-1", "W-H4-I3-1"), _given(i, "F-H4-1", "5")),
    ),
    Kind("the_operator_verifies_itself", "BLOCK", INDEPENDENT, "32", lambda i: _verified(i, supervisor="OPR")),
    Kind("a_provider_verifies_its_own_work", "BLOCK", INDEPENDENT, "32", lambda i: _verified(i, supervisor="P1")),
    Kind("the_evaluator_verifies", "BLOCK", INDEPENDENT, "32, 106", _evaluated_by_the_supervisor),
    Kind(
        *("nobody_is_named_as_verifier", "WARN", ("every_verification_names_its_supervisor",), "32"),
        lambda i: _verified(i, supervisor=""),
    ),
    Kind("more_is_verified_than_claimed", "WARN", ("verified_is_never_above_claimed",), "31", _verified_above),
    Kind("a_cut_has_no_reason", "WARN", ("every_cut_has_a_reason",), "31", _cut_without_reason),
    Kind("a_month_is_claimed_twice", "WARN", ("a_month_is_claimed_once",), "35; paid twice", _claims_twice),
    Kind(
        *("one_day_brings_two_verifications", "WARN", ("one_verification_counts_for_a_month",), "31; chance decides"),
        _verified_twice,
    ),
    Kind(
        *("a_claim_has_another_price", "WARN", ("every_claim_agrees_with_the_catalogue",), "11, 36"),
        lambda i: _claimed(i, unit_price="130"),
    ),
    Kind(
        *("a_claim_is_in_ten_thousand_yuan", "WARN", ("every_claim_agrees_with_the_catalogue",), "36; 万/元"),
        lambda i: _claimed(i, claimed_amount="32.50"),
    ),
    Kind("a_claims_unit_does_not_convert", "ASIDE", ("Q205",), "15", lambda i: _claimed(i, unit="个")),
    Kind(
        *("a_month_outside_service_is_verified", "ASIDE", ("Q210",), "27"),
        lambda i: _verified(i, period="2019-06"),
    ),
    Kind("an_unknown_order_is_verified", "ASIDE", ("Q204",), "34", lambda i: _verified(i, work_order_no="W-X")),
    Kind(
        *("a_month_is_final_before_it_is_verified", "BLOCK", ("a_final_month_leaves_nothing_unverified",), "30, 56"),
        _unverified,
        run_type="FINAL",
    ),
    Kind(
        *("a_goal_was_not_met", "WARN", ("every_reviewed_goal_was_met",), "30, 100"),
        lambda i: i.rows("goal_review")[0].update(met_flag="no"),
    ),
    Kind(
        *("a_goal_was_never_reviewed", "WARN", ("every_goal_was_reviewed",), "30"),
        lambda i: i.drop("goal_review", i.rows("goal_review")[:1]),
    ),
    Kind(
        *("goals_are_reviewed_before_work_is_verified", "WARN", ("a_goal_is_reviewed_after_the_verification",), "30"),
        lambda i: _dated(i, "goal_review", "reviewed_on", "01"),
    ),
    Kind("a_fee_is_a_fen_too_high", "WARN", ("the_fee_verified_is_the_fee_computed",), "34, 53", lambda i: _fee_fen(i)),
    Kind(
        *("a_fee_is_in_ten_thousand_yuan", "WARN", ("the_fee_verified_is_the_fee_computed",), "34; 万/元"),
        lambda i: _fee(i, "0.0001"),
    ),
    Kind(
        *(
            "fees_are_verified_before_goals_are_reviewed",
            "WARN",
            ("a_fee_is_verified_after_the_steps_before_it",),
            "30",
        ),
        lambda i: _dated(i, "fee_verification", "verified_on", "06"),
    ),
)
