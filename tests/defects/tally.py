"""What was tried and what was found: said trial by trial, and summed up at the end."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.defects.bench import Seen
from tests.defects.kinds import Kind


@dataclass
class Tally:
    """What was tried and found so far; each trial is said as it ends."""

    say: Callable[..., None]
    tried: Counter[str] = field(default_factory=Counter)
    caught: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)
    clean: int = 0
    alarms: Counter[str] = field(default_factory=Counter)

    def note_kind(self, place: str, kind: Kind, found: Seen) -> None:
        """One planted defect and what was found beyond the clean month."""
        is_caught = kind.is_caught(found)
        self.tried[kind.verdict] += 1
        self.caught[kind.verdict] += is_caught
        others = sorted(found.names - set(kind.caught_by))
        by = sorted(found.names & set(kind.caught_by))
        line = (
            f"{'caught' if is_caught else 'MISSED'} {place:<10} {kind.name} [{kind.why}]: "
            f"expected {kind.verdict} {' or '.join(kind.caught_by)}; "
            f"found {' '.join(map(found.shown, by)) or 'none of them'}"
            f"{'; beside it ' + ' '.join(map(found.shown, others)) if others else ''}"
        )
        if not is_caught:
            self.missed.append(f"{kind.verdict} {kind.name}")
        self.say(line)

    def note_clean(self, name: str, found: Seen) -> None:
        """One clean month and what was complained of."""
        self.clean += 1
        self.alarms["BLOCK"] += len(found.blocks)
        self.alarms["WARN"] += len(found.warns)
        complaints = [f"{rule} {sample}" for rule, sample in {**found.blocks, **found.warns}.items()]
        complaints += [f"{code} × {count}" for code, count in found.codes.items()]
        self.alarms["set aside"] += sum(found.codes.values())
        self.say(f"clean  {name}: {'; '.join(complaints) or 'nothing'}")

    @property
    def is_met(self) -> bool:
        """Whether all blocking kinds were caught and no clean month was complained of."""
        return self.caught["BLOCK"] == self.tried["BLOCK"] and not +self.alarms

    def summary(self) -> list[str]:
        """Rates of detection and of false alarms."""
        tried, caught = self.tried.total(), self.caught.total()
        lines = [f"{caught} of {tried} kinds caught ({_rate(caught, tried)})"]
        for verdict, what in (("BLOCK", "refuse the run"), ("WARN", "are reported"), ("ASIDE", "are set aside")):
            lines.append(
                f"  {self.caught[verdict]} of {self.tried[verdict]} that {what} "
                f"({_rate(self.caught[verdict], self.tried[verdict])})"
            )
        lines += [f"  missed: {name}" for name in self.missed]
        per_month = ", ".join(f"{self.alarms[name]} {name}" for name in ("BLOCK", "WARN", "set aside"))
        lines.append(f"{self.clean} clean months: {per_month} ({_rate(self.alarms.total(), self.clean)} per month)")
        return lines


def _rate(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "none tried"
