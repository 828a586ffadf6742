"""What must hold of everything that a home has booked, whatever the months: lines, totals and balances fit together."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from dashboards.access import SYSTEM
from dashboards.editions import open_edition
from tests.integration.conftest import Desk, Row

NOTHING = Decimal("0.00")


def booked_in_sum(desk: Desk) -> dict[tuple[object, ...], Decimal]:
    """All that is booked per work order, item and service month; what adds up to nothing is left out."""
    sums = _sums(desk.table("settlement_line"), "amount", "work_order_no", "item_code", "service_period")
    return {key: amount for key, amount in sums.items() if amount}


def misfits(desk: Desk) -> list[str]:
    """Lines, totals and balances that do not fit together, one sentence each."""
    lines, statements, deductions = (desk.table(name) for name in ("settlement_line", "settlement", "deduction"))
    of_run = ("run_id", "contract_no")
    totals = {
        "gross_amt": _sums(lines, "amount", *of_run),
        "provider_settlement": _sums(desk.table("provider_settlement"), "amount", *of_run),
    }
    stated = {tuple(row[name] for name in of_run): row for row in statements}
    taken = _sums(deductions, "applied_amt", "settle_no")
    found = [f"{key} has lines and no statement" for key in totals["gross_amt"].keys() - stated.keys()]
    for key, row in stated.items():
        for name, sums in totals.items():
            if sums.get(key, NOTHING) != row["gross_amt"]:
                found.append(f"{key}: {name} says {row['gross_amt']}, its lines add up to {sums.get(key, NOTHING)}")
        deducted = row["assess_deduct_amt"] + row["penalty_amt"]
        if taken.get((row["settle_no"],), NOTHING) != deducted:
            found.append(f"{key}: {deducted} deducted, its deductions add up to {taken.get((row['settle_no'],))}")
    for contract_no in {row["contract_no"] for row in statements}:
        found += _balances(
            contract_no, _in_order(desk, [row for row in statements if row["contract_no"] == contract_no])
        )
    return found + list(_ledgers(desk))


def _balances(contract_no: object, statements: list[Row]) -> Iterator[str]:
    """Balances below zero, and statements that do not open where the one before closed."""
    for row in statements:
        for name in (
            "prepay_balance_amt",
            "prepay_offset_amt",
            "carried_deduct_amt",
            "above_ceiling_amt",
            "payable_amt",
        ):
            if row[name] < 0:
                yield f"{contract_no} {row['settlement_period']}: {name} is {row[name]}"
    for before, after in pairwise(statements):
        if after["carried_in_amt"] != before["carried_deduct_amt"]:
            yield (
                f"{contract_no} {after['settlement_period']}: carries in {after['carried_in_amt']}, "
                f"the run before carried out {before['carried_deduct_amt']}"
            )


def _ledgers(desk: Desk) -> Iterator[str]:
    """Entries that do not open where the one before closed, do not add up, or close below zero or off the statement."""
    closings: dict[tuple[object, object], Decimal] = {}
    entries = _in_order(desk, desk.table("ledger_entry"))
    for row in entries:
        account = (row["contract_no"], row["ledger"])
        place = f"{account} entry {row['entry_no']} of {row['run_id']}"
        if row["opening_amt"] != closings.get(account, NOTHING):
            yield f"{place} opens with {row['opening_amt']}, the one before closed with {closings.get(account)}"
        if row["opening_amt"] + row["entry_amt"] != row["closing_amt"]:
            yield f"{place}: {row['opening_amt']} and {row['entry_amt']} are not {row['closing_amt']}"
        if row["closing_amt"] < 0:
            yield f"{place} closes with {row['closing_amt']}"
        closings[account] = row["closing_amt"]
    newest = {row["contract_no"]: row for row in _in_order(desk, desk.table("settlement"))}
    for contract_no, row in newest.items():
        for ledger, name in (("PREPAYMENT", "prepay_balance_amt"), ("CARRIED_DEDUCTION", "carried_deduct_amt")):
            closing = closings.get((contract_no, ledger), NOTHING)
            if row[name] != closing:
                yield f"{contract_no}: {name} is {row[name]}, its ledger closes with {closing}"


def _in_order(desk: Desk, rows: list[Row]) -> list[Row]:
    """The rows in the order in which their runs were booked, the entries of a ledger in theirs."""
    position = {manifest.run.run_id: place for place, manifest in enumerate(open_edition(desk.home, SYSTEM).chain)}
    return sorted(rows, key=lambda row: (position[row["run_id"]], row.get("entry_no", 0)))


def _sums(rows: list[Row], amount: str, *key: str) -> dict[tuple[object, ...], Decimal]:
    sums: dict[tuple[object, ...], Decimal] = defaultdict(Decimal)
    for row in rows:
        sums[tuple(row[name] for name in key)] += row[amount]
    return sums
