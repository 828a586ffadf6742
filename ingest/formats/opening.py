"""Which format reads a file: by its ending alone, as nothing is detected."""

from collections.abc import Callable, Sequence
from pathlib import PurePath

from ingest.formats import TextTable
from ingest.formats.csv import CsvText
from ingest.formats.jsonl import JsonLinesText
from ingest.formats.parquet import ParquetText
from ingest.formats.xlsx import open_xlsx
from ingest.verdicts import Refusal
from interface.tables import Table

Tables = Sequence[tuple[Table, TextTable]]


def _of_one_table(read: Callable[[bytes, Table], TextTable]) -> Callable[[bytes, Table | None], Tables]:
    def open_one(content: bytes, named: Table | None) -> Tables:
        if named is None:
            raise Refusal("E003", "The file is not named as a table: name it as its table.")
        return [(named, read(content, named))]

    return open_one


_OPENERS: dict[str, Callable[[bytes, Table | None], Tables]] = {
    ".csv": _of_one_table(lambda content, table: CsvText(content)),
    ".jsonl": _of_one_table(JsonLinesText),
    ".parquet": _of_one_table(ParquetText),
    ".xlsx": open_xlsx,
}

ENDINGS = tuple(_OPENERS)
"""Endings of the files that can be read."""


def open_tables(content: bytes, *, file_name: str, named: Table | None) -> Tables:
    """The tables of a file, in the file's order.

    Args:
        content: The file's bytes.
        file_name: Its ending says the format.
        named: The table that the file is named as; None for a workbook with a name of its own.

    Raises:
        Refusal: the content is not what its ending says, or a table of it cannot be told.
    """
    return _OPENERS[PurePath(file_name).suffix.lower()](content, named)
