"""How tables are kept as Parquet: types of columns, dictionaries, pieces made side by side and put down in order."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

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

_Result = TypeVar("_Result")


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


def pieces_in_order(
    threads: ThreadPoolExecutor, function: Callable[..., _Result], *items: Sequence[Any], ahead: int
) -> Iterator[_Result]:
    """What a function gives for each item, in their order; it is asked for few more than were taken."""
    begun: list[Future[_Result]] = []
    for each in zip(*items, strict=True):
        begun.append(threads.submit(function, *each))
        if len(begun) > ahead:
            yield begun.pop(0).result()
    for future in begun:
        yield future.result()
