"""The words in which a table's shape is written: kinds of column, columns, tables; no table stands here."""

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What a column holds: its name and its type in DuckDB and Parquet."""

    ID = ("id", "VARCHAR")
    CODE = ("code", "VARCHAR")
    TEXT = ("text", "VARCHAR")
    NAME = ("name", "VARCHAR")
    MONTH = ("month", "VARCHAR")
    PERIOD = ("period", "VARCHAR")
    QUANTITY = ("quantity", "DECIMAL(18,6)")
    TOTAL = ("total", "DECIMAL(38,6)")
    PRICE = ("price", "DECIMAL(18,6)")
    FACTOR = ("factor", "DECIMAL(18,8)")
    AMOUNT = ("amount", "DECIMAL(18,2)")
    SCORE = ("score", "DECIMAL(9,3)")
    RATIO = ("ratio", "DECIMAL(9,6)")
    COUNT = ("count", "BIGINT")
    FLAG = ("flag", "BOOLEAN")
    DATE = ("date", "DATE")
    TIME = ("time", "TIMESTAMP WITH TIME ZONE")

    @property
    def sql_type(self) -> str:
        """The column's type as DuckDB prints it."""
        return self.value[1]

    @property
    def places(self) -> int | None:
        """Decimal places that a cell of this kind may have; None where it is no decimal number."""
        if not self.sql_type.startswith("DECIMAL"):
            return None
        return int(self.sql_type.rstrip(")").split(",")[1])


@dataclass(frozen=True)
class Column:
    """One column: English name, Chinese label, kind, whether a row must give it, its codes and its meaning.

    ``default`` stands for a blank cell, ``when_absent`` for the cells of a file that has no such column; without
    them both are "not given". ``signed`` lets a number be negative.
    """

    name: str
    label: str
    kind: Kind
    required: bool = False
    codes: tuple[str, ...] = ()
    default: str | None = None
    when_absent: str | None = None
    signed: bool = False
    meaning: str = ""


@dataclass(frozen=True)
class Table:
    """One table: names, grain, key and columns in their order.

    ``key`` identifies a fact among input rows: the same key with other content is a conflict, except in the columns
    ``answered_later``: a row that gives what an equal row left blank there takes its place.
    """

    name: str
    label: str
    grain: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    answered_later: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Column names in their order."""
        return tuple(column.name for column in self.columns)

    @property
    def required(self) -> tuple[str, ...]:
        """Names of the columns that every row must give."""
        return tuple(column.name for column in self.columns if column.required)

    def column(self, name: str) -> Column:
        """The column of that name; KeyError where the table has none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name} has no column {name}")
