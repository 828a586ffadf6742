"""What each step of a statement rests on, in words and a figure: the same on the page and on paper."""

from dashboards.printing import plain_number, yuan
from dashboards.statements import Statement, Step

BASIS_KINDS = {"assess_deduct_amt": "SCORE:", "penalty_amt": "EVENT:"}
"""How the basis of each deduction begins that makes up a step."""


def basis_of(statement: Statement, step: Step) -> tuple[str, str]:
    """The key of the label that says what a step rests on, and the figure that follows it; blank where none does."""
    row = statement.row
    if step.key == "assess_deduct_amt" and row["assessment_score"] is None:
        return f"step.assess_deduct_amt.{'earlier' if step.amount else 'no_basis'}", ""
    if step.key == "penalty_amt" and not step.amount:
        return "step.penalty_amt.no_basis", ""
    if step.key == "assess_deduct_amt":
        return "step.assess_deduct_amt.basis", plain_number(row["assessment_score"])
    if step.key == "prepay_offset_amt":
        return "step.prepay_offset_amt.basis", yuan(row["prepay_balance_amt"])
    return f"step.{step.key}.basis", ""
