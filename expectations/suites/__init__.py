"""What must hold before a run may be published: flat lists of rules, no logic."""

from expectations.rule import Suite
from expectations.suites import (
    comparisons,
    coverage,
    evaluations,
    evidence,
    guarantees,
    inputs,
    ledgers,
    lines,
    measures,
    metering,
    netting,
    reviews,
    statements,
    workflow,
)

SUITES: tuple[Suite, ...] = (
    *inputs.SUITES,
    *workflow.SUITES,
    *metering.SUITES,
    *reviews.SUITES,
    *guarantees.SUITES,
    *netting.SUITES,
    *lines.SUITES,
    *statements.SUITES,
    *ledgers.SUITES,
    *coverage.SUITES,
    *comparisons.SUITES,
)
"""Every suite of a settlement run, inputs first."""

EVALUATION_SUITES: tuple[Suite, ...] = (*evaluations.SUITES, *evidence.SUITES, *measures.SUITES)
"""Every suite of an evaluation run."""
