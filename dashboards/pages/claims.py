"""Claims held against what was metered (审量审价): claimed and computed, what was cut and why, line by line."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import dash
import pyarrow as pa
from dash import dcc, html

from dashboards.chosen import asked_for
from dashboards.claims import CLAIM_FILTERS, claim_value, claims_that_fit, read_claims, reductions
from dashboards.editions import open_settlements
from dashboards.figures_accounts import claimed_and_computed, cuts_by_reason
from dashboards.grids import MOST_ROWS, grid
from dashboards.labels import Label, code_label, label
from dashboards.pages.alerts import alerts
from dashboards.pages.filters import pickers, register_pickers
from dashboards.pages.frame import (
    GRAPH,
    address,
    both,
    card,
    column_label,
    export_links,
    grounds,
    heading,
    notice,
    permalink,
    plain_table,
    stamp,
    state,
)
from dashboards.printing import percent, signed_amount, yuan
from dashboards.statements import NOTHING
from dashboards.visits import Visit, VisitOf
from interface.parquet import arrow_schema
from interface.tables import PUBLISHED

PATH = "/claims"

Row = Mapping[str, Any]

_COLUMNS = (
    *("claim_no", "line_no", "work_order_no", "period", "verdict", "claimed_qty", "unit", "verified_qty"),
    *("billed_qty", "claimed_unit_price", "unit_price", "claimed_amount", "computed_amount", "difference"),
    *("reduction_rate", "cut_reason", "item_code", "contract_no", "run_id"),
)
_WIDTHS = {"claim_no": 150, "work_order_no": 166, "verdict": 130, "cut_reason": 220, "run_id": 250}
_REDUCTION = (
    *("contract_no", "line_count", "compared_count"),
    *("claimed_amount", "computed_amount", "difference", "reduction_rate"),
)
_PINNED = {"claim_no": "left", "difference": "right"}


def render(visit: Visit) -> list[Any]:
    """The page for ``period``, ``contract``, ``verdict`` and ``reason``; a filter that is not given takes all.

    Raises:
        NothingPublished: there is no edition.
        CannotRun: a file of it is damaged.
    """
    edition = open_settlements(visit.home, visit.reader)
    known = read_claims(edition)
    top = [heading("page.claims"), stamp(edition, [edition.newest_settlement])]
    if not known:
        return [*top, state("state.no_claim", kind="empty")]
    chosen = asked_for(visit.query, CLAIM_FILTERS)
    shown = claims_that_fit(known, chosen)
    filters = _filters(known, chosen)
    if not shown:
        choices = [(str(label("claims.all")), PATH)]
        return [*top, filters, state("state.unknown_claims", kind="unknown", choices=choices)]
    of_contracts, whole = reductions(edition, chosen)
    return [
        *top,
        filters,
        *alerts(visit.home, edition),
        *_unreckoned(shown),
        *_key_figures(shown, whole),
        _reductions(of_contracts, whole),
        html.Div([_by_month(shown), _by_reason(shown)], className="row row-halves"),
        _lines(shown),
        grounds("claims.grounds", "claims.formula", "claims.rate_formula"),
    ]


def register(app: dash.Dash, _visit: VisitOf) -> None:
    """Choosing writes the address, and the address draws the page."""
    register_pickers(app, "claims", PATH, CLAIM_FILTERS)


def _filters(known: Sequence[Row], chosen: Mapping[str, str | None]) -> html.Div:
    picks = [
        html.Label([both(label(f"claims.filter.{name}")), _pick(name, known, chosen[name])], className="pick-label")
        for name in CLAIM_FILTERS
    ]
    return pickers(
        "claims",
        chosen,
        *picks,
        export_links("claim_review", "claims", **chosen),
        permalink(address(PATH, **chosen)),
    )


def _pick(name: str, known: Sequence[Row], value: str | None) -> dcc.Dropdown:
    values = {claim_value(row, name) for row in known} | ({value} if value else set())
    options = [{"label": _words(name, each), "value": each} for each in sorted(values)]
    return dcc.Dropdown(
        options, value, id=f"claims-{name}", placeholder=str(label("claims.all")), className="pick pick-wide"
    )


def _words(name: str, value: str) -> str:
    return str(code_label(value, "verdict")) if name == "verdict" else value


def _unreckoned(shown: Sequence[Row]) -> list[html.P]:
    """Lines without an amount on one side are in no sum, which is said beside the sums."""
    count = sum(row["difference"] is None for row in shown)
    if not count:
        return []
    words = label("claims.unreckoned")
    return [notice("partial", "!", Label(f"{count:,} {words.zh}", f"{count:,} {words.en}"))]


def _key_figures(shown: Sequence[Row], whole: Row | None) -> list[html.Section]:
    """Amounts with their rate, and below them how many lines agree."""
    both_known = [row for row in shown if row["difference"] is not None]
    sums = [
        (f"claims.{key}", yuan(sum((row[name] for row in both_known), NOTHING)) if both_known else "—")
        for key, name in (("claimed", "claimed_amount"), ("computed", "computed_amount"), ("cut", "difference"))
    ]
    rate = [("claims.rate", _rate(whole) if whole else "—")]
    counts = [
        (f"claims.{verdict}", f"{sum(row['verdict'] == verdict for row in shown):,}")
        for verdict in ("AGREES", "DIFFERS", "NO_RECORD")
    ]
    return [
        html.Section([_figure(*each) for each in row], className="key-figures key-figures-even")
        for row in ([*sums, *rate], counts)
    ]


def _figure(key: str, value: str) -> html.Div:
    return html.Div(
        [html.Div(both(label(key)), className="name"), html.Div(value, className="value")], className="figure"
    )


def _reductions(of_contracts: Sequence[Row], whole: Row | None) -> html.Section:
    """The rate of each contract and of all together as it is published, with its formula."""
    note = str(label("claims.rate_note"))
    if not of_contracts:
        return card("claims.reduction", both(label("claims.no_rate"), tag=html.P), note=note)
    heads = [
        (column_label("claim_reduction", name), "id" if name == "contract_no" else "number") for name in _REDUCTION
    ]
    rows = [_reduced(row, row["contract_no"]) for row in of_contracts]
    total = _reduced(whole, str(label("statement.total"))) if whole else []
    told = [] if whole else [both(label("claims.rate_of_whole_claims"), tag=html.P)]
    exports = export_links("claim_reduction", "claim_reduction")
    return card("claims.reduction", plain_table(heads, rows, total=total), *told, exports, note=note)


def _reduced(row: Row, name: str) -> list[str]:
    amounts = ["—" if row[each] is None else signed_amount(row[each]) for each in _REDUCTION[3:6]]
    return [name, *(f"{row[each]:,}" for each in _REDUCTION[1:3]), *amounts, _rate(row)]


def _rate(row: Row) -> str:
    return "—" if row["reduction_rate"] is None else percent(row["reduction_rate"])


def _by_month(shown: Sequence[Row]) -> html.Section:
    months = sorted({row["period"] for row in shown if row["difference"] is not None})
    if not months:
        return card("claims.by_month", both(label("claims.nothing_reckoned"), tag=html.P))
    points = {
        name: [(month, _sum([row for row in shown if row["period"] == month], name)) for month in months]
        for name in ("claimed_amount", "computed_amount")
    }
    figure = claimed_and_computed(points["claimed_amount"], points["computed_amount"])
    return card("claims.by_month", dcc.Graph(id="claims-months", figure=figure, config=GRAPH))


def _by_reason(shown: Sequence[Row]) -> html.Section:
    """What was cut, by the supervisor's reason and, where none is given, by the verdict."""
    cut = [row for row in shown if row["difference"]]
    if not cut:
        return card("claims.by_reason", both(label("claims.nothing_cut"), tag=html.P))
    reasons = sorted({claim_value(row, "reason") for row in cut})
    parts = {reason: [row for row in cut if claim_value(row, "reason") == reason] for reason in reasons}
    sums = sorted(
        ((reason, _sum(rows, "difference")) for reason, rows in parts.items()), key=lambda each: -abs(each[1])
    )
    heads = [(label("claims.filter.reason"), "text"), (label("book.rows"), "number"), (label("claims.cut"), "number")]
    rows = [[reason, f"{len(parts[reason]):,}", signed_amount(amount)] for reason, amount in sums]
    total = [str(label("statement.total")), f"{len(cut):,}", signed_amount(_sum(cut, "difference"))]
    graph = dcc.Graph(id="claims-reasons", figure=cuts_by_reason(sums), config=GRAPH)
    return card("claims.by_reason", graph, plain_table(heads, rows, total=total))


def _sum(rows: Sequence[Row], name: str) -> Decimal:
    return sum((row[name] for row in rows if row["difference"] is not None), NOTHING)


def _lines(shown: Sequence[Row]) -> html.Section:
    shape = PUBLISHED["claim_review"]
    table = pa.Table.from_pylist([dict(row) for row in shown], schema=arrow_schema(shape))
    note = f"{len(shown):,} {label('settlement.rows')}"
    if len(shown) > MOST_ROWS:
        note += f" · {label('settlement.lines_cut')}"
    return card(
        "claims.lines", grid(table, shape, columns=_COLUMNS, name="claims", widths=_WIDTHS, pinned=_PINNED), note=note
    )
