"""Formats: bytes to rows of text cells, one module each; no cell is judged here."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TextRow:
    """One row as received: the line where it begins (the header's is 1), its cells, its text, and what ails its form.

    ``fault`` is a short clause where the row cannot be cut into cells; the cells then mean nothing.
    """

    number: int
    cells: list[str]
    raw: str
    fault: str = ""
