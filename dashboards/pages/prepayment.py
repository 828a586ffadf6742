"""Prepayments (预付款): what was paid in, offset and carried on, by contract and year until it is used up."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import dash
import pyarrow as pa
from dash import dcc, html

from dashboards.editions import Edition, open_settlements
from dashboards.figures_accounts import balances
from dashboards.grids import grid
from dashboards.labels import code_label, label
from dashboards.pages.alerts import alerts
from dashboards.pages.filters import pickers, register_pickers
from dashboards.pages.frame import (
    GRAPH,
    address,
    both,
    card,
    file_buttons,
    grounds,
    heading,
    notice,
    permalink,
    plain_table,
    stamp,
    state,
)
from dashboards.periods import in_order
from dashboards.printing import signed_amount, yuan
from dashboards.statements import NOTHING
from dashboards.visits import Visit, VisitOf
from interface.parquet import arrow_schema
from interface.tables import PUBLISHED

PATH = "/prepayment"

Row = Mapping[str, Any]

_ENTRIES = (
    *("contract_no", "settlement_period", "kind", "opening_amt", "entry_amt", "closing_amt"),
    *("ref", "run_id", "entry_no"),
)
_WIDTHS = {"kind": 168, "ref": 290, "run_id": 250, "contract_no": 150}


def render(visit: Visit) -> list[Any]:
    """The page for ``contract``, or for all of them where the address names none.

    Raises:
        NothingPublished: there is no edition.
        CannotRun: a file of it is damaged.
    """
    edition = open_settlements(visit.home, visit.reader)
    known = read_entries(edition)
    contracts = sorted({row["contract_no"] for row in known})
    contract = visit.query.get("contract")
    top = [heading("page.prepayment"), stamp(edition, [edition.newest_settlement])]
    if not known:
        return [*top, state("state.no_prepayment", kind="empty")]
    if contract and contract not in contracts:
        choices = [(each, address(PATH, contract=each)) for each in contracts]
        return [*top, state("state.unknown_prepayment", kind="unknown", choices=choices)]
    entries = [row for row in known if contract in (None, "", row["contract_no"])]
    years = by_year(entries)
    return [
        *top,
        _filters(contract, contracts),
        *alerts(visit.home, edition),
        *_breaks(years),
        _years(years),
        *_figures(entries),
        _list(entries),
        grounds("prepayment.grounds", "prepayment.formula"),
    ]


def register(app: dash.Dash, _visit: VisitOf) -> None:
    """Choosing a contract writes the address, and the address draws the page."""
    register_pickers(app, "prepayment", PATH, ("contract",))


def read_entries(edition: Edition) -> list[Row]:
    """Entries of the prepayment ledgers in the order in which runs made them; an indicative run only tries."""
    booking = [each.run.run_id for each in edition.settlements if each.run.run_type != "INDICATIVE"]
    place = {run_id: number for number, run_id in enumerate(booking)}
    rows = [
        row
        for row in edition.table("ledger_entry").to_pylist()
        if row["ledger"] == "PREPAYMENT" and row["run_id"] in place
    ]
    return sorted(rows, key=lambda row: (row["contract_no"], place[row["run_id"]], row["entry_no"]))


def by_year(entries: Sequence[Row]) -> list[dict[str, Any]]:
    """Per contract and year of the settlement period: opening, paid in, offset, closing, in yuan as published."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for row in entries:
        key = (row["contract_no"], row["settlement_period"][:4])
        year = found.setdefault(
            key,
            {"contract_no": key[0], "year": key[1], "opening": row["opening_amt"], "paid": NOTHING, "offset": NOTHING},
        )
        year["paid" if row["kind"] == "PAY" else "offset"] += row["entry_amt"]
        year["closing"] = row["closing_amt"]
    return list(found.values())


def _breaks(years: Sequence[Row]) -> list[html.P]:
    """A ledger whose year does not add up, or does not go on where the year before ended, is said aloud."""
    before: dict[str, Decimal] = {}
    for year in years:
        opening = before.get(year["contract_no"], NOTHING)
        if year["opening"] != opening or year["opening"] + year["paid"] + year["offset"] != year["closing"]:
            return [notice("error", "✕", label("prepayment.broken"))]
        before[year["contract_no"]] = year["closing"]
    return []


def _filters(contract: str | None, contracts: Sequence[str]) -> html.Div:
    picked = dcc.Dropdown(
        list(contracts),
        contract,
        id="prepayment-contract",
        placeholder=str(label("filter.all_contracts")),
        className="pick pick-wide",
    )
    files = file_buttons("ledger_entry", both(label("prepayment.entries")), contract=contract)
    return pickers(
        "prepayment",
        {"contract": contract},
        html.Label([both(label("filter.contract")), picked]),
        html.Div([both(label("action.export")), *files], className="exports"),
        permalink(address(PATH, contract=contract)),
    )


def _years(years: Sequence[Row]) -> html.Section:
    heads = [
        (label("statement.contract"), "id"),
        (label("prepayment.year"), "id"),
        (label("prepayment.opening"), "number"),
        (label("prepayment.paid_in"), "number"),
        (label("prepayment.offset"), "number"),
        (label("prepayment.closing"), "number"),
        (label("prepayment.stands"), "text"),
    ]
    newest = {year["contract_no"]: year["year"] for year in years}
    rows = []
    for year in years:
        is_used_up = year["closing"] == NOTHING
        key = "used_up" if is_used_up else "open" if year["year"] == newest[year["contract_no"]] else "carried"
        amounts = [signed_amount(year[name]) for name in ("opening", "paid", "offset", "closing")]
        rows.append([year["contract_no"], year["year"], *amounts, both(label(f"prepayment.{key}"))])
    return card("prepayment.years", plain_table(heads, rows), note=str(label("app.confidential")))


def _figures(entries: Sequence[Row]) -> list[html.Section]:
    """A figure for each contract: over several, one balance would hide whose it is."""
    return [
        card(
            "prepayment.figure",
            dcc.Graph(id={"type": "prepayment", "contract": contract}, figure=_figure(rows), config=GRAPH),
            note=f"{contract} · {label('prepayment.left').zh} {yuan(rows[-1]['closing_amt'])}",
        )
        for contract in sorted({row["contract_no"] for row in entries})
        if (rows := [row for row in entries if row["contract_no"] == contract])
    ]


def _figure(rows: Sequence[Row]) -> Any:
    periods = in_order(row["settlement_period"] for row in rows)
    sums = {
        kind: [(each, sum((row["entry_amt"] for row in rows if _is(row, each, kind)), NOTHING)) for each in periods]
        for kind in (True, False)
    }
    left = [(each, [row for row in rows if row["settlement_period"] == each][-1]["closing_amt"]) for each in periods]
    return balances(sums[True], sums[False], left)


def _is(row: Row, period: str, is_paid: bool) -> bool:  # noqa: FBT001 - one of two kinds of entry
    return row["settlement_period"] == period and (row["kind"] == "PAY") is is_paid


def _list(entries: Sequence[Row]) -> html.Section:
    shape = PUBLISHED["ledger_entry"]
    table = pa.Table.from_pylist([dict(row) for row in entries], schema=arrow_schema(shape))
    kinds = "、".join(str(code_label(kind)) for kind in sorted({row["kind"] for row in entries}))
    shown = grid(table, shape, columns=_ENTRIES, name="entries", widths=_WIDTHS, pinned={})
    return card("prepayment.entries", shown, note=f"{len(entries):,} {label('settlement.rows')} · {kinds}")
