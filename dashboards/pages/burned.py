"""Earned against paid against ceiling: how much of each contract is used up, from how things stand now."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from dash import dcc, html

from dashboards.editions import Edition
from dashboards.figures_accounts import Points, burn
from dashboards.labels import label
from dashboards.pages.frame import GRAPH, both, card, plain_table
from dashboards.periods import in_order
from dashboards.printing import shanghai_time, yuan
from dashboards.statements import NOTHING, Statement

Row = Mapping[str, Any]

_MOST_FIGURES = 4


def burned(edition: Edition, statements: Sequence[Statement], contract: str | None) -> list[html.Section]:
    """A figure for each contract, for at most four of them, and the amounts of all as a table."""
    coverage = edition.table("month_coverage").to_pylist()
    payments = edition.table("statement_payment").to_pylist()
    known = any(row["paid_amt"] for row in payments)
    prepaid = [row for row in edition.table("ledger_entry").to_pylist() if _counts(row, statements)]
    contracts = sorted({row["contract_no"] for row in coverage if contract in (None, row["contract_no"])})
    if not contracts:
        return [card("burn.title", both(label("settlement.no_coverage_known"), tag=html.P))]
    rows, figures = [], []
    for each in contracts:
        earned = _added_up(
            [(row["service_period"], row["booked_amt"]) for row in coverage if row["contract_no"] == each]
        )
        paid = _added_up(
            [
                *((row["settlement_period"], row["paid_amt"]) for row in payments if row["contract_no"] == each),
                *((row["settlement_period"], row["entry_amt"]) for row in prepaid if row["contract_no"] == each),
            ]
        )
        ceiling = _ceiling(statements, each)
        paid = paid if known or any(row["contract_no"] == each for row in prepaid) else ()
        rows.append(
            [each, _told(earned), _told(paid), str(label("burn.no_ceiling")) if ceiling is None else yuan(ceiling)]
        )
        figures.append(
            html.Div(
                [
                    html.H3(each),
                    dcc.Graph(id={"type": "burn", "contract": each}, figure=burn(earned, paid, ceiling), config=GRAPH),
                ]
            )
        )
    heads = [
        (label("statement.contract"), "id"),
        (label("burn.earned"), "number"),
        (label("burn.paid"), "number"),
        (label("burn.ceiling"), "number"),
    ]
    told = [] if known else [both(label("settlement.no_payment_known"), tag=html.P)]
    grid = html.Div(figures[:_MOST_FIGURES], className="row row-multiples")
    cut = [both(label("burn.first_four"), tag=html.P)] if len(figures) > _MOST_FIGURES else []
    note = f"{label('stamp.as_of')} {shanghai_time(edition.newest_settlement.run.as_of)}"
    return [card("burn.title", plain_table(heads, rows), *told, grid, *cut, note=note)]


def _counts(row: Row, statements: Sequence[Statement]) -> bool:
    """Whether an entry is money prepaid by a run that books; an indicative run only tries."""
    indicative = {each.run.run_id for each in statements if each.run.run_type == "INDICATIVE"}
    return row["ledger"] == "PREPAYMENT" and row["kind"] == "PAY" and row["run_id"] not in indicative


def _added_up(amounts: Sequence[tuple[str, Decimal]]) -> Points:
    """Each period once, in order, with the sum of all amounts up to it."""
    so_far, points = NOTHING, []
    for period in in_order(period for period, _ in amounts):
        so_far = sum((amount for each, amount in amounts if each == period), so_far)
        points.append((period, so_far))
    return points


def _ceiling(statements: Sequence[Statement], contract: str) -> Decimal | None:
    """The ceiling in the contract's newest statement; None where it gives none."""
    newest = [each for each in statements if each.contract_no == contract][-1:]
    return newest[0].row["ceiling_amt"] if newest else None


def _told(points: Points) -> str:
    return yuan(points[-1][1]) if points else str(label("burn.unknown"))
