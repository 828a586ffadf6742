"""A home of four months and their annual run: one contract paid monthly, one by the year; made by hand for looking."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from interface.money import amount_in_words
from tests.unit.dashboards.made_accounts import (
    a_budget,
    a_covered_month,
    a_deduction,
    a_difference,
    a_statement_payment,
    an_annual_month,
    an_entry,
)
from tests.unit.dashboards.made_edition import MadeHome, a_gate_result, a_line, a_settlement

MONTHS = ("2020-05", "2020-06", "2020-07", "2020-08")
PAID_MONTHLY, PAID_YEARLY = "HT-2020-0117", "HT-2020-0301"
ITEMS = (("DH-0101", "数据采集与汇聚", "1440000.00"), ("DH-0412", "数据共享服务接口封装与运维保障", "86500.50"))
RUN = "2020-annual-4f3a9c1d07b2"


def year_home(root: Path) -> MadeHome:
    """May to August, each 1,526,500.50 yuan per contract, then the annual run; September was not settled."""
    made = MadeHome(root)
    for index, month in enumerate(MONTHS):
        run_id = f"{month}-{index}f3a9c1d07b2"
        lines = [line for contract in (PAID_MONTHLY, PAID_YEARLY) for line in _lines(run_id, month, contract)]
        gross = Decimal("1526500.50")
        words = {"payable_amt_cn": amount_in_words(gross)}
        monthly = _statement(run_id, month, PAID_MONTHLY, gross_amt=gross, payable_amt=gross, **words)
        yearly = _statement(run_id, month, PAID_YEARLY, gross_amt=gross, accrued_amt=gross, payable_amt="0")
        tables = {
            "settlement": [monthly, yearly | {"payable_amt_cn": "人民币零元整"}],
            "settlement_line": lines,
            "provider_settlement": _providers(run_id),
            "gate_result": [a_gate_result(run_id=run_id)],
        }
        made.publish(run_id, month, tables)
    made.publish(RUN, "2020", _annual_tables(), run_type="ANNUAL")
    return made


def _statement(run_id: str, period: str, contract: str, **given: Any) -> dict[str, Any]:
    number = f"JS-{period}-{contract[-4:]}-9e1c"
    return a_settlement(settle_no=number, run_id=run_id, contract_no=contract, settlement_period=period, **given)


def _lines(run_id: str, month: str, contract: str) -> list[dict[str, Any]]:
    return [
        a_line(
            line_id=f"{run_id}-{contract}-{code}",
            run_id=run_id,
            settlement_period=month,
            service_period=month,
            contract_no=contract,
            work_order_no=f"GD-2020{contract[-3:]}-{number + 101:05d}",
            item_code=code,
            item_name=name,
            provider="申浦数据服务商（演示）",
            amount=Decimal(amount),
        )
        for number, (code, name, amount) in enumerate(ITEMS)
    ]


def _providers(run_id: str) -> list[dict[str, Any]]:
    name = "申浦数据服务商（演示）"
    row = {"run_id": run_id, "provider": name, "provider_name": name, "amount": Decimal("1526500.50")}
    return [row | {"contract_no": contract} for contract in (PAID_MONTHLY, PAID_YEARLY)]


def _annual_tables() -> dict[str, Sequence[dict[str, Any]]]:
    """6,105,852.00 gross of the yearly contract: four months less 150.00 for May; the other releases its retention."""
    adjusted = {"line_type": "ADJUSTMENT", "adjustment_reason": "OBJECTION", "amount": Decimal("-150.00")}
    line = _lines(RUN, "2020", PAID_YEARLY)[0] | {"service_period": "2020-05"} | adjusted
    payable = Decimal("5049852.00")
    yearly = _statement(
        RUN,
        "2020",
        PAID_YEARLY,
        gross_amt="6105852.00",
        performance_part_amt="610585.20",
        assessment_score="87",
        assess_deduct_amt="60000.00",
        carried_in_amt="1000.00",
        prepay_offset_amt="900000.00",
        prepay_balance_amt="100000.00",
        above_ceiling_amt="95000.00",
        payable_amt=payable,
        payable_amt_cn=amount_in_words(payable),
        amt_ex_tax="4764011.32",
        tax_amt="285840.68",
    )
    released = {"retention_amt": "-30530.01", "payable_amt": "30530.01"}
    monthly = _statement(RUN, "2020", PAID_MONTHLY, gross_amt="0", **released) | {
        "payable_amt_cn": amount_in_words(Decimal("30530.01"))
    }
    number = yearly["settle_no"]
    return {
        "settlement": [yearly, monthly],
        "settlement_line": [line],
        "provider_settlement": [],
        "deduction": _deductions(number),
        "annual_month": _months(),
        "ledger_entry": _entries(number, str(monthly["settle_no"])),
        "difference_summary": [_changed("OBJECTION", "1526500.50", "-150.00"), _changed("CLAUSE", "0", "-60000.00")],
        "month_coverage": _coverage(),
        "statement_payment": _payments(number),
        "budget_execution": _budgets(),
        "gate_result": [a_gate_result(run_id=RUN)],
    }


def _deductions(number: str) -> list[dict[str, Any]]:
    of_year = {"settle_no": number, "run_id": RUN, "contract_no": PAID_YEARLY}
    score = {"computed_amt": "60000.00", "capped_amt": "60000.00", "applied_amt": "60000.00"}
    event = {"computed_amt": "100000.00", "capped_amt": "100000.00", "applied_amt": "0", "gives_way_to": "K1"}
    return [
        a_deduction(clause_no="K1", basis="SCORE:2020", **score, **of_year),
        a_deduction(clause_no="K2", kind="INCIDENT", basis="EVENT:E37", **event, **of_year),
    ]


def _months() -> list[dict[str, Any]]:
    rows = []
    for contract in (PAID_MONTHLY, PAID_YEARLY):
        for index, month in enumerate(MONTHS):
            is_changed = contract == PAID_YEARLY and index == 0
            rows.append(
                an_annual_month(
                    run_id=RUN,
                    contract_no=contract,
                    service_period=month,
                    pinned_run_id=RUN if is_changed else f"{month}-{index}f3a9c1d07b2",
                    booked_amt="1526350.50" if is_changed else "1526500.50",
                )
            )
        never = {"service_period": "2020-09", "pinned_run_id": None, "booked_amt": "0"}
        rows.append(an_annual_month(run_id=RUN, contract_no=contract, **never))
    return rows


def _entries(yearly: str, monthly: str) -> list[dict[str, Any]]:
    of_year = {"run_id": RUN, "contract_no": PAID_YEARLY, "settlement_period": "2020"}
    guarantee = "2020-05-20 BH-2020-0031"
    return [
        an_entry(kind="PAY", opening_amt="0", entry_amt="1000000", closing_amt="1000000", ref=guarantee, **of_year),
        an_entry(entry_no=2, opening_amt="1000000", entry_amt="-900000", closing_amt="100000", ref=yearly, **of_year),
        an_entry(
            ledger="CARRIED_DEDUCTION",
            kind="TAKE",
            opening_amt="1000",
            entry_amt="-1000",
            closing_amt="0",
            ref=yearly,
            **of_year,
        ),
        an_entry(
            run_id=RUN,
            contract_no=PAID_MONTHLY,
            settlement_period="2020",
            ledger="RETENTION",
            kind="RELEASE",
            opening_amt="30530.01",
            entry_amt="-30530.01",
            closing_amt="0",
            ref=monthly,
        ),
    ]


def _changed(reason: str, before: str, delta: str) -> dict[str, Any]:
    after = Decimal(before) + Decimal(delta)
    amounts = {"before_amount": before, "after_amount": after, "delta_amount": delta}
    of_may = {"run_id": RUN, "contract_no": PAID_YEARLY, "service_period": "2020-05", "line_count": 1}
    return a_difference(reason=reason, **of_may, **amounts)


def _coverage() -> list[dict[str, Any]]:
    rows = []
    for contract in (PAID_MONTHLY, PAID_YEARLY):
        rows += [a_covered_month(run_id=RUN, contract_no=contract, service_period=month) for month in MONTHS]
        missing = {"coverage": "NOT_SETTLED", "last_run_id": None, "booked_amt": "0", "unbooked_amt": "286500.50"}
        rows.append(
            a_covered_month(run_id=RUN, contract_no=contract, service_period="2020-09", pending_count=3, **missing)
        )
    return rows


def _payments(yearly: str) -> list[dict[str, Any]]:
    amount = "1526500.50"
    monthly = {"run_id": RUN, "contract_no": PAID_MONTHLY, "payable_amt": amount}
    late = {"late_days": 92, "late_interest_amt": "70219.02", "payment_status": "OVERDUE"}
    annual = {"run_id": RUN, "contract_no": PAID_YEARLY, "settlement_period": "2020", "settle_no": yearly}
    open_amount = {"payable_amt": "5049852.00", "paid_amt": "0", "unpaid_amt": "5049852.00", "due_on": None}
    return [
        a_statement_payment(
            settle_no="JS-2020-05-0117-9e1c", paid_amt=amount, unpaid_amt="0", payment_status="PAID", **monthly
        ),
        a_statement_payment(
            settle_no="JS-2020-06-0117-9e1c",
            settlement_period="2020-06",
            due_on=date(2020, 7, 30),
            paid_amt="0",
            unpaid_amt=amount,
            **late,
            **monthly,
        ),
        a_statement_payment(late_days=None, **open_amount, **annual),
    ]


def _budgets() -> list[dict[str, Any]]:
    this_year = {
        "current_amt": "15000000.00",
        "earned_amt": "12211854.00",
        "earned_rate": "0.814124",
        "paid_amt": "2526500.50",
        "prepaid_amt": "1000000.00",
        "cash_rate": "0.168433",
        "accrued_amt": "9624353.50",
    }
    blank = {"current_amt": None, "earned_rate": None, "cash_rate": None, "fiscal_year": "2021"}
    project = {"run_id": RUN, "project_code": "XM-2020-0088"}
    nothing = {"earned_amt": "0", "paid_amt": "0", "prepaid_amt": "0", "accrued_amt": "9624353.50"}
    return [a_budget(**project, **this_year), a_budget(**project, **blank, **nothing)]
