"""The workbook of one period: statements, lines, deductions, ledgers, how things stand now, judgements, provenance."""

import pyarrow as pa

from dashboards.access import may_read
from dashboards.documents.workbook import workbook_bytes
from dashboards.editions import Edition, select
from interface.tables import PUBLISHED

_NOW = ("month_coverage", "statement_payment", "budget_execution")
_SHEETS = (
    *("settlement", "settlement_line", "annual_month", "deduction", "provider_settlement"),
    *("difference_summary", "ledger_entry", *_NOW, "gate_result", "run"),
)


def settlement_workbook(edition: Edition, *, period: str, contract: str | None) -> bytes:
    """The period's tables as one workbook, a sheet each; with a contract only its rows, where a table names one.

    A table that the reader may not see has no sheet. Coverage, payments and budgets are those of the newest run, as on
    the page: what was paid since counts.

    Raises:
        UnknownPeriod: no published run has the period.
        CannotRun: a file of the edition is damaged, or a table does not fit on a sheet.
    """
    edition.table("settlement", period=period)  # a period that was only refused has judgements but no workbook
    names = [name for name in _SHEETS if may_read(edition.reader, name)]
    return workbook_bytes([(PUBLISHED[name], _rows(edition, name, period, contract)) for name in names])


def _rows(edition: Edition, name: str, period: str, contract: str | None) -> pa.Table:
    table = edition.table(name, period=None if name in _NOW else period)
    if contract is None or "contract_no" not in table.column_names:
        return table
    return select(table, contract_no=contract)
