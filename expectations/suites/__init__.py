"""What must hold before a run may be published: flat lists of rules, no logic."""

from expectations.rule import Suite
from expectations.suites import inputs, marts, metering, netting

SUITES: tuple[Suite, ...] = (*inputs.SUITES, *metering.SUITES, *netting.SUITES, *marts.SUITES)
"""Every suite of a settlement run, inputs first."""
