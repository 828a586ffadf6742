"""One cell as text, the same in every export: exact, without exponent, times in Shanghai time; no thousands here."""

from datetime import date, datetime
from decimal import Decimal

from interface.periods import print_moment
from interface.tables import Column

Cell = str | int | bool | Decimal | date | datetime | None


def print_cell(cell: Cell, column: Column) -> str:
    """Print a cell: decimals with all places of their column, times with their offset, a missing cell as nothing."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, Decimal):
        return f"{cell:.{column.kind.places}f}"
    if isinstance(cell, datetime):
        return print_moment(cell)
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)
