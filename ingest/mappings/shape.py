"""The words in which a mapping is written once it was read: its file, its columns, its times, its groups."""

import re
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from fnmatch import fnmatchcase
from zoneinfo import ZoneInfo

from ingest.verdicts import Unfit, shown
from interface.tables import Column, Table


@dataclass(frozen=True)
class Clock:
    """How the foreign system writes its times, and the zone of its clock; None where each time gives its offset."""

    format: str
    zone: ZoneInfo | None

    def read(self, text: str) -> datetime:
        """The moment in UTC; Unfit Q209 where it is written otherwise, or a change of the clocks makes it doubtful."""
        moment = _parsed(text, self.format)
        try:
            if self.zone is None:
                return moment.astimezone(UTC)
            first, second = (moment.replace(tzinfo=self.zone, fold=fold).astimezone(UTC) for fold in (0, 1))
            shown_again = first.astimezone(self.zone).replace(tzinfo=None)
        except OverflowError:
            raise Unfit("Q209", f"{shown(text)} lies outside the years that can be kept") from None
        if shown_again != moment:
            raise Unfit("Q209", f"{shown(text)} was skipped by the clocks of {self.zone}")
        if first != second:
            raise Unfit("Q209", f"{shown(text)} was shown twice by the clocks of {self.zone}")
        return first


@dataclass(frozen=True)
class Calendar:
    """How the foreign system writes its days."""

    format: str

    def read(self, text: str) -> date:
        """The day; Unfit Q209 where it is written otherwise."""
        return _parsed(text, self.format).date()


@dataclass(frozen=True)
class Filled:
    """How one of our columns gets its cell: a constant, or a cell of their column, translated where codes are given.

    Attributes:
        column: Our column.
        source: Their column; blank for a constant.
        constant: The cell of every row; blank where it comes from their column.
        codes: Their texts and ours; where there is any, another text is unfit.
        take: Which row of a group gives the cell: first, last, min or max; blank where rows are not grouped.
        where: Their columns and the texts of which a row of the group must have one to be asked at all.
    """

    column: Column
    source: str = ""
    constant: str = ""
    codes: Dictionary[str, str] = field(default_factory=dict)
    take: str = ""
    where: Dictionary[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Order:
    """One of their columns by which the rows of a group are put in order, read as time, number or text."""

    source: str
    kind: str


@dataclass(frozen=True)
class Group:
    """Rows that agree in ``by`` are one row of ours; rows equal in their order stand as they stand in the file."""

    by: tuple[str, ...]
    order: tuple[Order, ...]


@dataclass(frozen=True)
class Mapping:
    """One export of one foreign system as one table of ours; ``unknown`` are the texts for what is not known.

    ``text`` is the YAML that describes it.
    """

    name: str
    files: str
    table: Table
    columns: tuple[Filled, ...]
    unknown: frozenset[str] = frozenset()
    clock: Clock | None = None
    calendar: Calendar | None = None
    group: Group | None = None
    text: str = field(default="", repr=False)
    sha256: str = ""

    @property
    def identity(self) -> str:
        """The mapping's name and the SHA-256 of its text, by which the ledger names it."""
        return f"{self.name} {self.sha256}"

    def reads(self, file_name: str) -> bool:
        """Whether a file of that name is the export."""
        return fnmatchcase(file_name, self.files)

    @property
    def sources(self) -> tuple[str, ...]:
        """Their columns that must be there, each once."""
        names = [name for filled in self.columns for name in (filled.source, *filled.where) if name]
        if self.group:
            names += [*self.group.by, *(order.source for order in self.group.order)]
        return tuple(dict.fromkeys(names))


def _parsed(text: str, wanted: str) -> datetime:
    trimmed = text.strip(" ")
    try:
        # Python's own reader takes digits of every script and any blank for a blank; the export has plain ones.
        if trimmed.isascii() and not re.search(r"\s\s|[^ \S]", trimmed):
            return datetime.strptime(trimmed, wanted)  # noqa: DTZ007 - the zone is the caller's
    except ValueError:
        pass
    raise Unfit("Q209", f"{shown(text)} is not written as {wanted}")
