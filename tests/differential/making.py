"""What the makers of rules and of work write into: facts by the month in which they become known, and chance."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from random import Random

from tests.differential.worths import Tables


@dataclass
class Made:
    """What is being made: facts by the index of the month in which they become known."""

    random: Random
    first: int
    count: int
    known_in: dict[int, Tables] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    numbers: int = 0
    bounds: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def number(self, letter: str) -> str:
        """A new key of its kind."""
        self.numbers += 1
        return f"{letter}{self.numbers:05d}"

    def later_day(self) -> str:
        """A day after every one given so far."""
        self.numbers += 1
        return date.fromordinal(date(2022, 1, 1).toordinal() + self.numbers).isoformat()

    def month(self, index: int) -> str:
        """The month of an index; the first has index 0."""
        return f"{2020 + (self.first + index) // 12}-{(self.first + index) % 12 + 1:02d}"

    def learn(self, index: int, table: str, **cells: object) -> None:
        """Add a row that becomes known before that month's run."""
        row = {name: str(cell) for name, cell in cells.items() if cell is not None}
        self.known_in[min(index, self.count - 1)][table].append(row)

    def lag(self) -> int:
        """Months until a fact is known: mostly none."""
        return self.random.choice((0, 0, 0, 0, 0, 1, 1, 2, 3))

    def maybe(self, share: float, value: object) -> object | None:
        """The value with that probability, otherwise nothing."""
        return value if self.random.random() < share else None

    def decimal(self, low: float, high: float, places: int) -> str:
        """A number in text with up to so many places."""
        places = self.random.randint(0, places)
        return f"{self.random.randint(int(low * 10**places), int(high * 10**places)) / 10**places:.{places}f}"
