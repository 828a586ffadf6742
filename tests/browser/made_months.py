"""A home of six believable months with two contracts, made by hand for looking at pages and documents."""

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from interface.money import amount_in_words
from tests.unit.dashboards.made_edition import (
    MadeHome,
    a_gate_result,
    a_line,
    a_received_file,
    a_set_aside_row,
    a_settlement,
)

ITEMS = (
    ("DH-0101", "数据采集与汇聚", "万条", Decimal(120)),
    ("DH-0203", "数据基础治理", "万条", Decimal("86.5")),
    ("DH-0307", "数据融合治理", "张表", Decimal(980)),
    ("DH-0412", "数据共享服务接口封装与运维保障", "个接口", Decimal(3200)),
)
PROVIDERS = ("申浦数据服务商（演示）", "苏河数智服务商（演示）", "桃浦云服务商（演示）")
CHECKS = (
    ("inputs", "price_coverage", "每个服务项每日恰有一个单价", "Exactly one price per item and day"),
    ("inputs", "provider_per_order", "每张工单恰有一家服务商", "Exactly one provider per work order"),
    ("inputs", "freshness", "本月每个工作日都有交付日志", "A delivery log for every working day"),
    ("build", "conservation", "每条入库记录都有去向", "Every landed row ends somewhere"),
    ("build", "caps_hold", "扣款不超过绩效部分", "Deductions stay within the part at stake"),
    ("build", "balances_not_negative", "预付款余额不为负", "No prepayment balance below zero"),
    ("comparison", "jump_against_last_month", "金额与上期相比没有突变", "No jump against the last edition"),
)
MONTHS = ("2020-05", "2020-06", "2020-07", "2020-08", "2020-09", "2020-10")


def months_home(root: Path) -> MadeHome:
    """Six published months, September after a refusal, November refused so far, two rows set aside."""
    made = MadeHome(root)
    balance = {"HT-2020-0117": Decimal("900000.00"), "HT-2020-0233": Decimal("250000.00")}
    for index, month in enumerate(MONTHS):
        run_id = f"{month}-{index}f3a9c1d07b2"
        if month == "2020-09":
            made.refuse(run_id, month, _gate(run_id, failed=("price_coverage", "freshness")))
        lines = [line for contract in balance for line in _lines(run_id, month, contract, index)]
        settlements = [_settle(run_id, month, contract, index, lines, balance) for contract in balance]
        failed = ("freshness",) if index in (1, 3) else ("jump_against_last_month",) if index == 5 else ()
        tables = {
            "settlement_line": lines,
            "settlement": settlements,
            "deduction": _deductions(run_id, settlements),
            "provider_settlement": _providers(run_id, lines),
            "gate_result": _gate(run_id, failed=failed),
        }
        made.publish(run_id, month, tables)
    made.refuse("2020-11-6f3a9c1d07b2", "2020-11", _gate("2020-11-6f3a9c1d07b2", failed=("provider_per_order",)))
    set_aside = (
        a_set_aside_row(),
        a_set_aside_row(row_number=19, reason="UNKNOWN_WORK_ORDER", message="工单 GD-99 不在工单表中。"),
    )
    later = datetime(2020, 11, 20, 2, 0, tzinfo=UTC)
    made.report("0001", quarantine=set_aside, ingest_file=[a_received_file(landed_at=later, rows_quarantined=2)])
    return made


def _lines(run_id: str, month: str, contract: str, index: int) -> list[dict[str, Any]]:
    lines = []
    for number in range(11):
        code, name, unit, price = ITEMS[number % 4]
        quantity = (Decimal(300 + 37 * number + 53 * index) / 4).quantize(Decimal("0.01"))
        lines.append(
            a_line(
                line_id=f"{run_id}-{contract}-{number}",
                run_id=run_id,
                settlement_period=month,
                service_period=month,
                contract_no=contract,
                order_no=f"FWD-2020-{number % 3 + 11:03d}",
                work_order_no=f"GD-2020{contract[-3:]}-{number + 101:05d}",
                item_code=code,
                item_name=name,
                unit_code=unit,
                provider=PROVIDERS[number % 3],
                delivered_qty=quantity,
                verified_qty=quantity,
                billed_qty=quantity,
                unit_price=price,
                amount=(quantity * price).quantize(Decimal("0.01")),
            )
        )
    if index:
        earlier = {"service_period": MONTHS[index - 1], "line_type": "ADJUSTMENT", "adjustment_reason": "CORRECTED"}
        amounts = {"billed_qty": Decimal("-1.25"), "delivered_qty": Decimal("-1.25"), "amount": Decimal("-150.00")}
        lines.append(lines[0] | {"line_id": f"{run_id}-{contract}-a"} | earlier | amounts | {"verified_qty": None})
    return lines


