"""Reads the frameworks that ship: index.csv names them with source and first day, a folder each holds its tables."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

TABLES = ("perf_scheme", "perf_indicator")

_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Framework:
    """One framework; ``weights`` says which of its weights the source gives and which are the product's default."""

    scheme_no: str
    scheme_name: str
    version: str
    object_kind: str
    stage: str
    effective_from: str
    source: str
    weights: str

    def rows(self, table: str) -> list[dict[str, str]]:
        """Rows of one of ``TABLES`` by English column names."""
        return list(_records(_FOLDER / self.scheme_no / f"{table}.csv"))


def shipped_frameworks() -> tuple[Framework, ...]:
    """Every framework that ships, in the order of the index."""
    return tuple(Framework(**row) for row in _records(_FOLDER / "index.csv"))


def _records(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)
