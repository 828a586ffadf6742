"""What two people decided in spite of the gate: asked by one, agreed to by another, for one rule of one refused run."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from expectations.gate import Finding, Passed, Refused
from expectations.suites import EVALUATION_SUITES, SUITES
from interface.errors import CannotRun
from interface.ledger import Entry, Writer
from interface.people import given_text, is_same_person

_ASKED, _AGREED = "override_asked", "override_agreed"


@dataclass(frozen=True)
class Override:
    """One rule that is to hold back one run no more.

    It stands for what the rule found when it was asked, ``unexpected_count`` rows with this ``sample``, in the run of
    this id: facts that come later make another run, and the rule holds again. ``agreed_by`` is blank while it waits.
    """

    override_id: str
    run_id: str
    suite: str
    expectation: str
    unexpected_count: int
    sample: str
    because: str
    asked_by: str
    agreed_by: str = ""
    asked_at: datetime | None = None
    agreed_at: datetime | None = None

    def is_about(self, finding: Finding) -> bool:
        """Whether the rule found what two people looked at."""
        return (self.suite, self.expectation, self.unexpected_count, self.sample) == (
            finding.suite,
            finding.expectation,
            finding.unexpected_count,
            finding.sample,
        )


def overrides_among(entries: Sequence[Entry]) -> tuple[Override, ...]:
    """Every override in the order in which it was asked."""
    found: dict[str, Override] = {}
    for entry in entries:
        if entry.kind == _ASKED:
            found[entry.content["override_id"]] = Override(**entry.content, asked_at=entry.at)
        elif entry.kind == _AGREED:
            asked = found[entry.content["override_id"]]
            found[asked.override_id] = replace(asked, agreed_by=entry.content["agreed_by"], agreed_at=entry.at)
    return tuple(found.values())


def ask_override(
    ledger: Writer, entries: Sequence[Entry], *, run_id: str, finding: Finding, because: str, by: str
) -> Override:
    """Ask that a rule hold back a refused run no more; it does until another person agrees.

    Raises:
        CannotRun: the rule blocks nothing or may not be overridden, it is asked already, or a text is missing.
    """
    because, by = given_text(because, "--reason"), given_text(by, "--by")
    if finding.success or finding.severity != "BLOCK":
        raise CannotRun(f"{finding.expectation} does not block run {run_id}: there is nothing to override.")
    if finding.expectation not in overridable():
        raise CannotRun(
            f"{finding.expectation} cannot be overridden, as what it finds leaves amounts open or wrong: mend what it "
            "names and run again."
        )
    known = overrides_among(entries)
    for each in known:
        if each.run_id == run_id and each.is_about(finding):
            raise CannotRun(f"Override {each.override_id} of {each.asked_by} asks this already: have it agreed to.")
    asked = Override(
        override_id=f"OV{len(known) + 1:04d}",
        run_id=run_id,
        suite=finding.suite,
        expectation=finding.expectation,
        unexpected_count=finding.unexpected_count,
        sample=finding.sample,
        because=because,
        asked_by=by,
    )
    at = ledger.next_moment()
    content = {name: cell for name, cell in asdict(asked).items() if name not in ("agreed_by", "asked_at", "agreed_at")}
    ledger.append(kind=_ASKED, content=content, at=at)
    return replace(asked, asked_at=at)


def agree(ledger: Writer, entries: Sequence[Entry], override_id: str, *, by: str) -> Override:
    """Agree to an override as a second person; the same run passes the rule from then on.

    Raises:
        CannotRun: there is no such override, it is agreed to, or the same person asked.
    """
    by = given_text(by, "--by")
    for each in overrides_among(entries):
        if each.override_id != override_id:
            continue
        if each.agreed_by:
            raise CannotRun(f"Override {override_id} was agreed to by {each.agreed_by} already.")
        if is_same_person(each.asked_by, by):
            raise CannotRun(f"{by} asked for override {override_id}: another person must agree.")
        at = ledger.next_moment()
        ledger.append(kind=_AGREED, content={"override_id": override_id, "agreed_by": by}, at=at)
        return replace(each, agreed_by=by, agreed_at=at)
    raise CannotRun(f"There is no override {override_id}: `hengliang gate overrides` names them.")


def overridden(judgement: Passed | Refused, entries: Sequence[Entry], *, run_id: str) -> Passed | Refused:
    """The judgement once every override that was agreed to is taken into account; a rule without one still blocks."""
    agreed = [each for each in overrides_among(entries) if each.agreed_by and each.run_id == run_id]
    findings = tuple(_with_override(finding, agreed) for finding in judgement.findings)
    if any(finding.blocks for finding in findings):
        return Refused(judgement.database, judgement.database_sha256, findings)
    return Passed(judgement.database, judgement.database_sha256, findings)


def overridable() -> frozenset[str]:
    """Names of the rules that two people may override."""
    suites = (*SUITES, *EVALUATION_SUITES)
    return frozenset(rule.name for suite in suites for rule in suite.rules if rule.may_be_overridden)


def _with_override(finding: Finding, agreed: Sequence[Override]) -> Finding:
    for each in agreed:
        if not finding.success and finding.severity == "BLOCK" and each.is_about(finding):
            return replace(finding, overridden_by=f"{each.asked_by} + {each.agreed_by}", override_reason=each.because)
    return finding
