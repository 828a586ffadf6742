"""Defects of what bears on the payable and of what is paid: scores, events, objections, payments, budgets."""

from decimal import Decimal

from tests.defects.kinds import Intake, Kind
from tests.defects.made_rules import Cells
from tests.defects.new_contracts import add_contract


def _score(intake: Intake, **cells: str) -> None:
    intake.rows("assessment", contract_no="H1")[0].update(cells)


def _second_score(intake: Intake, **cells: str) -> None:
    row = intake.rows("assessment", contract_no="H1")[0]
    intake.add("assessment", {**row, "score": "80", "party_code": "P1", **cells})


def _event(intake: Intake, **cells: str) -> None:
    keys = {"contract_no": "H2", "clause_no": "K2", "event_no": "ZD-NEW", "liable": "yes"}
    intake.add("breach_event", {**keys, "occurred_on": f"{intake.month}-16", **cells})


def _event_without_amount(intake: Intake) -> None:
    add_contract(intake, clause={"kind": "INCIDENT"})
    _event(intake, contract_no="H9", clause_no="K1")


def _payment(intake: Intake, **cells: str) -> Cells:
    row = intake.rows("payment", contract_no="H1")[0]
    row.update(cells)
    return row


def _overpaid(intake: Intake) -> None:
    row = _payment(intake)
    row["amount"] = f"{Decimal(row['amount']) + Decimal('100000000')}"


def _paid_twice(intake: Intake) -> None:
    row = _payment(intake)
    named = next(each["settle_no"] for each in intake.statements if each["contract_no"] == "H1")
    row["settle_no"] = named
    intake.add("payment", {**row, "voucher_no": f"{row['voucher_no']}-2"})


def _pays_anothers(intake: Intake) -> None:
    _payment(intake, settle_no=next(each["settle_no"] for each in intake.statements if each["contract_no"] == "H4"))


def _stated_execution(intake: Intake) -> None:
    known = intake.known("budget_project", pro_code="XM-H1")
    intake.add("budget_project", {**known, "exe_amt": "1.00"})


def _small_budget(intake: Intake) -> None:
    add_contract(intake)
    intake.rows("budget_project", pro_code="XM-H9")[0]["reply_amt"] = "90.00"


KINDS = (
    Kind("a_period_has_two_scores", "BLOCK", ("one_score_counts_for_a_period",), "39", _second_score),
    Kind(
        *("a_score_lacks", "WARN", ("every_assessed_period_has_its_score",), "39; coverage"),
        lambda i: i.drop("assessment", i.rows("assessment", contract_no="H1")),
    ),
    Kind(
        *("a_score_has_lost_its_decimal_point", "WARN", ("every_score_lies_on_its_scale",), "39, 70"),
        lambda i: _score(i, score="901"),
    ),
    Kind(
        "a_score_is_negative", "WARN", ("every_score_lies_on_its_scale", "Q207"), "70", lambda i: _score(i, score="-5")
    ),
    Kind(
        *("a_score_has_no_clause", "WARN", ("every_score_has_a_clause",), "39"),
        lambda i: _second_score(i, contract_no="H2"),
    ),
    Kind("an_unknown_contract_is_scored", "ASIDE", ("Q204",), "39", lambda i: _score(i, contract_no="H77")),
    Kind(
        "an_event_has_no_liable_answer",
        "WARN",
        ("every_event_has_a_liable_answer",),
        "40",
        lambda i: _event(i, liable=""),
    ),
    Kind("an_event_has_no_amount", "WARN", ("every_event_has_an_amount",), "40", _event_without_amount),
    Kind("an_event_names_no_clause", "ASIDE", ("Q204",), "40", lambda i: _event(i, clause_no="K7")),
    Kind(
        *("an_objection_is_open", "WARN", ("no_objection_is_open",), "56"),
        lambda i: i.add(
            "objection", {"objection_no": "YY-1", "contract_no": "H1", "raised_on": f"{i.month}-05", "result": ""}
        ),
    ),
    Kind("more_is_paid_than_payable", "WARN", ("no_more_is_paid_than_is_payable",), "37", _overpaid),
    Kind("a_statement_is_paid_twice", "WARN", ("no_more_is_paid_than_is_payable",), "37", _paid_twice),
    Kind(
        *("a_payment_names_another_contracts_statement", "WARN", ("every_payment_names_a_statement_of_its_contract",)),
        "37",
        _pays_anothers,
    ),
    Kind("a_payment_names_an_unknown_contract", "ASIDE", ("Q204",), "37", lambda i: _payment(i, contract_no="H77")),
    Kind("a_payment_is_negative", "ASIDE", ("Q207",), "37", lambda i: _payment(i, amount="-5.00")),
    Kind("a_budget_is_exceeded", "WARN", ("earned_stays_within_the_budget",), "63; 万/元", _small_budget),
    Kind("finance_states_another_execution", "WARN", ("finance_states_what_was_paid",), "63, 64", _stated_execution),
)
