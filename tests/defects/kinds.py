"""What a kind of defect is: its name, what must catch it and why it matters, and how it is planted."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from tests.defects.bench import Seen, as_files
from tests.defects.made_rules import Cells, Tables
from tests.defects.made_work import World

Verdict = Literal["BLOCK", "WARN", "ASIDE"]


@dataclass(frozen=True)
class Kind:
    """A kind of defect.

    Attributes:
        name: Says what is wrong, in snake case.
        verdict: BLOCK refuses the run; WARN reports at least; ASIDE sets the row or the file aside.
        caught_by: Names any of which must catch it: rules of the gate, codes of ingest, kinds of score findings.
        why: Rules of the domain by number, or the mechanism that would be wrong unnoticed.
        plant: Puts it into what comes in, or into what was built.
    """

    name: str
    verdict: Verdict
    caught_by: tuple[str, ...]
    why: str
    plant: Callable[[Any], None]
    run_type: str | None = None

    def is_caught(self, found: Seen) -> bool:
        """Whether what was found beyond the clean month is what must catch it, at least as severe."""
        sought = {
            "BLOCK": found.blocks.keys(),
            "WARN": {*found.blocks, *found.warns, *found.codes},
            "ASIDE": found.codes.keys(),
        }[self.verdict]
        return any(name in sought for name in self.caught_by)


@dataclass
class Intake:
    """What comes in for one month of a world, before it is written: rows, and changes to the files they become."""

    world: World
    index: int
    facts: Tables
    statements: list[dict[str, Any]]
    edits: dict[str, Callable[[bytes], bytes]] = field(default_factory=dict)
    extra: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Let tables without rows be there too."""
        self.facts = defaultdict(list, self.facts)

    @property
    def month(self) -> str:
        """The month, as 2020-06."""
        return str(self.world.month(self.index))

    @property
    def following(self) -> str:
        """The month after it."""
        return str(self.world.month(self.index + 1))

    def rows(self, table: str, **cells: str) -> list[Cells]:
        """Rows that come in and have those cells."""
        return [row for row in self.facts[table] if cells.items() <= row.items()]

    def known(self, table: str, **cells: str) -> Cells:
        """A copy of the first row that came in earlier and has those cells."""
        incoming = {id(row) for row in self.facts[table]}
        old = (row for row in self.world.learned[table] if id(row) not in incoming and cells.items() <= row.items())
        return dict(next(old))

    def add(self, table: str, *rows: Cells) -> None:
        """Let more rows come in."""
        self.facts[table] += rows

    def drop(self, table: str, rows: Iterable[Cells]) -> None:
        """Let rows not come in."""
        gone = {id(row) for row in rows}
        self.facts[table] = [row for row in self.facts[table] if id(row) not in gone]

    def files(self) -> dict[str, bytes]:
        """The folder that is received."""
        files = as_files({table: rows for table, rows in self.facts.items() if rows})
        for name, edit in self.edits.items():
            files[name] = edit(files[name])
        return {**files, **self.extra}


PLACES = ("work", "rules", "steps", "money", "files", "lines", "statements", "accounts", "scores", "scored")
"""Where kinds are planted: what comes in, what is built, an evaluation and what is built of it."""


@dataclass(frozen=True)
class Wanted:
    """Which kinds to try: ``all``, or places, names or parts of names between commas."""

    text: str

    def has(self, place: str, kind: Kind) -> bool:
        """Whether a kind of a place is among them."""
        parts = self.text.split(",")
        return self.text == "all" or place in parts or any(each in kind.name for each in parts if each not in PLACES)
