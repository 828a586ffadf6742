"""Rows of the tables that keep account, as a run publishes them: deductions, ledgers, months, payments, budgets."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any


def _amounts(row: dict[str, Any], names: Sequence[str]) -> dict[str, Any]:
    return {name: Decimal(value) if value is not None and name in names else value for name, value in row.items()}


def a_deduction(**given: Any) -> dict[str, Any]:
    """A score of 87 that deducts 24 yuan, capped from 40."""
    row = {
        "settle_no": "JS-1",
        "run_id": "R1",
        "contract_no": "HT-001",
        "clause_no": "K1",
        "kind": "ASSESSMENT",
        "basis": "SCORE:2020-05",
        "computed_amt": "40.00",
        "capped_amt": "24.00",
        "applied_amt": "24.00",
        "gives_way_to": None,
    }
    return _amounts(row | given, ("computed_amt", "capped_amt", "applied_amt"))


def an_annual_month(**given: Any) -> dict[str, Any]:
    """May 2020 as annual run R9 takes it: 240 yuan, last reckoned by R1."""
    row = {
        "run_id": "R9",
        "contract_no": "HT-001",
        "service_period": "2020-05",
        "pinned_run_id": "R1",
        "booked_amt": "240.00",
    }
    return _amounts(row | given, ("booked_amt",))


def an_entry(**given: Any) -> dict[str, Any]:
    """100 yuan of prepayment taken from a balance of 500."""
    row = {
        "run_id": "R1",
        "contract_no": "HT-001",
        "ledger": "PREPAYMENT",
        "entry_no": 1,
        "settlement_period": "2020-05",
        "kind": "OFFSET",
        "opening_amt": "500.00",
        "entry_amt": "-100.00",
        "closing_amt": "400.00",
        "ref": "JS-1",
    }
    return _amounts(row | given, ("opening_amt", "entry_amt", "closing_amt"))


def a_difference(**given: Any) -> dict[str, Any]:
    """Two lines of April corrected from 100 to 90 yuan."""
    row = {
        "run_id": "R1",
        "contract_no": "HT-001",
        "service_period": "2020-04",
        "reason": "CORRECTED",
        "line_count": 2,
        "before_amount": "100.00",
        "after_amount": "90.00",
        "delta_amount": "-10.00",
    }
    return _amounts(row | given, ("before_amount", "after_amount", "delta_amount"))


def a_covered_month(**given: Any) -> dict[str, Any]:
    """May 2020, settled."""
    row = {
        "run_id": "R1",
        "contract_no": "HT-001",
        "service_period": "2020-05",
        "coverage": "SETTLED",
        "last_run_id": "R1",
        "booked_amt": "240.00",
        "unbooked_amt": "0",
        "pending_count": 0,
    }
    return _amounts(row | given, ("booked_amt", "unbooked_amt"))


def a_statement_payment(**given: Any) -> dict[str, Any]:
    """A statement of 240 yuan of which 40 are paid, due on 30 June 2020."""
    row = {
        "run_id": "R1",
        "settle_no": "JS-1",
        "contract_no": "HT-001",
        "settlement_period": "2020-05",
        "payable_amt": "240.00",
        "due_on": date(2020, 6, 30),
        "paid_amt": "40.00",
        "unpaid_amt": "200.00",
        "paid_on": None,
        "late_days": 0,
        "late_interest_amt": None,
        "payment_status": "DUE",
    }
    return _amounts(row | given, ("payable_amt", "paid_amt", "unpaid_amt", "late_interest_amt"))


def a_budget(**given: Any) -> dict[str, Any]:
    """A budget of 1,000 yuan of which 640 are earned and 240 paid, 100 of them as a prepayment."""
    row = {
        "run_id": "R1",
        "project_code": "XM-01",
        "fiscal_year": "2020",
        "first_request_amt": "1200.00",
        "reply_amt": "1000.00",
        "adj_amt": None,
        "current_amt": "1000.00",
        "exe_amt": None,
        "earned_amt": "640.00",
        "paid_amt": "240.00",
        "prepaid_amt": "100.00",
        "accrued_amt": "400.00",
        "earned_rate": "0.640000",
        "cash_rate": "0.240000",
    }
    return _amounts(row | given, [name for name in row if name.endswith(("_amt", "_rate"))])
