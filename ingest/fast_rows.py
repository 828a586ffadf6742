"""Which lines of a file are plain rows, and what they say: a piece of some thousand lines at a time."""

from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pcsv

from ingest.fast_cells import (
    MOST_PLAIN_BYTES,
    MOST_SHORT_BYTES,
    PlainColumn,
    absent_column,
    cell_name,
    plain_column,
    plain_pattern,
)
from ingest.headers import Header
from ingest.rows import SEPARATOR
from interface.sql import literal
from interface.tables import Kind, Table

DIGESTS = ("digest_low", "digest_high")
# What the engine's md5_number_lower and md5_number_upper give, without taking the MD5 twice.
HALVES = "(digest >> 64)::ubigint as digest_low, (digest & 18446744073709551615)::ubigint as digest_high"

_BLOCK_BYTES = 1 << 20
"""What stays in the processor's caches; larger blocks take twice as long."""


class PlainRows:
    """The plain rows of files of one header."""

    def __init__(self, table: Table, header: Header, width: int) -> None:
        self._table = table
        self._header = header
        self._width = width
        self._columns = _columns(table, header)
        self._pattern = self._pattern_of_line()
        self._ids = [
            header.positions[column.name]
            for column in table.columns
            if column.name in header.positions and column.kind in (Kind.ID, Kind.CODE)
        ]

    def find(self, piece: Any) -> Any:
        """Whether each line of a piece is a plain row: each cell by one pattern, and none too long."""
        lines = piece.column("line")
        if self._columns is None:
            return pa.repeat(pa.scalar(False), len(lines))
        is_plain = pc.match_substring_regex(lines, self._pattern)
        lengths = pc.binary_length(lines)
        if pc.max(lengths).as_py() <= MOST_SHORT_BYTES:
            return is_plain
        is_short = pc.less_equal(lengths, MOST_PLAIN_BYTES)
        cells = pc.split_pattern(lines, ",")
        for position in self._ids:
            # A line of fewer cells is no plain row anyway.
            padded = pc.list_slice(cells, position, position + 1, return_fixed_size_list=True)
            length = pc.binary_length(pc.list_element(padded, 0))
            is_short = pc.and_kleene(is_short, pc.fill_null(pc.less_equal(length, MOST_SHORT_BYTES), False))
        return pc.and_(is_plain, is_short)

    def read(self, cursor: duckdb.DuckDBPyConnection, piece: Any) -> Any:
        """The table of plain lines: the table's columns, row_number and the digest of each row's content."""
        # An empty text would be refused: one blank row, which is cut off again, stands for none.
        text = _bytes_of(piece.column("line")) if piece.num_rows else b"," * (self._width - 1) + b"\n"
        cells = pcsv.read_csv(
            pa.BufferReader(text),
            read_options=pcsv.ReadOptions(
                use_threads=False,
                block_size=_BLOCK_BYTES,
                column_names=[cell_name(position) for position in range(self._width)],
            ),
            parse_options=pcsv.ParseOptions(
                quote_char=False, double_quote=False, escape_char=False, ignore_empty_lines=False
            ),
            convert_options=pcsv.ConvertOptions(
                column_types={cell_name(position): pa.string() for position in range(self._width)},
                include_columns=[cell_name(position) for position in self._header.positions.values()],
                strings_can_be_null=True,
                null_values=[""],
                check_utf8=False,
            ),
        ).slice(0, piece.num_rows)
        cursor.register("cells", cells)
        read = cursor.execute(self._query()).to_arrow_table()
        columns = {
            column.name: cells.column(worth.value) if worth.value in cells.schema.names else read.column(column.name)
            for column, worth in zip(self._table.columns, self._columns or [], strict=True)
        }
        columns["row_number"] = piece.column("number")
        return pa.table(columns | {name: read.column(name) for name in DIGESTS})

    def _pattern_of_line(self) -> str:
        patterns = ["[^,]*"] * self._width
        for name, position in self._header.positions.items():
            patterns[position] = plain_pattern(self._table.column(name))
        return rf"\A{','.join(patterns)}\n\z"

    def _query(self) -> str:
        """What is no cell as it stands, and the digest, in the order of the rows."""
        columns = dict(zip(self._table.columns, self._columns or [], strict=True))
        worked_out = {
            column.name: f", {worth.value}::{column.kind.sql_type} as {column.name}"
            for column, worth in columns.items()
            if worth.value not in map(cell_name, self._header.positions.values())
        }
        # Layer upon layer, so that nothing is worked out twice.
        return f"""
            select * exclude (digest), {HALVES}
            from (
                select {"".join(f"{name}, " for name in worked_out)} md5_number(md5({self._content(columns)})) as digest
                from (select *{"".join(worked_out.values())} from cells)
            )
        """

    def _content(self, columns: dict[Any, PlainColumn]) -> str:
        """The text over which ``Candidate.digest`` is taken; blanks are left out, and most columns have none."""
        parts: list[str] = []
        for column, worth in columns.items():
            name = literal(f"{SEPARATOR if parts else ''}{column.name}=")
            is_given = column.required and column.default is None
            if not is_given and not parts:
                raise ValueError(f"The first column of {self._table.name} may be blank: its digest needs another text")
            parts.append(f"{name}, {worth.given}" if is_given else f"{name} || {worth.given}")
        return f"concat({', '.join(parts)})"


def _columns(table: Table, header: Header) -> list[PlainColumn] | None:
    """What the table's columns are worth in a plain row; None where no row of the file can be plain."""
    columns = []
    for column in table.columns:
        position = header.positions.get(column.name)
        worth = absent_column(column) if position is None else plain_column(column, position)
        if worth is None:
            return None
        columns.append(worth)
    return columns


def _bytes_of(lines: Any) -> Any:
    """The bytes of lines that lie one after the other."""
    _, offsets, text = lines.buffers()
    bounds = np.frombuffer(offsets, np.int32)[[lines.offset, lines.offset + len(lines)]].tolist()
    return text.slice(bounds[0], bounds[1] - bounds[0])
