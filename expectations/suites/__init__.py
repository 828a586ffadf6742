"""What must hold before a run may be published: flat lists of rules, no logic."""

from expectations.rule import Suite
from expectations.suites import (
    budgets_rechecked,
    claims_rechecked,
    comparisons,
    coverage,
    evaluations,
    evidence,
    guarantees,
    inputs,
    ledgers,
    lines,
    lines_rechecked,
    measures,
    metering,
    netting,
    papers,
    reviews,
    scores_rechecked,
    statements,
    statements_rechecked,
    steps,
    workflow,
)

SUITES: tuple[Suite, ...] = (
    *inputs.SUITES,
    *workflow.SUITES,
    *papers.SUITES,
    *metering.SUITES,
    *steps.SUITES,
    *reviews.SUITES,
    *guarantees.SUITES,
    *netting.SUITES,
    *lines.SUITES,
    *lines_rechecked.SUITES,
    *claims_rechecked.SUITES,
    *statements.SUITES,
    *statements_rechecked.SUITES,
    *ledgers.SUITES,
    *budgets_rechecked.SUITES,
    *coverage.SUITES,
    *comparisons.SUITES,
)
"""Every suite of a settlement run, inputs first."""

EVALUATION_SUITES: tuple[Suite, ...] = (
    *evaluations.SUITES,
    *evidence.SUITES,
    *measures.SUITES,
    *scores_rechecked.SUITES,
)
"""Every suite of an evaluation run."""
