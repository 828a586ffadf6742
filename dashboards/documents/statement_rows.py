"""The published rows that a statement on paper is made of, picked from its own run and, for a year, from its months."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from dashboards.editions import Edition, select
from dashboards.statements import NOTHING, Statement, overridden_findings, read_statements
from interface.errors import CannotRun

Row = Mapping[str, Any]

_PROVIDERS = "provider_settlement"


@dataclass(frozen=True)
class StatementRows:
    """Rows behind one statement.

    ``lines`` add up to its gross: those of its own run, or for an annual statement that pays what its months
    accrued, all lines booked for them since the annual statement before it, whose gross is ``settled_before``.
    ``months`` are the service months that an annual run takes. ``overrides`` are what the gate found in the runs that
    booked the lines, or in the statement's own, and two people let pass.
    """

    lines: Sequence[Row]
    providers: Sequence[Row]
    deductions: Sequence[Row] = ()
    months: Sequence[Row] = ()
    differences: Sequence[Row] = ()
    ledgers: Sequence[Row] = ()
    overrides: Sequence[Row] = ()
    pays_months: bool = False
    settled_before: Decimal = NOTHING


def read_rows(edition: Edition, statement: Statement) -> StatementRows:
    """Read everything that the statement's pages show.

    Raises:
        CannotRun: the lines add up to another amount than the statement's gross, or a file is damaged.
    """
    lines = _of_run(edition, "settlement_line", statement)
    providers = _of_run(edition, _PROVIDERS, statement)
    months = _of_run(edition, "annual_month", statement) if statement.is_annual else []
    # Only the gross tells whether the contract's months were paid one by one or wait for this run.
    pays_months = bool(months) and _total(lines) != statement.row["gross_amt"]
    earlier = _annual_before(edition, statement) if pays_months else []
    if pays_months:
        lines = _lines_of_months(edition, statement, months, earlier)
        providers = _providers(edition, statement, lines)
    _refuse_another_sum(statement, lines)
    deductions = select(edition.table("deduction", period=statement.run.period), settle_no=_settle_no(statement))
    return StatementRows(
        lines=lines,
        providers=providers,
        deductions=deductions.to_pylist(),
        months=months,
        differences=_of_run(edition, "difference_summary", statement),
        ledgers=_of_run(edition, "ledger_entry", statement),
        overrides=overridden_findings(edition, [statement.run.run_id, *(line["run_id"] for line in lines)]),
        pays_months=pays_months,
        settled_before=sum((each.row["gross_amt"] for each in earlier), NOTHING),
    )


def _annual_before(edition: Edition, statement: Statement) -> list[Statement]:
    """Annual statements of the same contract and year by earlier runs; what they settled is settled."""
    return [
        each
        for each in read_statements(edition)
        if each.run.period == statement.run.period
        and each.contract_no == statement.contract_no
        and edition.chain.index(each.manifest) < edition.chain.index(statement.manifest)
    ]


def _of_run(edition: Edition, name: str, statement: Statement) -> list[Row]:
    table = edition.table(name, period=statement.run.period)
    rows: list[Row] = select(table, run_id=statement.run.run_id, contract_no=statement.contract_no).to_pylist()
    return rows


def _lines_of_months(
    edition: Edition, statement: Statement, months: Sequence[Row], earlier: Sequence[Statement]
) -> list[Row]:
    """Lines of the contract's months that this annual run or one since the annual run before it booked."""
    first = edition.chain.index(earlier[-1].manifest) + 1 if earlier else 0
    runs = edition.chain[first : edition.chain.index(statement.manifest) + 1]
    table = select(edition.table("settlement_line"), contract_no=statement.contract_no)
    table = _among(table, "run_id", [manifest.run.run_id for manifest in runs])
    table = _among(table, "service_period", [row["service_period"] for row in months])
    rows: list[Row] = table.to_pylist()
    return rows


def _among(table: pa.Table, column: str, values: Sequence[str]) -> pa.Table:
    return table.filter(pc.is_in(table.column(column), value_set=pa.array(values, pa.string())))


def _providers(edition: Edition, statement: Statement, lines: Sequence[Row]) -> list[Row]:
    """What the months' lines come to by provider, with the names under which the runs published them."""
    table = select(edition.table(_PROVIDERS), contract_no=statement.contract_no)
    names = {row["provider"]: row["provider_name"] for row in table.to_pylist()}
    return [
        {
            "provider": provider,
            "provider_name": names.get(provider, provider),
            "amount": _total([line for line in lines if line["provider"] == provider]),
        }
        for provider in sorted({line["provider"] for line in lines})
    ]


def _refuse_another_sum(statement: Statement, lines: Sequence[Row]) -> None:
    found = _total(lines)
    if found != statement.row["gross_amt"]:
        raise CannotRun(
            f"The lines of statement {_settle_no(statement)} add up to {found}, not to its gross of "
            f"{statement.row['gross_amt']}: no statement is made of them; run `hengliang verify`."
        )


def _total(lines: Sequence[Row]) -> Decimal:
    return sum((line["amount"] for line in lines), NOTHING)


def _settle_no(statement: Statement) -> str:
    return str(statement.row["settle_no"])
