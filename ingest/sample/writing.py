"""Writes the sample's tables as CSV files; the shapes and the Chinese labels are those of the input tables."""

import csv
import io
from enum import Enum
from pathlib import Path

from interface.files import write_whole
from interface.tables import INPUTS


class Look(Enum):
    """How a file looks: English headers, Chinese headers, or Chinese headers as a spreadsheet saves them."""

    ENGLISH = "english"
    CHINESE = "chinese"
    SPREADSHEET = "spreadsheet"


def write_rows(folder: Path, table: str, rows: list[dict[str, str]], look: Look = Look.ENGLISH) -> None:
    """Write one table; it has the columns that any row names, in the table's order, and no file where no row is."""
    if not rows:
        return
    names = [name for name in INPUTS[table].names if any(name in row for row in rows)]
    write_cells(folder, table, names, [[row.get(name, "") for name in names] for row in rows], look)


def write_cells(folder: Path, table: str, names: list[str], rows: list[list[str]], look: Look) -> None:
    """Write one table from cells, so that a row may have fewer of them than the header."""
    header = names if look is Look.ENGLISH else [INPUTS[table].column(name).label for name in names]
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n" if look is Look.SPREADSHEET else "\n")
    writer.writerow(header)
    writer.writerows(rows)
    encoding = "utf-8-sig" if look is Look.SPREADSHEET else "utf-8"
    write_whole(folder / f"{table}.csv", text.getvalue().encode(encoding))
