"""The words in which a suite is written: one rule is one query for offending rows; no rule stands here."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["BLOCK", "WARN"]


@dataclass(frozen=True)
class Rule:
    """What must hold.

    Attributes:
        name: Names the fact that holds, in snake case.
        severity: ``BLOCK`` refuses the run, ``WARN`` is reported.
        offences: SQL that returns one text column ``offence`` with one row per offending row. ``{batch}``
            stands for the suite's relation.
        zh: What is wrong and what to do next, in Chinese.
        en: The same in English.
        guards: What it keeps: ``R30`` is a rule of the regulation and the contracts, ``P2`` a promise of this program,
            by the numbers of ``docs/gate.md``; several are parted by a blank.
        may_be_overridden: Whether two people may let a run pass that it blocks: only where the amounts are the same
            whatever they decide, as where a step was not taken in its order.
    """

    name: str
    severity: Severity
    offences: str
    zh: str
    en: str
    guards: str
    may_be_overridden: bool = False


@dataclass(frozen=True)
class Suite:
    """The rules of one relation of the run's database, for example ``marts.settlement_line``."""

    relation: str
    rules: tuple[Rule, ...]

    @property
    def name(self) -> str:
        """The relation's name without its schema."""
        return self.relation.split(".")[1]
