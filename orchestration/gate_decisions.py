"""What the gate asks and found over time, and overrides of what it refused, asked and agreed to by two people."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from dashboards.access import SYSTEM
from dashboards.editions import Edition, open_judgements
from dashboards.manifests import Manifest
from expectations.gate import Finding
from expectations.overrides import Override, ask_override, overridable, overrides_among
from expectations.overrides import agree as agree_to
from expectations.suites import EVALUATION_SUITES, SUITES
from interface.errors import CannotRun
from interface.ledger import read_entries, writing
from interface.paths import Home
from interface.periods import print_moment

_MARKS = {"held": "✓", "warned": "!", "refused": "✕", "overridden": "○"}


def list_rules(*, of: str) -> list[str]:
    """Three lines per rule: name, severity and what it guards; what is wrong and what to do in both languages."""
    lines = []
    for suite in EVALUATION_SUITES if of == "evaluation" else SUITES:
        for rule in suite.rules:
            two = " · two people may override it" if rule.may_be_overridden else ""
            lines += [f"{rule.severity} {suite.name}.{rule.name} · {rule.guards}{two}", f"  {rule.zh}", f"  {rule.en}"]
    return lines


def list_history(home: Home, *, rule: str | None, period: str | None) -> list[str]:
    """A line per run, oldest first, with its number; then one per rule that ever failed, with a mark for each run.

    Raises:
        CannotRun: nothing was judged, or no rule or period of that name was.
    """
    judgements = open_judgements(home, SYSTEM)
    runs = sorted((*judgements.chain, *judgements.refused), key=lambda each: each.run.finished_at)
    runs = [each for each in runs if period in (None, each.run.period)]
    if not runs:
        raise CannotRun(f"No run of {period} was judged: leave --period out to see all.")
    marks: dict[str, list[str]] = defaultdict(lambda: ["·"] * len(runs))
    for place, manifest in enumerate(runs):
        for row in _results(judgements, manifest):
            marks[row["expectation"]][place] = _MARKS[_outcome(row)]
    if rule is not None and rule not in marks:
        raise CannotRun(f"No run was asked for {rule!r}: `hengliang gate rules` names what is asked.")
    lines = [
        f"{number:>3} {manifest.run.period} {manifest.run.run_type} {manifest.run.run_id}"
        f"{' refused' if manifest in judgements.refused else ''}"
        for number, manifest in enumerate(runs, start=1)
    ]
    shown = [rule] if rule else sorted(name for name, row in marks.items() if set(row) - {"✓", "·"})
    return [*lines, *(f"{''.join(marks[name])} {name}" for name in shown)]


def list_overrides(home: Home) -> list[str]:
    """Two lines per override, in the order in which they were asked; one line where there is none."""
    lines = []
    for each in overrides_among(read_entries(home)):
        state = f"agreed to by {each.agreed_by} at {print_moment(each.agreed_at)}" if each.agreed_at else "waits"
        lines.append(f"{each.override_id} {each.run_id} {each.expectation} ({each.unexpected_count}: {each.sample})")
        asked = f" at {print_moment(each.asked_at)}" if each.asked_at else ""
        lines.append(f"  asked by {each.asked_by}{asked}: {each.because} · {state}")
    return lines or ["Nothing was overridden."]


def ask(home: Home, refusal: str, *, rule: str, because: str, by: str) -> Override:
    """Ask that a rule hold back a refused run no more; it does until another person agrees.

    Raises:
        CannotRun: no such run was refused by that rule, or the rule may not be overridden.
    """
    with writing(home) as ledger:
        manifest = _refused(home, refusal)
        for row in _results(open_judgements(home, SYSTEM), manifest):
            if row["expectation"] == rule:
                finding = _finding(row)
                return ask_override(
                    ledger, read_entries(home), run_id=manifest.run.run_id, finding=finding, because=because, by=by
                )
    may_be = ", ".join(sorted(overridable()))
    raise CannotRun(f"Run {manifest.run.run_id} was not asked for {rule!r}: what can be overridden is {may_be}.")


def agree(home: Home, override_id: str, *, by: str) -> Override:
    """Agree to an override as a second person; CannotRun where it does not wait for this person."""
    with writing(home) as ledger:
        return agree_to(ledger, read_entries(home), override_id, by=by)


def _refused(home: Home, name: str) -> Manifest:
    """The newest refusal of that folder or run."""
    refused = open_judgements(home, SYSTEM).refused
    for manifest in reversed(refused):
        if name in (manifest.folder.name, manifest.run.run_id):
            return manifest
    known = ", ".join(manifest.folder.name for manifest in refused[-5:]) or "no run was refused"
    raise CannotRun(f"There is no refused run {name!r}: choose one of {known}.")


def _results(judgements: Edition, manifest: Manifest) -> list[Mapping[str, Any]]:
    return Edition(judgements.home, SYSTEM, (manifest,), ()).table("gate_result").to_pylist()


def _outcome(row: Mapping[str, Any]) -> str:
    if row["success"]:
        return "held"
    if row["severity"] == "WARN":
        return "warned"
    return "overridden" if row["overridden_by"] else "refused"


def _finding(row: Mapping[str, Any]) -> Finding:
    return Finding(
        suite=row["suite"],
        expectation=row["expectation"],
        severity=row["severity"],
        unexpected_count=row["unexpected_count"],
        sample=row["sample"] or "",
        message_zh=row["message_zh"],
        message_en=row["message_en"],
    )