def _settle(
    run_id: str, month: str, contract: str, index: int, lines: Sequence[dict[str, Any]], balance: dict[str, Decimal]
) -> dict[str, Any]:
    gross = sum((line["amount"] for line in lines if line["contract_no"] == contract), Decimal(0))
    assessed = Decimal("60000.00") if index % 3 == 2 else Decimal(0)
    penalty = Decimal("15000.50") if index % 2 else Decimal(0)
    retention = Decimal("1280.33") if index > 2 else Decimal(0)
    net = gross - assessed - penalty
    offset = min(balance[contract], net)
    balance[contract] -= offset
    payable = net - offset - min(retention, net - offset)
    has_tax = contract.endswith("0117")
    ex_tax = (payable / Decimal("1.06")).quantize(Decimal("0.01"))
    return a_settlement(
        settle_no=f"JS-{month}-{contract[-4:]}-{index}c9e1",
        run_id=run_id,
        contract_no=contract,
        settlement_period=month,
        gross_amt=gross,
        performance_part_amt=(gross / 10).quantize(Decimal("0.01")),
        assessment_score="87.000" if assessed else None,
        assess_deduct_amt=assessed,
        penalty_amt=penalty,
        retention_amt=min(retention, net - offset),
        prepay_offset_amt=offset,
        prepay_balance_amt=balance[contract],
        payable_amt=payable,
        amt_ex_tax=ex_tax if has_tax else None,
        tax_amt=payable - ex_tax if has_tax else None,
        payable_amt_cn=amount_in_words(payable),
    )


def _deductions(run_id: str, settlements: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    rows = []
    for settlement in settlements:
        grounds = (
            ("assess_deduct_amt", "K1", "ASSESSMENT", f"考核得分 87，考核期 {settlement['settlement_period']}"),
            ("penalty_amt", "K2", "INCIDENT", "违约事件 E37，发生于 18 日"),
        )
        for column, clause, kind, basis in grounds:
            amount = settlement[column]
            if amount:
                base = {"settle_no": settlement["settle_no"], "run_id": run_id, "basis": basis, "kind": kind}
                names = ("computed_amt", "capped_amt", "applied_amt")
                rows.append(
                    base
                    | {"contract_no": settlement["contract_no"], "clause_no": clause}
                    | dict.fromkeys(names, amount)
                )
    return rows


def _providers(run_id: str, lines: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    sums: dict[tuple[str, str], Decimal] = {}
    for line in lines:
        key = (line["contract_no"], line["provider"])
        sums[key] = sums.get(key, Decimal(0)) + line["amount"]
    return [
        {"run_id": run_id, "contract_no": contract, "provider": provider, "provider_name": provider, "amount": amount}
        for (contract, provider), amount in sums.items()
    ]


def _gate(run_id: str, *, failed: Sequence[str]) -> list[dict[str, Any]]:
    rows = []
    for suite, expectation, zh, en in CHECKS:
        fault = {}
        if expectation in failed:
            fault = {"success": False, "unexpected_count": 3, "sample": "DH-0307 2020-09-03; DH-0307 2020-09-04"}
        severity = "BLOCK" if expectation in ("price_coverage", "provider_per_order", "conservation") else "WARN"
        check = {"suite": suite, "expectation": expectation, "severity": severity, "message_zh": zh, "message_en": en}
        rows.append(a_gate_result(run_id=run_id, **check, **fault))
    return rows
