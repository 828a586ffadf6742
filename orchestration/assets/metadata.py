"""How a run reads in Dagster: findings, statements and scores as tables, amounts as text to the fen."""

from collections.abc import Mapping
from typing import Any

import dagster as dg
import pyarrow.compute as pc

from dashboards.access import SYSTEM
from dashboards.inbox import NothingReceived, open_inbox
from dashboards.manifests import Manifest
from expectations.gate import Finding
from interface.money import print_amount
from interface.paths import Home
from orchestration.evaluation import Evaluated, Score
from orchestration.preparing import Prepared
from orchestration.settlement import Outcome, Statement

_FINDING = ("severity", "rule", "count", "message_zh", "message_en", "sample")
_STATEMENT = ("contract_no", "gross_amt", "payable_amt")
_SCORE = ("scheme_no", "subject_code", "total_score", "total_weight", "grade", "not_assessed", "defects")
_ROWS = ("rows_read", "rows_landed", "rows_duplicate", "rows_quarantined")


def findings_table(findings: tuple[Finding, ...]) -> dg.TableMetadataValue:
    """One row per finding that is not successful: severity, rule, count, both sentences, sample."""
    rows = [
        (
            each.severity,
            f"{each.suite}.{each.expectation}",
            each.unexpected_count,
            each.message_zh,
            each.message_en,
            each.sample,
        )
        for each in findings
        if not each.success
    ]
    return _table(_FINDING, rows)


def warning_count(findings: tuple[Finding, ...]) -> int:
    """How many rules warn; those that block are not among them."""
    return sum(1 for each in findings if not each.success and each.severity != "BLOCK")


def rows_received(home: Home) -> dict[str, int]:
    """Rows of every file received, as they stood after the newest receipt: read = landed + duplicate + quarantined."""
    try:
        files = open_inbox(home, SYSTEM).table("ingest_file")
    except NothingReceived:
        return {}
    return {name: pc.sum(files[name], min_count=0).as_py() for name in _ROWS}


def edition_metadata(
    home: Home, prepared: Prepared, outcome: Outcome | Evaluated, current: Manifest
) -> Mapping[str, Any]:
    """What was published and what is current since: verdict, counts, amounts in yuan, hashes, folder, seconds."""
    of_run = _of_evaluation(outcome) if isinstance(outcome, Evaluated) else _of_settlement(outcome)
    return {
        "verdict": outcome.verdict,
        "run_id": outcome.run_id,
        **of_run,
        "warnings": warning_count(outcome.findings),
        "current_run_id": current.run.run_id,
        "edition": dg.MetadataValue.path(str(home.published / current.run.run_id)),
        "inputs_hash": prepared.bench.inputs_hash,
        "outputs_hash": current.run.outputs_hash,
        "manifest_hash": current.manifest_hash,
        **seconds_per_step(outcome.seconds),
    }


def _of_settlement(outcome: Outcome) -> dict[str, Any]:
    return {
        "lines": outcome.line_count,
        "gross_amt": print_amount(outcome.gross_amt),
        "payable_amt": print_amount(outcome.payable_amt),
        "statements": statements_table(outcome.statements),
    }


def _of_evaluation(evaluated: Evaluated) -> dict[str, Any]:
    return {
        "subjects": len(evaluated.scores),
        "scores": scores_table(evaluated.scores),
        "document_defects": evaluated.document_defects,
    }


def statements_table(statements: tuple[Statement, ...]) -> dg.TableMetadataValue:
    """One row per contract: gross and payable in yuan, as text to the fen."""
    rows = [(each.contract_no, print_amount(each.gross_amt), print_amount(each.payable_amt)) for each in statements]
    return _table(_STATEMENT, rows)


def scores_table(scores: tuple[Score, ...]) -> dg.TableMetadataValue:
    """One row per subject of a framework: total and weight as text, blank where nothing was assessed."""
    rows = [
        (
            each.scheme_no,
            each.subject_code,
            "" if each.total_score is None else f"{each.total_score:f}",
            f"{each.total_weight:f}",
            each.grade or "",
            each.not_assessed_count,
            each.defect_count,
        )
        for each in scores
    ]
    return _table(_SCORE, rows)


def seconds_per_step(seconds: dict[str, float]) -> dict[str, float]:
    """One figure per step so far, named for the step and its unit, such as ``dbt_seconds``."""
    return {f"{step}_seconds": round(each, 2) for step, each in seconds.items()}


def _table(columns: tuple[str, ...], rows: list[tuple[Any, ...]]) -> dg.TableMetadataValue:
    # The columns are named also where there is no row, for Dagster would infer them from the first.
    schema = dg.TableSchema([dg.TableColumn(name) for name in columns])
    return dg.MetadataValue.table([dg.TableRecord(dict(zip(columns, row, strict=True))) for row in rows], schema)
