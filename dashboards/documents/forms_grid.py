"""What an official form is made of, before it becomes a file: rows of cells, looks, and what is merged."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from dashboards.printing import bare_number, signed_amount

PERCENT_PLACES = Decimal("0.01")


@dataclass(frozen=True)
class Rate:
    """A ratio that the form shows per cent with two places."""

    ratio: Decimal

    def __str__(self) -> str:
        """Such as 88.00%."""
        return f"{self.ratio.scaleb(2).quantize(PERCENT_PLACES, ROUND_HALF_UP):f}%"


@dataclass(frozen=True)
class Yuan:
    """An amount that the form shows with thousands separators and two places."""

    amount: Decimal

    def __str__(self) -> str:
        """Such as −1,234.50."""
        return signed_amount(self.amount)


FormCell = str | Decimal | Rate | Yuan | None


@dataclass(frozen=True)
class FormRow:
    """One row; ``look`` is title, note, group (a head above heads), head, body or total.

    ``across`` are the merged columns, first and last.
    """

    cells: tuple[FormCell, ...]
    look: str = "body"
    across: tuple[tuple[int, int], ...] = ()


def row_of(columns: int, *cells: FormCell, look: str = "body", across: tuple[tuple[int, int], ...] = ()) -> FormRow:
    """A row of so many columns, blank after its last cell."""
    return FormRow((*cells, *[None] * (columns - len(cells))), look, across)


Block = tuple[int, int, int]
"""Cells merged down: their column, and their first and last row."""


@dataclass(frozen=True)
class Form:
    """One filled form.

    Attributes:
        file_stem: Name of its file without ending.
        title: Its official name, also the sheet's.
        widths: Width of each column in characters.
        rows: From the title down.
        head_rows: How many rows stay in view and repeat on paper.
        down: Blocks merged downwards: column, first row, last row, from 0 on.
    """

    file_stem: str
    title: str
    widths: tuple[int, ...]
    rows: tuple[FormRow, ...]
    head_rows: int
    down: tuple[Block, ...] = ()


def merged_levels(levels: list[tuple[str | None, ...]], *, first_row: int, first_column: int) -> list[Block]:
    """Blocks of equal names under equal names above them, column by column; a blank name is its own block."""
    blocks: list[Block] = []
    for depth in range(len(levels[0]) if levels else 0):
        begun = 0
        for row in range(1, len(levels) + 1):
            is_same = row < len(levels) and levels[row][: depth + 1] == levels[begun][: depth + 1]
            if is_same and levels[row][depth]:
                continue
            if row - begun > 1:
                blocks.append((first_column + depth, first_row + begun, first_row + row - 1))
            begun = row
    return blocks


def shown_cell(cell: FormCell) -> str:
    """A cell as text; a blank one as nothing."""
    if cell is None:
        return ""
    return bare_number(cell) if isinstance(cell, Decimal) else str(cell)
