"""What follows from a month's deliveries: acceptances, claims, verifications, scores, payments, goals and fees."""

from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from random import Random

from interface.periods import Month
from tests.defects.made_rules import Contract, Order, Tables
from tests.differential.worths import worths_now

Statement = dict[str, object]


def add_steps(made: Tables, orders: list[Order], month: Month) -> None:
    """Acceptances of every order with work; claims and verifications of what is paid by verification."""
    done: dict[str, Fraction] = defaultdict(Fraction)
    for row in made["delivery"]:
        if row["delivered_at"].startswith(str(month)) and row["version"] == "1":
            done[row["work_order_no"]] += Fraction(row["quantity"])
    with_work = [order for order in orders if order.number in done]
    for order in with_work:
        _accept(made, order.number, "WORK_ORDER", month, day=2)
    for number in sorted({order.service_order for order in with_work}):
        _accept(made, number, "SERVICE_ORDER", month, day=3)
    for line, order in enumerate((each for each in with_work if each.contract.basis == "VERIFIED"), start=1):
        _claim(made, order, month, line, done[order.number] / (10_000 if order.item.logged_in == "条" else 1))


def _claim(made: Tables, order: Order, month: Month, line: int, quantity: Fraction) -> None:
    """Every third line is cut by one unit, with its reason."""
    keys = {"work_order_no": order.number, "period": str(month), "unit": order.item.unit, "line_no": str(line)}
    claimed = Decimal(quantity.numerator) / Decimal(quantity.denominator)
    is_cut = line % 3 == 0 and order.item.rhythm != "MONTHLY" and claimed > 2
    made["metering_claim"].append({**keys, "claim_no": f"SB-{month}", "claimed_qty": f"{claimed:f}"})
    made["metering_verification"].append(
        {
            **keys,
            "verify_no": f"HD-{month}",
            "verified_qty": f"{claimed - is_cut:f}",
            "cut_reason": "重复数据剔除" if is_cut else "",
            "supervisor": "SUP",
            "verified_on": f"{month.plus(1)}-05",
        }
    )


def _accept(made: Tables, number: str, level: str, month: Month, *, day: int) -> None:
    made["acceptance"].append(
        {
            "accept_no": f"YS-{month}-{number}",
            "level": level,
            "ref_no": number,
            "period": str(month),
            "result": "PASS",
            "accepted_at": f"{month.plus(1)}-{day:02d}T10:00:00+08:00",
            "on_time": "准时",
            "quality": "合格",
            "goal_met": "达成",
        }
    )


def add_scores(
    made: Tables, contracts: tuple[Contract, ...], index: int, month: Month, *, low: bool, random: Random
) -> None:
    """Scores of contracts with a clause on them, by month or quarter; two events that the operator answers for."""
    for contract in contracts:
        number = contract.number
        period = {"MONTHLY": str(month), "ANNUAL": f"{month.year}-Q{(month.month + 2) // 3}"}[contract.kind]
        if number != "H2" and (contract.kind == "MONTHLY" or month.month % 3 == 0):
            made["assessment"].append(
                {
                    "contract_no": number,
                    "period": period,
                    "score": "84.5" if low else f"{random.randint(890, 970) / 10}",
                    "party_code": "OPR",
                    "assessed_on": f"{month.plus(1)}-04",
                }
            )
        if (number, index) in {("H2", 1), ("H4", 2)}:
            made["breach_event"].append(
                {
                    "contract_no": number,
                    "clause_no": "K2",
                    "event_no": f"ZD-{number}",
                    "occurred_on": f"{month}-16",
                    "liable": "yes",
                }
            )


def add_payments(made: Tables, statements: list[Statement], month: Month, *, random: Random) -> None:
    """Each statement of the run before is paid in full, with its number or without."""
    for row in statements:
        if row["payable_amt"]:
            made["payment"].append(
                {
                    "voucher_no": f"PZ-{row['settlement_period']}-{row['contract_no']}",
                    "contract_no": str(row["contract_no"]),
                    "amount": f"{row['payable_amt']}",
                    "paid_on": f"{month}-20",
                    "settle_no": random.choice((str(row["settle_no"]), "")),
                    "payee": "区数据运营商",
                }
            )


def fee_steps(learned: Tables, orders: list[Order], month: Month) -> Tables:
    """The purchaser's review of the goals, and fees as an independent reckoning makes them of all that is known."""
    steps: Tables = defaultdict(list)
    verified = {order.number: order for order in orders if order.contract.basis == "VERIFIED"}
    fees: dict[str, Fraction] = defaultdict(Fraction)
    for (number, period), worth in worths_now(learned).items() if verified else ():
        if period == str(month) and number in verified:
            fees[verified[number].service_order] += worth
    for number, fee in sorted(fees.items()):
        keys = {"order_no": number, "period": str(month)}
        review = {"review_no": f"SH-{month}-{number}", "met_flag": "yes", "score": "95"}
        steps["goal_review"].append({**keys, **review, "reviewed_on": f"{month.plus(1)}-08"})
        verification = {"fee_no": f"FY-{month}-{number}", "gross_amt": f"{Decimal(int(fee * 100)).scaleb(-2)}"}
        steps["fee_verification"].append(
            {**keys, **verification, "verified_by": "PUR", "verified_on": f"{month.plus(1)}-10"}
        )
    return steps
