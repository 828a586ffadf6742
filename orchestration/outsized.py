"""Figures that outgrow their columns: what was received that may be why."""

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import duckdb

from interface.errors import CannotRun
from interface.tables import INPUTS, Kind
from orchestration.transform import TransformFailed

ROOM = "amounts have at most 16 digits before the point and quantities 12"
_DIGITS = {Kind.QUANTITY: 12, Kind.PRICE: 12, Kind.AMOUNT: 16}
_SHOWN = 3
_TOO_LARGE = re.compile("out.of.range|overflow", re.IGNORECASE)


def is_too_large(failure: TransformFailed) -> bool:
    """Whether a model failed because a figure has more digits than its column, on either engine."""
    return _TOO_LARGE.search(str(failure)) is not None


def outsized(failure: TransformFailed, database: Path) -> CannotRun:
    """The failure in words for people, with the largest figures that landed, each against what its column holds.

    Args:
        failure: Of which ``is_too_large`` holds.
        database: What the models were built from; nothing may be writing to it.
    """
    model = str(failure).partition(":")[0]
    with duckdb.connect(str(database), read_only=True) as connection:
        received = sorted(_largest(connection), reverse=True)[:_SHOWN]
    return CannotRun(
        f"A figure that follows from what was received is too large for {model}: {ROOM}. The largest received: "
        f"{'; '.join(text for _, text in received)}. Where a quantity, unit or price is wrong, send its row again, "
        "mended."
    )


def _largest(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[Decimal, str]]:
    """The largest figure of each column, as a part of what the column holds, and where it stands."""
    for table in INPUTS.values():
        for column in table.columns:
            if column.kind not in _DIGITS:
                continue
            found = connection.execute(
                f"""
                select abs({column.name}) as figure, coalesce(file_name, file_sha256), row_number
                from landing.{table.name}
                left join (select distinct on (file_sha256) file_sha256, file_name from landing.ingest_file)
                    using (file_sha256)
                where {column.name} <> 0
                order by figure desc, file_sha256, row_number
                limit 1
                """
            ).fetchone()
            if found is not None:
                figure, file_name, row_number = found
                share = figure / Decimal(10) ** _DIGITS[column.kind]
                yield share, f"{column.name} {figure.normalize():,f} in {file_name}, row {row_number}"
