"""Formats: bytes to rows of text cells, one module each; no cell is judged here."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class TextRow:
    """One row as received: the line where it begins (the header's is 1), its cells, its text, and what ails its form.

    ``fault`` is a short clause where the row cannot be cut into cells; the cells then mean nothing. ``broken`` has a
    clause for each cell, by its place in the row, that shows an error or was never calculated.
    """

    number: int
    cells: list[str]
    raw: str
    fault: str = ""
    broken: dict[int, str] | None = None


class TextTable(Protocol):
    """One table of a file: its header at once, its rows one after the other, and the blank lines met so far."""

    header: list[str]
    blank_lines: int

    def rows(self) -> Iterator[TextRow]:
        """The rows below the header, to be read once; Refusal where the file turns out unfit on the way."""
        ...
