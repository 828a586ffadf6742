"""Statements of an edition and their steps from gross to payable; amounts are published ones and sums of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dashboards.editions import Edition
from dashboards.manifests import Manifest, Run
from dashboards.periods import is_annual
from interface.money import amount_in_words

NOTHING = Decimal("0.00")
_TAKEN = (
    *("assess_deduct_amt", "penalty_amt", "carried_in_amt", "accrued_amt"),
    *("prepay_offset_amt", "retention_amt", "above_ceiling_amt"),
)
_ALWAYS_SHOWN = ("assess_deduct_amt", "penalty_amt", "carried_in_amt", "prepay_offset_amt")


@dataclass(frozen=True)
class Statement:
    """One row of ``settlement`` and the run that made it."""

    manifest: Manifest
    status: str
    row: Mapping[str, Any]

    @property
    def run(self) -> Run:
        """The run that made the statement."""
        return self.manifest.run

    @property
    def is_annual(self) -> bool:
        """Whether an annual run made it, also an indicative one."""
        return is_annual(self.run.period)

    @property
    def contract_no(self) -> str:
        """The contract that the statement settles."""
        return str(self.row["contract_no"])


@dataclass(frozen=True)
class Step:
    """One step from gross to payable: its label's key, its signed amount in yuan, and whether it is a total."""

    key: str
    amount: Decimal
    is_total: bool = False


def read_statements(edition: Edition) -> list[Statement]:
    """Every statement of the edition, in the order of the runs and then of the contracts."""
    by_run = {manifest.run.run_id: (place, manifest) for place, manifest in enumerate(edition.chain)}
    rows = edition.table("settlement").to_pylist()
    rows.sort(key=lambda row: (by_run[row["run_id"]][0], row["contract_no"]))
    runs = [by_run[row["run_id"]][1] for row in rows]
    return [Statement(run, edition.status(run), row) for run, row in zip(runs, rows, strict=True)]


def overridden_findings(edition: Edition, run_ids: Sequence[str]) -> list[Mapping[str, Any]]:
    """What the gate found in those published runs and two people let pass, in the order of the runs."""
    published = [manifest for manifest in edition.chain if manifest.run.run_id in run_ids]
    # Each run by itself: a refusal of the same run has the same id, and nobody let that one pass.
    tables = [Edition(edition.home, edition.reader, (manifest,), ()).table("gate_result") for manifest in published]
    return [row for table in tables for row in table.to_pylist() if row["overridden_by"]]


def counted(statements: Sequence[Statement]) -> list[Statement]:
    """The statements that count for payment: all but indicative ones, or those where nothing else exists."""
    booked = [each for each in statements if each.run.run_type != "INDICATIVE"]
    return booked or list(statements)


def total(statements: Sequence[Statement], column: str) -> Decimal:
    """Sum of one amount column of ``settlement``, in yuan; at least one statement is needed.

    Raises:
        ValueError: there is no statement, and nothing is not zero yuan.
    """
    if not statements:
        raise ValueError("no statement, no total")
    return sum((each.row[column] for each in statements), NOTHING)


def payable_in_words(statements: Sequence[Statement]) -> str:
    """The payable in words: the published ones of a single statement, else those of the sum."""
    if len(statements) == 1:
        return str(statements[0].row["payable_amt_cn"])
    return amount_in_words(total(statements, "payable_amt"))


def steps(statements: Sequence[Statement]) -> list[Step]:
    """The steps from gross to payable, deductions negative; their amounts always add up to the payable.

    Retention kept back and retention released are two steps, also where several contracts do both. What the
    columns leave over is a step of its own, unexplained: it must not be there, and it must not be hidden.
    """
    released = sum((-each.row["retention_amt"] for each in statements if each.row["retention_amt"] < 0), NOTHING)
    changes = [
        Step("assess_deduct_amt", -total(statements, "assess_deduct_amt")),
        Step("penalty_amt", -total(statements, "penalty_amt")),
        Step("carried_in_amt", -total(statements, "carried_in_amt")),
        Step("carried_deduct_amt", total(statements, "carried_deduct_amt")),
        Step("accrued_amt", -total(statements, "accrued_amt")),
        Step("prepay_offset_amt", -total(statements, "prepay_offset_amt")),
        Step("retention_amt", -total(statements, "retention_amt") - released),
        Step("retention_released", released),
        Step("above_ceiling_amt", -total(statements, "above_ceiling_amt")),
        Step("unexplained", -sum((_left_over(each.row) for each in statements), NOTHING)),
    ]
    always = (*_ALWAYS_SHOWN, *(() if released else ("retention_amt",)))
    shown = [change for change in changes if change.amount or change.key in always]
    gross = Step("gross_amt", total(statements, "gross_amt"), is_total=True)
    return [gross, *shown, Step("payable_amt", total(statements, "payable_amt"), is_total=True)]


def _left_over(row: Mapping[str, Any]) -> Decimal:
    """Yuan that lie between gross and payable and stand in no column."""
    explained = sum((row[name] for name in _TAKEN), NOTHING) - row["carried_deduct_amt"]
    return row["gross_amt"] - explained - row["payable_amt"]
