"""A file of quantities to be quoted: CSV bytes to judged rows; it is no input table and never lands."""

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from ingest.cells import judge
from ingest.formats import TextRow
from ingest.formats.csv import CsvText
from ingest.headers import Header, match_header
from ingest.verdicts import Refusal, Value
from interface.errors import CannotRun
from interface.tables import Column, Kind, Table

_SHAPE = Table(
    name="quantities",
    label="报价数量",
    grain="quantity to be quoted",
    key=("item_code",),
    columns=(
        Column("item_code", "服务项编号", Kind.ID, required=True),
        Column("quantity", "数量", Kind.QUANTITY, required=True),
        Column("unit", "计量单位", Kind.CODE, meaning="Blank: the item's own."),
    ),
)


@dataclass(frozen=True, slots=True)
class QuantityRow:
    """One row: its line in the file, its cells as given, and what they say; ``problem`` is a clause where they do not.

    ``unit`` is None where the row gives none. With a problem, ``item_code`` is as the row has it and the others are
    not to be used.
    """

    line: int
    cells: list[str]
    item_code: str
    quantity: Decimal
    unit: str | None
    problem: str = ""


@dataclass(frozen=True)
class Quantities:
    """A file's header cells as given, and its rows in their order; at least one."""

    header: list[str]
    rows: list[QuantityRow]


def read_quantities(path: Path) -> Quantities:
    """Read a CSV file with the columns item_code, quantity and perhaps unit, in English or Chinese; others are kept.

    Raises:
        CannotRun: the file is no CSV, lacks a column or has no rows.
    """
    try:
        text = CsvText(path.read_bytes())
        header = match_header(text.header, _SHAPE)
        rows = [_read_row(row, header) for row in text.rows()]
    except Refusal as refusal:
        raise CannotRun(f"{path}: {refusal}") from None
    if not rows:
        raise CannotRun(f"{path} has a header and no rows: write one row per quantity to be priced.")
    return Quantities(text.header, rows)


def _read_row(row: TextRow, header: Header) -> QuantityRow:
    if row.fault:
        return QuantityRow(row.number, row.cells, "", Decimal(0), None, f"the row's form is broken: {row.fault}")
    texts = {name: row.cells[position] for name, position in header.positions.items()}
    values: dict[str, Value] = {}
    for column in _SHAPE.columns:
        cell = judge(texts.get(column.name, ""), column)
        if cell.code is not None:
            clause = f"column {column.name} ({column.label}): {cell.found}"
            return QuantityRow(row.number, row.cells, texts["item_code"].strip(), Decimal(0), None, clause)
        values[column.name] = cell.value
    item_code, quantity, unit = values["item_code"], values["quantity"], values["unit"]
    assert isinstance(item_code, str)
    assert isinstance(quantity, Decimal)
    assert unit is None or isinstance(unit, str)
    return QuantityRow(row.number, row.cells, item_code, quantity, unit)
