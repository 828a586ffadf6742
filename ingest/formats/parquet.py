"""Parquet bytes to text rows; every value as exact text, floats refused, nothing converted that text would not say."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from ingest.formats import TextRow
from ingest.headers import match_header
from ingest.verdicts import Refusal, shown
from interface.tables import Column, Table

MOST_ROW_CHARACTERS = 1_000_000
MOST_COLUMNS = 1_000

_MOST_FOOTER_BYTES = 10_000_000
_MOST_FOOTER_ENTRIES = 100_000
_BATCH_ROWS = 10_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICKS = {"s": 1, "ms": 1_000, "us": 1_000_000, "ns": 1_000_000_000}

# UnicodeDecodeError too: text of the footer, such as a time zone, is decoded only when it is asked for.
_DAMAGE = (pa.ArrowException, OSError, ValueError, OverflowError)

_Texts = Callable[[Any], Sequence[str | None]]


class ParquetText:
    """One Parquet file: its header at once, its rows batch by batch; the first row has number 2, as in a CSV file.

    Numbers must be decimals, whole numbers or text; a moment with a zone becomes text in UTC with its offset, one
    without stays without. Page checksums are verified where the writer made them.

    Raises:
        Refusal: E140 where the file is no sound Parquet file or a column is of a type that is not read, at once and
            while the rows are read; E103 for a row beyond bearing.
    """

    def __init__(self, content: bytes, table: Table) -> None:
        self.blank_lines = 0
        self.header: list[str] = []
        try:
            self._file = pq.ParquetFile(
                pa.BufferReader(content),
                pre_buffer=False,
                thrift_string_size_limit=_MOST_FOOTER_BYTES,
                thrift_container_size_limit=_MOST_FOOTER_ENTRIES,
                page_checksum_verification=True,
                arrow_extensions_enabled=False,
            )
            self._texts = self._readers(table)
        except _DAMAGE as error:
            raise _damaged(error) from None

    def rows(self) -> Iterator[TextRow]:
        """The rows; to be read once."""
        number = 1
        batches = self._file.iter_batches(batch_size=_BATCH_ROWS, use_threads=False)
        while True:
            try:
                batch = next(batches, None)
                if batch is None:
                    break
                columns = [texts(array) for texts, array in zip(self._texts, batch.columns, strict=True)]
            except _DAMAGE as error:
                raise _damaged(error) from None
            for cells in zip(*columns, strict=True):
                number += 1
                yield self._row(number, cells)
        if number - 1 != self._file.metadata.num_rows:
            stated = self._file.metadata.num_rows
            raise Refusal("E140", f"The file states {stated:,} rows and holds {number - 1:,}: send it again.")

    def _readers(self, table: Table) -> list[_Texts]:
        """How each column's values become text."""
        schema = self._file.schema_arrow
        self.header = list(schema.names)
        if len(self.header) > MOST_COLUMNS:
            raise Refusal("E140", f"The file has more than {MOST_COLUMNS:,} columns: this is no table.")
        loose = replace(table, columns=tuple(replace(column, required=False) for column in table.columns))
        positions = match_header(self.header, loose).positions
        columns = {position: table.column(name) for name, position in positions.items()}
        texts = [_texts_of(field, columns.get(position)) for position, field in enumerate(schema)]
        for position in columns:
            if self._file.schema.column(position).physical_type == "INT96":
                what = "moments in the old form INT96, which says no zone: save it as TIMESTAMP with its zone"
                raise _unfit(schema.field(position), what)
        return texts

    def _row(self, number: int, cells: tuple[str | None, ...]) -> TextRow:
        raw = json.dumps(dict(zip(self.header, cells, strict=True)), ensure_ascii=False)
        if len(raw) > MOST_ROW_CHARACTERS:
            raise Refusal("E103", f"Row {number} is longer than {MOST_ROW_CHARACTERS:,} characters: this is no table.")
        return TextRow(number, ["" if cell is None else cell for cell in cells], raw)


def _damaged(error: Exception) -> Refusal:
    reason = str(error).partition("\n")[0][:200]
    return Refusal("E140", f"The file is no sound Parquet file ({reason}): write it anew and send it again.")


def _texts_of(field: Any, column: Column | None) -> _Texts:
    """How the values of a column become text; ``column`` is None for one that the table does not know."""
    kind = field.type.value_type if pa.types.is_dictionary(field.type) else field.type
    if pa.types.is_floating(kind) and column is None:
        return _by_value(str)
    if pa.types.is_floating(kind):
        raise _unfit(field, "binary floating-point numbers, which are not exact: save it as DECIMAL")
    if pa.types.is_timestamp(kind):
        return _moments(kind)
    for is_kind, text in _BY_VALUE:
        if is_kind(kind):
            return _by_value(text)
    raise _unfit(field, f"{str(kind)[:40]}, which no cell can hold: save it as text, a number or a date")


def _unfit(field: Any, what: str) -> Refusal:
    return Refusal("E140", f"Column {shown(field.name)} holds {what}.")


def _by_value(text: Callable[[Any], str]) -> _Texts:
    return lambda array: [None if value is None else text(value) for value in array.to_pylist()]


def _moments(kind: Any) -> _Texts:
    ticks, offset = _TICKS[kind.unit], "" if kind.tz is None else "+00:00"
    return lambda array: [
        None if value is None else _moment(value, ticks, offset) for value in array.cast(pa.int64()).to_pylist()
    ]


def _moment(value: int, ticks: int, offset: str) -> str:
    """ISO 8601 with every digit that is not zero: finer than a microsecond, or beyond year 9999, no cell reads it."""
    seconds, rest = divmod(value, ticks)
    digits = str(ticks + rest)[1:].rstrip("0")
    try:
        moment = (_EPOCH + timedelta(seconds=seconds)).replace(tzinfo=None).isoformat()
    except OverflowError:
        return f"{value} / {ticks} s"
    return f"{moment}.{digits}{offset}" if digits else f"{moment}{offset}"


def _decimal(value: Decimal) -> str:
    return f"{value:f}"


def _flag(value: object) -> str:
    return "TRUE" if value else "FALSE"


_BY_VALUE: tuple[tuple[Callable[[Any], bool], Callable[[Any], str]], ...] = (
    (pa.types.is_string, str),
    (pa.types.is_large_string, str),
    (pa.types.is_string_view, str),
    (pa.types.is_boolean, _flag),
    (pa.types.is_integer, str),
    (pa.types.is_decimal, _decimal),
    (pa.types.is_date, str),
    (pa.types.is_null, str),
)
