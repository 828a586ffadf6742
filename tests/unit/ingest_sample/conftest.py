"""One sample year, written once, and the reading of its tables under English names."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.sample import write_contract_year
from interface.tables import INPUTS


@pytest.fixture(scope="session")
def year(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("year")
    write_contract_year(folder, seed=1)
    return folder


@pytest.fixture(scope="session")
def rows_of() -> Callable[[Path], list[list[str]]]:
    """Reads one file as cells, header included."""
    return _rows_of


@pytest.fixture(scope="session")
def records() -> Callable[[Path, str], list[dict[str, str]]]:
    """Reads every row of a table over all months, in their order; a short row holds what it gives."""
    return _records


@pytest.fixture(scope="session")
def orders(year) -> dict[str, dict[str, str]]:
    return {order["work_order_no"]: order for order in _records(year, "work_order")}


def _rows_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream))


def _records(folder: Path, table: str) -> list[dict[str, str]]:
    english = {column.label: column.name for column in INPUTS[table].columns}
    found = []
    for path in sorted(folder.glob(f"*/{table}.csv")):
        header, *rows = _rows_of(path)
        names = [english.get(name, name) for name in header]
        found += [dict(zip(names, row, strict=False)) | {"folder": path.parent.name} for row in rows]
    return found
