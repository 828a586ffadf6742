"""What settlements are made of, as cards: lines, deductions, providers, and the terms behind them."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import pyarrow as pa
from dash import html

from dashboards.editions import Edition, select
from dashboards.grids import MOST_ROWS, grid
from dashboards.labels import basis_label, code_label, label
from dashboards.pages.frame import both, card, column_label, grounds, plain_table
from dashboards.printing import signed_amount
from dashboards.statements import NOTHING, Statement
from interface.tables import PUBLISHED

_LINE_COLUMNS = (
    *("work_order_no", "item_name", "service_period", "line_type", "provider", "unit_code"),
    *("billed_qty", "unit_price", "amount", "delivered_qty", "accepted_qty", "verified_qty"),
    *("adjustment_reason", "contract_no", "order_no", "item_code", "catalogue_version", "line_id"),
)
_DEDUCTION_LOOKS = {"contract_no": "id", **dict.fromkeys(("computed_amt", "capped_amt", "applied_amt"), "number")}
_PINNED = {"work_order_no": "left", "amount": "right"}
_WIDTHS = {"item_name": 184, "provider": 184, "work_order_no": 166, "line_type": 148}


def of_runs(edition: Edition, name: str, period: str, shown: Sequence[Statement]) -> pa.Table:
    """Rows of the runs and contracts that the page shows."""
    table = edition.table(name, period=period)
    parts = [select(table, run_id=each.run.run_id, contract_no=each.contract_no) for each in shown]
    return pa.concat_tables(parts).sort_by([(key, "ascending") for key in PUBLISHED[name].key])


def providers_card(edition: Edition, period: str, shown: Sequence[Statement]) -> html.Section:
    """What the lines of the statements shown come to by provider, the largest first."""
    sums: dict[str, Decimal] = {}
    for row in of_runs(edition, "provider_settlement", period, shown).to_pylist():
        sums[row["provider_name"]] = sums.get(row["provider_name"], NOTHING) + row["amount"]
    ordered = sorted(sums.items(), key=lambda each: (-each[1], each[0]))
    heads = [
        (column_label("provider_settlement", "provider_name"), "text"),
        (column_label("provider_settlement", "amount"), "number"),
    ]
    rows = [[provider, signed_amount(amount)] for provider, amount in ordered]
    if not rows:
        return card("settlement.providers", both(label("state.empty_lines"), tag=html.P))
    sum_row = [str(label("statement.total")), signed_amount(sum(sums.values(), NOTHING))]
    return card("settlement.providers", plain_table(heads, rows, total=sum_row))


def deductions_card(edition: Edition, period: str, shown: Sequence[Statement]) -> html.Section:
    """What was deducted in the statements shown, clause by clause."""
    table = edition.table("deduction", period=period)
    rows = [row for each in shown for row in select(table, settle_no=str(each.row["settle_no"])).to_pylist()]
    return card("statement.deductions", deductions_table(rows))


def deductions_table(rows: Sequence[Mapping[str, Any]]) -> Any:
    """Rows of ``deduction`` with what they rest on; a sentence where there is none."""
    if not rows:
        return both(label("statement.no_deductions"), tag=html.P)
    names = ("contract_no", "clause_no", "kind", "basis", "computed_amt", "capped_amt", "applied_amt")
    heads = [(column_label("deduction", name), _DEDUCTION_LOOKS.get(name, "text")) for name in names]
    cells = [
        [
            row["contract_no"],
            row["clause_no"],
            str(code_label(row["kind"])),
            _basis(row),
            *(signed_amount(row[name]) for name in names[4:]),
        ]
        for row in rows
    ]
    return plain_table(heads, cells)


def _basis(row: Mapping[str, Any]) -> str:
    """What a deduction rests on, and the clause that it gives way to: its zero would not explain itself."""
    text = basis_label(row["basis"])
    way = label("statement.gives_way")
    return f"{text} · {way.zh} {row['gives_way_to']} {way.en}" if row["gives_way_to"] else text


def lines_card(lines: pa.Table) -> html.Section:
    """Settlement lines as a grid."""
    note = f"{lines.num_rows:,} {label('settlement.rows')}"
    if lines.num_rows == 0:
        return card("settlement.lines", both(label("state.empty_lines"), tag=html.P), note=note)
    if lines.num_rows > MOST_ROWS:
        note += f" · {label('settlement.lines_cut')}"
    shape = PUBLISHED["settlement_line"]
    return card(
        "settlement.lines",
        grid(
            lines,
            shape,
            columns=_LINE_COLUMNS,
            name="lines",
            widths=_WIDTHS,
            pinned=_PINNED,
            traced=("line_id", "work_order_no"),
        ),
        note=note,
    )


def settlement_grounds(lines: pa.Table) -> html.Details:
    """How a settlement is reckoned, and the price versions behind the lines."""
    versions = sorted(set(lines.column("catalogue_version").to_pylist()))
    priced = html.P([both(label("settlement.price_versions")), html.Span("、".join(versions), className="value")])
    parts = ["settlement.formula", "settlement.rounding", *([priced] if versions else [])]
    return grounds("settlement.grounds", *parts)
