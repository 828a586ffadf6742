"""A home in which every row of every published table belongs to somebody and carries a mark that tells whose it is."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from interface.tables import PUBLISHED, Column, Kind
from interface.tables.published import EVALUATION_TABLES
from tests.unit.dashboards.made_edition import MadeHome, a_line, a_settlement

OWNERS = (("HT-001", "P1"), ("HT-001", "P2"), ("HT-002", "P3"))
"""Contract and provider of the rows planted in each table."""

INBOX = ("quarantine", "ingest_file")
SCORES = tuple(table.name for table in EVALUATION_TABLES)
_CODES = {"status": "SCORED", "severity": "WARN", "kind": "ASSESSMENT", "line_type": "CURRENT", "unit_code": "万条"}


def mark(table: str, owner: int) -> str:
    """What stands in the text of a row and nowhere else."""
    return f"MK{table.replace('_', '')}x{owner}x"


def plant(root: Path) -> MadeHome:
    """Publish a settlement and an evaluation, and report an ingest, with a row for each owner in every table."""
    made = MadeHome(root)
    tables = {name: [_row(name, owner) for owner in range(len(OWNERS))] for name in PUBLISHED if name != "run"}
    tables["settlement_line"] = [a_line(**_text(row)) for row in tables["settlement_line"]]
    tables["settlement"] = [a_settlement(**_text(tables["settlement"][owner])) for owner in (0, 2)]
    made.report("1", **{name: tables[name] for name in INBOX})
    money = {name: rows for name, rows in tables.items() if name not in (*SCORES, *INBOX)}
    made.publish("R1", "2020-05", money)
    scores = {name: tables[name] for name in SCORES} | {"gate_result": []}
    made.publish("E1", "2020-05", scores, run_type="EVALUATION")
    return made


def _row(table: str, owner: int) -> dict[str, Any]:
    return {column.name: _cell(table, column, owner) for column in PUBLISHED[table].columns}


def _text(row: dict[str, Any]) -> dict[str, Any]:
    """What a made row takes over: its owner and its marks; its amounts agree with each other as they are."""
    return {name: cell for name, cell in row.items() if isinstance(cell, str)}


def _cell(table: str, column: Column, owner: int) -> Any:
    contract, provider = OWNERS[owner]
    known = {
        "run_id": "E1" if table in SCORES else "R1",
        "contract_no": contract,
        "provider": provider,
        "work_order_no": f"GD-{owner}",
        "line_id": f"L{owner}",
        "settle_no": f"JS-{contract}",
        "scheme_no": "ZB-1",
        "subject_code": "XM-1",
        "file_sha256": f"{owner}" * 64,
        "payment_status": "PAID",
        "table_name": "delivery",
        "closed_by": None,
        "overridden_by": None,
    }
    if column.name in known:
        return known[column.name]
    plain = {
        Kind.CODE: _CODES.get(column.name, column.codes[0] if column.codes else "X"),
        Kind.MONTH: "2020-05",
        Kind.PERIOD: "2020-05",
        Kind.COUNT: owner + 1,
        Kind.FLAG: True,
        Kind.DATE: date(2020, 5, 31),
        Kind.TIME: datetime(2020, 6, 1, tzinfo=UTC),
        Kind.RATIO: Decimal("0.5"),
        Kind.SCORE: Decimal(1),
    }
    if column.kind in plain:
        return plain[column.kind]
    return Decimal(owner + 1) if column.kind.places is not None else f"{mark(table, owner)}{column.name}"
