"""How a run reads in Dagster: findings and statements as tables, amounts as text to the fen; computes nothing."""

from typing import Any

import dagster as dg

from expectations.gate import Finding
from interface.money import print_amount
from orchestration.settlement import Statement

_FINDING = ("severity", "rule", "count", "message_zh", "message_en", "sample")
_STATEMENT = ("contract_no", "gross_amt", "payable_amt")


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


def statements_table(statements: tuple[Statement, ...]) -> dg.TableMetadataValue:
    """One row per contract: gross and payable in yuan, as text to the fen."""
    rows = [(each.contract_no, print_amount(each.gross_amt), print_amount(each.payable_amt)) for each in statements]
    return _table(_STATEMENT, rows)


def seconds_per_step(seconds: dict[str, float]) -> dict[str, float]:
    """One figure per step so far, named for the step and its unit, such as ``dbt_seconds``."""
    return {f"{step}_seconds": round(each, 2) for step, each in seconds.items()}


def _table(columns: tuple[str, ...], rows: list[tuple[Any, ...]]) -> dg.TableMetadataValue:
    # The columns are named also where there is no row, for Dagster would infer them from the first.
    schema = dg.TableSchema([dg.TableColumn(name) for name in columns])
    return dg.MetadataValue.table([dg.TableRecord(dict(zip(columns, row, strict=True))) for row in rows], schema)
