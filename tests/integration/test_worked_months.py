"""Months that were reckoned independently of any SQL come out equal to the fen, every line and every statement."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from interface.paths import PROJECT
from tests.integration.conftest import Desk

CASES = PROJECT.parent / "shared" / "cases" / "worked_months"

pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason=f"the worked months are not at {CASES}")


def expected(name: str) -> list[dict[str, str]]:
    with (CASES / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def months() -> list[Path]:
    return sorted(path for path in CASES.iterdir() if path.is_dir())


def test_the_worked_months_are_settled_to_the_fen(desk: Desk) -> None:
    for folder in months():
        outcomes = desk.receive_folder(folder)
        assert sum(each.rows_quarantined for each in outcomes) == 0
        assert desk.settle(folder.name).verdict == "PUBLISHED"

    columns = ("settlement_period", "work_order_no", "service_period", "line_type")
    assert desk.lines() == sorted(
        (*(row[name] for name in columns), Decimal(row["amount"])) for row in expected("expected_lines.csv")
    )
    statements = {(row["contract_no"], row["settlement_period"]): row for row in desk.table("settlement")}
    wanted = {(row["contract_no"], row["settlement_period"]): row for row in expected("expected_settlements.csv")}
    assert statements.keys() == wanted.keys()
    for key, row in wanted.items():
        figures = {
            name: Decimal(cell) if cell else None
            for name, cell in row.items()
            if name.endswith("_amt") or name == "amt_ex_tax"
        }
        assert {name: statements[key][name] for name in figures} == figures
