"""Builds homes by hand, as publishing and ingest leave them: Parquet files, manifests, pointer, reports, ledger."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from interface.files import canonical_json, sha256_of_file, sha256_of_text
from interface.ledger import append, writing
from interface.paths import Home
from interface.tables import PUBLISHED, Table

ARROW_TYPES = {
    "VARCHAR": pa.string(),
    "BIGINT": pa.int64(),
    "BOOLEAN": pa.bool_(),
    "DATE": pa.date32(),
    "TIMESTAMP WITH TIME ZONE": pa.timestamp("us", tz="UTC"),
    "DECIMAL(18,2)": pa.decimal128(18, 2),
    "DECIMAL(18,6)": pa.decimal128(18, 6),
    "DECIMAL(18,8)": pa.decimal128(18, 8),
    "DECIMAL(38,6)": pa.decimal128(38, 6),
    "DECIMAL(9,3)": pa.decimal128(9, 3),
    "DECIMAL(9,6)": pa.decimal128(9, 6),
}

Rows = Sequence[Mapping[str, Any]]


def schema(shape: Table) -> pa.Schema:
    return pa.schema([(column.name, ARROW_TYPES[column.kind.sql_type]) for column in shape.columns])


def a_line(**given: Any) -> dict[str, Any]:
    """A settlement line of 2 万条 at 120 yuan in May 2020."""
    line = {
        "line_id": "L1",
        "run_id": "R1",
        "settlement_period": "2020-05",
        "service_period": "2020-05",
        "line_type": "CURRENT",
        "contract_no": "HT-001",
        "order_no": "FWD-01",
        "work_order_no": "GD-01",
        "item_code": "DH-01",
        "item_name": "数据采集与汇聚",
        "provider": "P1",
        "unit_code": "万条",
        "delivered_qty": Decimal(2),
        "accepted_qty": None,
        "verified_qty": Decimal(2),
        "billed_qty": Decimal(2),
        "unit_price": Decimal(120),
        "catalogue_version": "2020A",
        "amount": Decimal("240.00"),
        "adjustment_reason": None,
    }
    return line | given


def a_settlement(**given: Any) -> dict[str, Any]:
    """A statement of 240 yuan without deductions; payable and words must be given together."""
    row = {
        "settle_no": "JS-1",
        "run_id": "R1",
        "contract_no": "HT-001",
        "settlement_period": "2020-05",
        "purchaser_name": "采购方",
        "operator_name": "运营商",
        "gross_amt": "240.00",
        "performance_part_amt": "24.00",
        "assessment_score": None,
        "assess_deduct_amt": "0",
        "penalty_amt": "0",
        "carried_in_amt": "0",
        "retention_amt": "0",
        "prepay_offset_amt": "0",
        "prepay_balance_amt": "0",
        "carried_deduct_amt": "0",
        "accrued_amt": "0",
        "above_ceiling_amt": "0",
        "payable_amt": "240.00",
        "amt_ex_tax": None,
        "tax_amt": None,
        "payable_amt_cn": "人民币贰佰肆拾元整",
    }
    row |= given
    is_number = ("_amt", "_score", "_ex_tax")
    return {
        name: Decimal(value) if value is not None and name.endswith(is_number) else value for name, value in row.items()
    }


def a_gate_result(**given: Any) -> dict[str, Any]:
    """A check that passed."""
    row = {
        "run_id": "R1",
        "suite": "settlement",
        "expectation": "conservation",
        "severity": "BLOCK",
        "success": True,
        "unexpected_count": 0,
        "sample": None,
        "message_zh": "每条入库记录都有去向",
        "message_en": "Every landed row ends somewhere",
    }
    return row | given


def a_set_aside_row(**given: Any) -> dict[str, Any]:
    """A row of delivery.csv that has too many decimals."""
    row = {
        "file_name": "delivery.csv",
        "file_sha256": "ab" * 32,
        "row_number": 7,
        "table_name": "delivery",
        "reason": "TOO_MANY_DECIMALS",
        "raw": "JF-7,GD-01,数据集,2020-06-09,1.1234567,万条",
        "message": "数量有七位小数，最多六位。",
    }
    return row | given


def a_received_file(**given: Any) -> dict[str, Any]:
    """delivery.csv: ten rows read, nine landed, one set aside."""
    row = {
        "file_name": "delivery.csv",
        "file_sha256": "ab" * 32,
        "table_name": "delivery",
        "rows_read": 10,
        "rows_landed": 9,
        "rows_duplicate": 0,
        "rows_quarantined": 1,
        "landed_at": datetime(2020, 6, 1, 0, 30, tzinfo=UTC),
        "refusal": None,
        "warnings": None,
    }
    return row | given


@dataclass
class MadeHome:
    """A home under construction: runs are published one after the other, each on the chain of those before."""

    root: Path
    chain: list[dict[str, str]] = field(default_factory=list)
    refusals: int = 0

    @property
    def home(self) -> Home:
        return Home(self.root)

    def publish(
        self,
        run_id: str,
        period: str,
        tables: Mapping[str, Rows],
        *,
        run_type: str = "INITIAL",
        scheme_no: str | None = None,
    ) -> None:
        """Publish a run with these rows; the other tables of a run are there without rows."""
        folder = self.home.published / run_id
        empty = {name: () for name in PUBLISHED if name not in ("run", "quarantine", "ingest_file")}
        files = {name: self._write(folder, name, rows) for name, rows in {**empty, **tables}.items()}
        body = self._run(run_id, period, run_type, outputs_hash=sha256_of_text(run_id)) | {"scheme_no": scheme_no}
        manifest_hash = self._manifest(folder, body, files, self.chain)
        self.chain.append({"run_id": run_id, "manifest_hash": manifest_hash})
        self.home.pointer.write_text(canonical_json(self.chain[-1]))

    def refuse(self, run_id: str, period: str, gate_results: Rows) -> None:
        """Leave the judgement of a run that the gate refused, and its entry in the ledger."""
        run = self._run(run_id, period, "INITIAL", outputs_hash=None)
        self.refusals += 1
        folder = self.home.refused / f"{run_id}-{self.refusals}"
        files = {"gate_result": self._write(folder, "gate_result", gate_results)}
        manifest_hash = self._manifest(folder, run, files, self.chain)
        content = {"run_id": run_id, "folder": folder.name, "manifest_hash": manifest_hash}
        with writing(self.home):
            append(self.home, kind="refused", content=content, at=datetime(2020, 6, 1, tzinfo=UTC))

    def report(self, number: str, *, quarantine: Rows = (), ingest_file: Rows = ()) -> None:
        """Leave the report of an ingest and its entry in the ledger."""
        folder = self.home.reports / number
        tables = {"quarantine": quarantine, "ingest_file": ingest_file}
        files = {f"{name}.parquet": self._write(folder, name, rows)["sha256"] for name, rows in tables.items()}
        with writing(self.home):
            append(
                self.home,
                kind="report",
                content={"folder": number, "files": files},
                at=datetime(2020, 6, 1, tzinfo=UTC),
            )

    def _write(self, folder: Path, name: str, rows: Rows) -> dict[str, Any]:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{name}.parquet"
        pq.write_table(pa.Table.from_pylist(list(rows), schema=schema(PUBLISHED[name])), path)
        return {"sha256": sha256_of_file(path), "rows": len(rows)}

    def _run(self, run_id: str, period: str, run_type: str, *, outputs_hash: str | None) -> dict[str, Any]:
        as_of = datetime(2020, 6, 5, tzinfo=UTC) + timedelta(days=30 * len(self.chain), minutes=self.refusals)
        return {
            "run_id": run_id,
            "run_type": run_type,
            "period": period,
            "as_of": as_of.isoformat(),
            "prior_run_id": self.chain[-1]["run_id"] if self.chain else None,
            "code_version": "0.1.0",
            "inputs_hash": sha256_of_text(f"inputs {run_id}"),
            "outputs_hash": outputs_hash,
            "prior_manifest_hash": self.chain[-1]["manifest_hash"] if self.chain else None,
            "started_at": (as_of + timedelta(hours=1)).isoformat(),
            "finished_at": (as_of + timedelta(hours=1, seconds=9)).isoformat(),
        }

    def _manifest(
        self, folder: Path, run: Mapping[str, Any], files: Mapping[str, Any], chain: Sequence[Mapping[str, str]]
    ) -> str:
        named = {f"{name}.parquet": each for name, each in files.items()}
        text = canonical_json({"format": 1, "run": run, "files": named, "chain": list(chain)})
        (folder / "manifest.json").write_text(text)
        return sha256_of_text(text)
