"""Whose rows a role may see, written down from the rules and not from the code that keeps them."""

from interface.tables import PUBLISHED
from tests.access.planted import INBOX, OWNERS, SCORES, mark

MONEY = (
    *("settlement", "deduction", "ledger_entry", "annual_month", "month_coverage", "statement_payment"),
    *("difference_summary", "budget_execution", "settlement_line", "provider_settlement", "run_difference"),
    "line_source",
)
WORK = (
    "claim_review",
    "claim_reduction",
    "pending_metering",
    "delivery_fate",
    "delivery_profile",
    "delivery_sum",
    "work_order_progress",
)
# Statements and what is deducted are between purchaser and operator: a provider sees its lines and sums alone.
NOT_A_PROVIDERS = (
    *("settlement", "deduction", "ledger_entry", "annual_month", "month_coverage", "statement_payment"),
    *("difference_summary", "budget_execution", "delivery_profile", "delivery_sum", "claim_reduction"),
)
# The official self-evaluation form holds the project's budget and what was spent of it.
NOT_AN_EVALUATORS = tuple(name for name in MONEY if name != "budget_execution")
NEVER: dict[str, tuple[str, ...]] = {
    "PURCHASER": (),
    "ENGINEER": (),
    "FINANCE": SCORES,
    "OPERATOR": (*SCORES, "gate_result", "budget_execution", "ingest_file"),
    "PROVIDER": (*SCORES, *NOT_A_PROVIDERS, *INBOX, "gate_result"),
    "EVALUATOR": (*NOT_AN_EVALUATORS, *WORK, *INBOX, "gate_result"),
    "SUPERVISOR": (*MONEY, *SCORES, *INBOX, "gate_result"),
    "AUDITOR": (*MONEY, *WORK, *SCORES, "quarantine"),
    "nobody": tuple(PUBLISHED),
}
ITS_OWN = {"OPERATOR": (0, 1), "PROVIDER": (0,)}


def forbidden_marks(role: str) -> list[str]:
    """The marks that no answer to that role may hold."""
    return [
        mark(table, owner)
        for table in PUBLISHED
        for owner in range(len(OWNERS))
        if table in NEVER[role] or owner not in ITS_OWN.get(role, (0, 1, 2))
    ]
