"""What a step of the settlement overview is made of: the rows behind the bar that was clicked, where they lead."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from dash import dcc, html

from dashboards.editions import Edition, select
from dashboards.grids import cell_text
from dashboards.labels import label
from dashboards.pages.frame import address, both, card, column_label, permalink, plain_table
from dashboards.pages.made_of import deductions_table, of_runs
from dashboards.printing import signed_amount, yuan
from dashboards.statements import NOTHING, Statement, Step, steps
from dashboards.step_bases import BASIS_KINDS
from interface.tables import PUBLISHED, Kind

_STATEMENT = "/settlement/statement"
_LEDGERS = {
    "prepay_offset_amt": "PREPAYMENT",
    "retention_amt": "RETENTION",
    "retention_released": "RETENTION",
    "carried_in_amt": "CARRIED_DEDUCTION",
    "carried_deduct_amt": "CARRIED_DEDUCTION",
}
_ENTRIES = ("contract_no", "entry_no", "kind", "opening_amt", "entry_amt", "closing_amt", "ref")


def step_links(shown: Sequence[Statement], chosen: str | None, view: Mapping[str, str | None]) -> html.Nav:
    """The steps of the waterfall as links, for keyboards and small windows; each shows what the step is made of."""
    links = [
        dcc.Link(
            both(label(f"step.{step.key}")),
            href=address("/settlement", **view, step=step.key),
            className="current" if step.key == chosen else "",
        )
        for step in steps(shown)
    ]
    return html.Nav([both(label("settlement.made_of")), *links], className="steps", **{"aria-label": "steps"})


def made_of(edition: Edition, shown: Sequence[Statement], key: str | None) -> list[html.Section]:
    """The rows behind a step of the statements shown; nothing where no step, or an unknown one, is chosen."""
    step = next((each for each in steps(shown) if each.key == key), None)
    if step is None:
        return []
    words = label(f"step.{step.key}")
    amount = yuan(step.amount) if step.is_total else signed_amount(step.amount)
    head = html.P([both(words), html.Strong(amount)], className="in-words")
    return [card("settlement.made_of", head, *_rows(edition, shown, step))]


def _rows(edition: Edition, shown: Sequence[Statement], step: Step) -> list[Any]:
    period = shown[0].run.period
    if step.key == "gross_amt":
        return [_items(edition, period, shown), html.A(both(label("settlement.to_lines")), href="#lines-card")]
    if step.key in BASIS_KINDS:
        rows = [row for each in shown for row in _deductions(edition, each)]
        return [deductions_table([row for row in rows if row["basis"].startswith(BASIS_KINDS[step.key])])]
    parts: list[Any] = []
    if step.key in _LEDGERS:
        parts.append(_entries(edition, period, shown, _LEDGERS[step.key]))
    if step.key == "prepay_offset_amt":
        contract = shown[0].contract_no if len(shown) == 1 else None
        parts.append(permalink(address("/prepayment", contract=contract), words="page.prepayment"))
    return [*parts, _statements(shown, step)]


def _deductions(edition: Edition, statement: Statement) -> list[dict[str, Any]]:
    table = edition.table("deduction", period=statement.run.period)
    rows: list[dict[str, Any]] = select(table, settle_no=str(statement.row["settle_no"])).to_pylist()
    return rows


def _items(edition: Edition, period: str, shown: Sequence[Statement]) -> Any:
    """What the lines come to by service item, as published and summed."""
    sums: dict[tuple[str, str], Decimal] = {}
    for row in (
        of_runs(edition, "settlement_line", period, shown).select(["item_code", "item_name", "amount"]).to_pylist()
    ):
        item = (row["item_code"], row["item_name"] or "")
        sums[item] = sums.get(item, NOTHING) + row["amount"]
    if not sums:
        return both(label("state.empty_lines"), tag=html.P)
    heads = [
        (column_label("settlement_line", "item_code"), "id"),
        (column_label("settlement_line", "item_name"), "text"),
        (column_label("settlement_line", "amount"), "number"),
    ]
    rows = [[code, name, signed_amount(amount)] for (code, name), amount in sorted(sums.items())]
    return plain_table(
        heads, rows, total=[str(label("statement.total")), "", signed_amount(sum(sums.values(), NOTHING))]
    )


def _entries(edition: Edition, period: str, shown: Sequence[Statement], ledger: str) -> Any:
    rows = select(of_runs(edition, "ledger_entry", period, shown), ledger=ledger).to_pylist()
    if not rows:
        return both(label("settlement.no_entry"), tag=html.P)
    shape = PUBLISHED["ledger_entry"]
    heads = [
        (column_label("ledger_entry", name), "number" if shape.column(name).kind is Kind.AMOUNT else "id")
        for name in _ENTRIES
    ]
    return plain_table(heads, [[cell_text(row[name], shape.column(name)) for name in _ENTRIES] for row in rows])


def _statements(shown: Sequence[Statement], step: Step) -> html.Div:
    """Each statement's part of the step, linked to its page."""
    heads = [
        (column_label("settlement", "settle_no"), "id"),
        (column_label("settlement", "contract_no"), "id"),
        (label(f"step.{step.key}"), "number"),
    ]
    rows = []
    for each in shown:
        number = str(each.row["settle_no"])
        part = next((own.amount for own in steps([each]) if own.key == step.key), None)
        told = "" if part is None else signed_amount(part)
        rows.append([dcc.Link(number, href=address(_STATEMENT, settle_no=number)), each.contract_no, told])
    return plain_table(heads, rows)
