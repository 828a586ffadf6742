"""Sections of a statement that keep account: months of a year, differences, ledgers, what two people let pass."""

from collections.abc import Sequence
from decimal import Decimal

from dashboards.documents.statement_cells import Row, both, heading, table, words
from dashboards.documents.statement_rows import StatementRows
from dashboards.labels import code_label
from dashboards.printing import signed_amount
from dashboards.statements import NOTHING
from interface.tables import PUBLISHED

_DIFFERENCES = ("service_period", "reason", "line_count", "before_amount", "after_amount", "delta_amount")
_OVERRIDDEN = ("message_zh", "unexpected_count", "sample", "overridden_by", "override_reason")
_ENTRIES = ("entry_no", "kind", "opening_amt", "entry_amt", "closing_amt", "ref")


def months(rows: StatementRows) -> str:
    """The service months that an annual statement takes, with what is booked for each and was settled before."""
    if not rows.months:
        return ""
    note = words("statement.months_paid" if rows.pays_months else "statement.months_told")
    columns = ("service_period", "pinned_run_id", "booked_amt")
    booked = {"booked_amt": _total(rows.months, "booked_amt")}
    section = heading("statement.months") + note + table("annual_month", columns, rows.months, totals=booked)
    if not rows.pays_months or not rows.settled_before:
        return section
    before = f"{both('statement.settled_before')}：{signed_amount(rows.settled_before)}"
    return f'{section}<p class="nothing">{before}</p>'


def differences(rows: StatementRows) -> str:
    """What the run changed of months booked before; deductions stand there as what they take, negative."""
    if not rows.differences:
        return ""
    sums = {name: _total(rows.differences, name) for name in ("before_amount", "after_amount", "delta_amount")}
    ordered = sorted(
        rows.differences, key=lambda row: (row["service_period"], row["reason"] == "CLAUSE", row["reason"])
    )
    section = table("difference_summary", _DIFFERENCES, ordered, totals=sums)
    return heading("statement.differences") + section


def ledgers(rows: StatementRows) -> str:
    """What the run entered into the contract's ledgers, each from its opening to its closing balance."""
    if not rows.ledgers:
        return ""
    parts = {
        name: [row for row in rows.ledgers if row["ledger"] == name]
        for name in PUBLISHED["ledger_entry"].column("ledger").codes
    }
    return heading("statement.ledgers") + "".join(
        table("ledger_entry", _ENTRIES, part, caption=_named(name)) for name, part in parts.items() if part
    )


def overrides(rows: StatementRows) -> str:
    """What the gate found and two people let pass: whoever signs reads it here, with their reason."""
    if not rows.overrides:
        return ""
    return (
        heading("statement.overrides")
        + words("statement.overrides_told")
        + table("gate_result", _OVERRIDDEN, rows.overrides)
    )


def _named(ledger: str) -> str:
    found = code_label(ledger, "ledger")
    return f'{found.zh}<span class="en">{found.en}</span>'


def _total(rows: Sequence[Row], column: str) -> Decimal:
    return sum((row[column] for row in rows), NOTHING)
