"""Reckons monthly settlements a second time, in fractions, from the rows as given; uses nothing of the product.

Where section 5 of the interface leaves a choice, this takes what docs/decisions says, and besides: the base of an
assessment is never below 0; a score or an event counts from the run of its last month on; an event of which nothing
could be taken under its cap stays open, one of which a part was taken is done; the ceiling leaves room for what was
paid and offset before; the month's part of a CONTRACT_YEAR amount is shared by the month's quantities.
"""

from collections import defaultdict
from fractions import Fraction
from math import ceil, floor
from typing import Any, NamedTuple

from tests.differential.worths import Cells, Tables, number, to_fen, worths_now

ZERO = Fraction(0)


class Line(NamedTuple):
    """A booked line: run counted from 0, month settled, whose work, its month, type and yuan."""

    run: int
    settlement_period: str
    work_order_no: str
    service_period: str
    line_type: str
    amount: Fraction


def months_of(period: str) -> tuple[str, str]:
    """First and last month of a month or a quarter."""
    if "Q" not in period:
        return period, period
    year, quarter = period.split("-Q")
    return f"{year}-{int(quarter) * 3 - 2:02d}", f"{year}-{int(quarter) * 3:02d}"


class Reckoner:
    """What is known and what is booked: ``learn`` adds facts, ``settle`` books a month."""

    def __init__(self) -> None:
        self.facts: Tables = defaultdict(list)
        self.runs: list[str] = []
        self.lines: list[Line] = []
        self.statements: list[dict[str, Any]] = []
        self.taken: dict[tuple[str, ...], Fraction] = defaultdict(Fraction)

    def learn(self, tables: Tables) -> None:
        """Add rows to what is known."""
        for name, rows in tables.items():
            self.facts[name] += rows

    def settle(self, period: str) -> bool:
        """Step 4: book a month and what changed in earlier ones; False where it was booked and nothing changed."""
        is_revision, taken_before = period in self.runs, dict(self.taken)
        months = {period} | {month for month in self.runs if month < period}
        booked: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
        for line in self.lines:
            booked[line.work_order_no, line.service_period] += line.amount
        now = worths_now(self.facts)
        due = {key: now.get(key, ZERO) - booked.get(key, ZERO) for key in {*now, *booked} if key[1] in months}
        run = len(self.runs)
        lines = [
            Line(run, period, order, month, "CURRENT" if month == period else "ADJUSTMENT", amount)
            for (order, month), amount in sorted(due.items())
            if amount
        ]
        self.lines += lines
        statements = [self._net(contract, period, lines) for contract in self.facts["contract"]]
        newly_taken = [key for key, amount in self.taken.items() if amount != taken_before.get(key, ZERO)]
        if is_revision and not lines and not newly_taken:
            return False
        self.runs.append(period)
        self.statements += [{"run": run, **each} for each in statements if each]
        return True

    def _orders_of(self, contract_no: str) -> set[str]:
        return {row["work_order_no"] for row in self.facts["work_order"] if row["contract_no"] == contract_no}

    def _clauses_of(self, contract_no: str, kind: str) -> list[Cells]:
        clauses = self.facts["deduction_clause"]
        return [row for row in clauses if (row["contract_no"], row["kind"]) == (contract_no, kind)]

    def _assess(self, contract_no: str, period: str) -> tuple[Fraction, Fraction | None, Fraction]:
        """Step 6: the parts and the lowest score that end in this month, and what is to be deducted now."""
        newest = {}
        for row in sorted(self.facts["assessment"], key=lambda row: row["assessed_on"]):
            if row["contract_no"] == contract_no and months_of(row["period"])[1] <= period:
                newest[row["period"]] = Fraction(row["score"])
        orders = self._orders_of(contract_no)
        at_stake, scores, deducted = ZERO, [], ZERO
        for clause in self._clauses_of(contract_no, "ASSESSMENT"):
            for assessed, score in newest.items():
                first, last = months_of(assessed)
                ours = [line for line in self.lines if line.work_order_no in orders]
                base = sum((line.amount for line in ours if first <= line.service_period <= last), ZERO)
                part = max(to_fen(base * Fraction(clause["performance_ratio"])), ZERO)
                if last == period:
                    at_stake, scores = at_stake + part, [*scores, score]
                points = max(Fraction(clause["full_score"]) - score, ZERO)
                points = {"WHOLE": floor, "STARTED": ceil, "PRORATED": Fraction}[clause["points"]](points)
                deduction = min(part, to_fen(points * Fraction(clause["amount_per_point"])))
                key = (contract_no, clause["clause_no"], "SCORE", assessed)
                deducted += deduction - self.taken[key]
                self.taken[key] = deduction
        return at_stake, min(scores, default=None), deducted

    def _penalise(self, contract_no: str, period: str, gross: Fraction) -> Fraction:
        """Step 7: what the events of this month, and earlier ones not yet deducted, take under their cap."""
        penalty = ZERO
        for clause in self._clauses_of(contract_no, "INCIDENT"):
            cap = number(clause.get("cap_ratio"))
            left = None if cap is None else max(to_fen(cap * gross), ZERO)
            events = [
                (row["occurred_on"], row["event_no"])
                for row in self.facts["breach_event"]
                if (row["contract_no"], row["clause_no"]) == (contract_no, clause["clause_no"])
                and row["occurred_on"][:7] <= period
                and (row.get("liable") or "yes") == "yes"
            ]
            for _, event in sorted(events):
                key = (contract_no, clause["clause_no"], "EVENT", event)
                amount = Fraction(clause["amount_per_incident"])
                if self.taken[key]:
                    continue
                if left is not None:
                    amount = min(amount, left)
                    left -= amount
                self.taken[key] = amount
                penalty += amount
        return penalty

    def _net(self, contract: Cells, period: str, due: list[Line]) -> dict[str, Any] | None:
        """Steps 5 to 12 for one contract; None where the run does not concern it."""
        name, orders = contract["contract_no"], self._orders_of(contract["contract_no"])
        lines = [line for line in due if line.work_order_no in orders]
        gross = sum((line.amount for line in lines), ZERO)
        at_stake, score, assessed, penalty = ZERO, None, ZERO, ZERO
        is_monthly = (contract.get("settlement_kind") or "MONTHLY") == "MONTHLY"
        if is_monthly:
            at_stake, score, assessed = self._assess(name, period)
            penalty = self._penalise(name, period, gross)
        in_service = contract["service_from"][:7] <= period <= contract["service_to"][:7]
        if not (in_service or lines or assessed or penalty):
            return None

        earlier = [each for each in self.statements if each["contract_no"] == name]
        carried_in = earlier[-1]["carried_deduct_amt"] if earlier else ZERO
        net = gross - assessed - penalty - carried_in
        carried, net = (max(-net, ZERO), max(net, ZERO)) if is_monthly else (carried_in, ZERO)

        prepayments = [row for row in self.facts["prepayment"] if row["contract_no"] == name]
        prepaid = sum((Fraction(row["amount"]) for row in prepayments if row["paid_on"][:7] <= period), ZERO)
        offset_before = sum((each["prepay_offset_amt"] for each in earlier), ZERO)
        balance = max(prepaid - offset_before, ZERO)
        offset = min(balance, net)

        payable = net - offset
        if contract.get("ceiling_amt"):
            paid_before = offset_before + sum((each["payable_amt"] for each in earlier), ZERO)
            payable = min(payable, max(Fraction(contract["ceiling_amt"]) - paid_before - offset, ZERO))

        rate, ex_tax, tax = number(contract.get("tax_rate")), None, None
        if rate is not None and contract["tax_incl"] == "yes":
            ex_tax = to_fen(payable / (1 + rate))
            tax = payable - ex_tax
        elif rate is not None:
            ex_tax, tax = payable, to_fen(payable * rate)
        return {
            "contract_no": name,
            "settlement_period": period,
            "gross_amt": gross,
            "performance_part_amt": at_stake,
            "assessment_score": score,
            "assess_deduct_amt": assessed,
            "penalty_amt": penalty,
            "carried_in_amt": carried_in,
            "retention_amt": ZERO,
            "prepay_offset_amt": offset,
            "prepay_balance_amt": balance - offset,
            "carried_deduct_amt": carried,
            "above_ceiling_amt": net - offset - payable,
            "payable_amt": payable,
            "amt_ex_tax": ex_tax,
            "tax_amt": tax,
        }
