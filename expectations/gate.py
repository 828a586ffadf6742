"""The gate: judges a built run and gives proof of the judgement; publishing lives elsewhere."""

from dataclasses import dataclass
from pathlib import Path

from expectations.rule import Severity
from expectations.suites import EVALUATION_SUITES, SUITES
from interface.files import sha256_of_file
from interface.tables.published import EVALUATION

SETTLEMENT = "SETTLEMENT"
"""What a settlement is judged as; the other kind of run is an evaluation."""


@dataclass(frozen=True)
class Finding:
    """What one rule found: one row of the published table ``gate_result``, without its run.

    ``overridden_by`` names the two people who let the run pass in spite of it, and ``override_reason`` says why.
    """

    suite: str
    expectation: str
    severity: Severity
    unexpected_count: int
    sample: str
    message_zh: str
    message_en: str
    guards: str = ""
    overridden_by: str = ""
    override_reason: str = ""

    @property
    def success(self) -> bool:
        """Whether nothing offended."""
        return self.unexpected_count == 0

    @property
    def blocks(self) -> bool:
        """Whether a run is refused for its sake."""
        return self.severity == "BLOCK" and not self.success and not self.overridden_by


@dataclass(frozen=True)
class Passed:
    """Proof that the database was judged and nothing blocks; ``publish`` takes nothing else."""

    database: Path
    database_sha256: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Refused:
    """The database was judged and something blocks."""

    database: Path
    database_sha256: str
    findings: tuple[Finding, ...]

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """The findings for whose sake the run is refused."""
        return tuple(finding for finding in self.findings if finding.blocks)


def judge(database: Path, *, kind: str = SETTLEMENT) -> Passed | Refused:
    """Judge the run that was built in a DuckDB file by every suite of its kind."""
    from expectations.engine import count_offences  # Great Expectations takes seconds to import

    suites = EVALUATION_SUITES if kind == EVALUATION else SUITES
    counts = count_offences(database, suites)
    findings = tuple(
        Finding(
            suite=suite.name,
            expectation=rule.name,
            severity=rule.severity,
            unexpected_count=counts[suite.name, rule.name][0],
            sample=counts[suite.name, rule.name][1],
            message_zh=rule.zh,
            message_en=rule.en,
            guards=rule.guards,
        )
        for suite in suites
        for rule in suite.rules
    )
    if any(finding.blocks for finding in findings):
        return Refused(database, sha256_of_file(database), findings)
    return Passed(database, sha256_of_file(database), findings)
