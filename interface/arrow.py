"""The tables' columns as Arrow holds them."""

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from interface.tables import Kind, Table

_PLAIN_TYPES = {
    "VARCHAR": pa.string(),
    "BIGINT": pa.int64(),
    "BOOLEAN": pa.bool_(),
    "DATE": pa.date32(),
    "TIMESTAMP WITH TIME ZONE": pa.timestamp("us", tz="UTC"),
}
_FIRST_CELLS = 1 << 16
_LEAST_REPETITIONS = 4


def arrow_schema(shape: Table) -> pa.Schema:
    """The table's columns in their order, with the Arrow types of the interface's SQL types."""
    return pa.schema([pa.field(column.name, arrow_type(column.kind)) for column in shape.columns])


def arrow_type(kind: Kind) -> pa.DataType:
    """The Arrow type of a kind's SQL type; moments are in UTC."""
    if kind.sql_type in _PLAIN_TYPES:
        return _PLAIN_TYPES[kind.sql_type]
    digits, places = kind.sql_type.removeprefix("DECIMAL(").removesuffix(")").split(",")
    return pa.decimal128(int(digits), int(places))


def repeats(cells: Any) -> bool:
    """Whether a column's first cells repeat so often that a dictionary of them is worth its while."""
    first = cells.slice(0, _FIRST_CELLS)
    return bool(pc.count_distinct(first, mode="all").as_py() * _LEAST_REPETITIONS <= len(first))
