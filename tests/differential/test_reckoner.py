"""The second reckoner gives the worked months to the fen, so a disagreement with it is worth looking at."""

import csv
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from interface.paths import PROJECT
from tests.differential.reckoner import Reckoner

CASES = PROJECT.parent / "shared" / "cases" / "worked_months"


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.skipif(not CASES.is_dir(), reason=f"the worked months are not at {CASES}")
def test_the_worked_months_are_reckoned_to_the_fen() -> None:
    reckoner = Reckoner()
    for folder in sorted(path for path in CASES.iterdir() if path.is_dir()):
        reckoner.learn({path.stem: rows_of(path) for path in folder.glob("*.csv")})
        assert reckoner.settle(folder.name)

    columns = ("settlement_period", "work_order_no", "service_period", "line_type")
    assert sorted(line[1:] for line in reckoner.lines) == sorted(
        (*(row[name] for name in columns), Fraction(row["amount"])) for row in rows_of(CASES / "expected_lines.csv")
    )
    wanted = rows_of(CASES / "expected_settlements.csv")
    assert len(wanted) == len(reckoner.statements)
    for row in wanted:
        (statement,) = [
            each
            for each in reckoner.statements
            if (each["contract_no"], each["settlement_period"]) == (row["contract_no"], row["settlement_period"])
        ]
        for name, cell in row.items():
            if name.endswith("_amt") or name == "amt_ex_tax":
                assert statement[name] == (Decimal(cell) if cell else None), (row, name)
