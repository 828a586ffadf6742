"""Feeds the same months to the product and to the second reckoner and says where they disagree."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from tests.differential.months import make_months
from tests.differential.reckoner import Reckoner
from tests.differential.worths import acceptances_that_stand
from tests.integration.conftest import Desk

FIGURES = (
    "gross_amt",
    "performance_part_amt",
    "assessment_score",
    "assess_deduct_amt",
    "penalty_amt",
    "carried_in_amt",
    "retention_amt",
    "prepay_offset_amt",
    "prepay_balance_amt",
    "carried_deduct_amt",
    "above_ceiling_amt",
    "payable_amt",
    "amt_ex_tax",
    "tax_amt",
)
Figures = dict[tuple[object, ...], object]


def disagreements(desk: Desk, *, seed: int, months: int) -> list[str]:
    """Lines and figures that differ after the seed's months, one sentence each; empty where all agree to the fen."""
    reckoner, run_ids, found = Reckoner(), [], []
    for step in make_months(seed, months):
        set_aside = _receive(desk, step.facts)
        reckoner.learn(step.facts)
        standing = acceptances_that_stand(reckoner.facts)
        expected = sum(row not in standing for row in step.facts.get("acceptance", ()))
        outcome, is_booked = desk.settle(step.period), reckoner.settle(step.period)
        said = f"{outcome.verdict}, {set_aside} rows set aside"
        if said != f"{'PUBLISHED' if is_booked else 'NOTHING_NEW'}, {expected} rows set aside":
            blocking = [each for each in outcome.findings if each.severity == "BLOCK" and not each.success]
            return [f"run {len(run_ids)} of {step.period}: product {said}; reckoner booked: {is_booked}; {blocking}"]
        if is_booked:
            run_ids.append(outcome.run_id)
    found += _differences(_lines_of(desk, run_ids), _lines_reckoned(reckoner))
    found += _differences(_figures_of(desk, run_ids), _figures_reckoned(reckoner))
    return found


def _receive(desk: Desk, facts: dict[str, list[dict[str, str]]]) -> int:
    tables: dict[str, Any] = {name: rows for name, rows in facts.items() if rows}
    return sum(each.rows_quarantined for each in desk.receive(**tables)) if tables else 0


def _differences(product: Figures, reckoned: Figures) -> list[str]:
    return [
        f"{' '.join(map(str, key))}: product {product.get(key, 'nothing')}, reckoner {reckoned.get(key, 'nothing')}"
        for key in sorted({*product, *reckoned}, key=str)
        if product.get(key, "nothing") != reckoned.get(key, "nothing")
    ]


def _lines_of(desk: Desk, run_ids: list[str]) -> Figures:
    columns = ("settlement_period", "work_order_no", "service_period", "line_type")
    return {
        (run_ids.index(str(row["run_id"])), *(row[name] for name in columns)): row["amount"]
        for row in desk.table("settlement_line")
    }


def _figures_of(desk: Desk, run_ids: list[str]) -> Figures:
    return {
        (run_ids.index(str(row["run_id"])), row["settlement_period"], row["contract_no"], name): row[name]
        for row in desk.table("settlement")
        for name in FIGURES
    }


def _lines_reckoned(reckoner: Reckoner) -> Figures:
    return {tuple(line[:-1]): _decimal(line.amount) for line in reckoner.lines}


def _figures_reckoned(reckoner: Reckoner) -> Figures:
    return {
        (row["run"], row["settlement_period"], row["contract_no"], name): _decimal(row[name])
        for row in reckoner.statements
        for name in FIGURES
    }


def _decimal(number: Fraction | None) -> Decimal | None:
    """The same number as a decimal; exact, because every figure has at most three places."""
    return None if number is None else Decimal(int(number * 1000)) / 1000
