"""Settlement overview (结算总览): a period from gross to payable, for all contracts or one; it only arranges."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import pyarrow as pa
from dash import dcc, html

from dashboards.editions import Edition, open_settlements, select
from dashboards.figures import MOST_STEPS_BESIDE, gross_and_payable, waterfall
from dashboards.grids import MOST_ROWS, grid
from dashboards.labels import Label, basis_label, code_label, label
from dashboards.pages.accounts import months_taken, standing
from dashboards.pages.alerts import alerts
from dashboards.pages.frame import address, both, card, column_label, heading, notice, plain_table, stamp, state
from dashboards.periods import in_order, period_text
from dashboards.printing import signed_amount, yuan
from dashboards.statements import (
    NOTHING,
    Statement,
    counted,
    overridden_findings,
    payable_in_words,
    read_statements,
    steps,
    total,
)
from dashboards.visits import Visit
from interface.paths import Home
from interface.tables import PUBLISHED

PATH = "/settlement"

# No modebar at all: plotly's own buttons include one that sends the figure's data to an outside host.
GRAPH = {"displayModeBar": False, "showSendToCloud": False, "plotlyServerURL": "", "displaylogo": False}
_LINE_COLUMNS = (
    *("work_order_no", "item_name", "service_period", "line_type", "provider", "unit_code"),
    *("billed_qty", "unit_price", "amount", "delivered_qty", "accepted_qty", "verified_qty"),
    *("adjustment_reason", "contract_no", "order_no", "item_code", "catalogue_version", "line_id"),
)
_PINNED = {"work_order_no": "left", "amount": "right"}
_WIDTHS = {"item_name": 184, "provider": 184, "work_order_no": 166, "line_type": 148}


def render(visit: Visit) -> list[Any]:
    """The page for ``period`` (the newest where the address names none) and ``contract`` (all where none).

    Raises:
        NothingPublished: there is no edition.
        CannotRun: a file of it is damaged.
    """
    edition = open_settlements(visit.home, visit.reader)
    statements = read_statements(edition)
    period = visit.query.get("period") or edition.newest_settlement.run.period
    contract = visit.query.get("contract")
    if period not in edition.periods:
        choices = [(period_text(each), address(PATH, period=each, contract=contract)) for each in edition.periods]
        return [
            heading("page.settlement"),
            stamp(edition, ()),
            state("state.unknown_period", kind="unknown", choices=choices),
        ]
    of_period = [each for each in statements if each.run.period == period]
    shown = counted([each for each in of_period if contract in (None, each.contract_no)])
    contracts = sorted({each.contract_no for each in of_period})
    if not shown:
        choices = [(each, address(PATH, period=period, contract=each)) for each in contracts]
        box = state("state.unknown_contract", kind="unknown", choices=choices)
        return [heading("page.settlement"), stamp(edition, ()), _filters(edition, period, contract, contracts), box]
    runs = list({each.manifest.run.run_id: each.manifest for each in shown}.values())
    lines = _of_runs(edition, "settlement_line", period, shown)
    return [
        heading("page.settlement"),
        stamp(edition, runs),
        _filters(edition, period, contract, contracts, exports=_exports(period, contract)),
        *_notices(visit.home, edition, shown),
        _key_figures(shown),
        _figures(shown, statements, contract),
        _statements(shown),
        *months_taken(edition, shown),
        html.Div([_providers(edition, period, shown), _deductions(edition, period, shown)], className="row row-halves"),
        _lines(lines),
        *standing(edition, contract),
        _grounds(lines),
    ]


def _of_runs(edition: Edition, name: str, period: str, shown: Sequence[Statement]) -> pa.Table:
    """Rows of the runs and contracts that the page shows."""
    table = edition.table(name, period=period)
    parts = [select(table, run_id=each.run.run_id, contract_no=each.contract_no) for each in shown]
    return pa.concat_tables(parts).sort_by([(key, "ascending") for key in PUBLISHED[name].key])


def _filters(
    edition: Edition, period: str, contract: str | None, contracts: Sequence[str], *, exports: Sequence[Any] = ()
) -> html.Div:
    """The pickers, whose options come with the page, and what can be taken away from this view."""
    choices = [{"label": period_text(each), "value": each} for each in reversed(edition.periods)]
    periods = dcc.Dropdown(choices, period, id="settlement-period", clearable=False, className="pick")
    picked = dcc.Dropdown(
        sorted({*contracts, *([contract] if contract else [])}),
        contract,
        id="settlement-contract",
        placeholder=str(label("filter.all_contracts")),
        className="pick pick-wide",
    )
    return html.Div(
        [
            dcc.Store(id="settlement-shown", data={"period": period, "contract": contract}),
            html.Label([both(label("filter.period")), periods]),
            html.Label([both(label("filter.contract")), picked]),
            *exports,
        ],
        className="filters",
    )


def _exports(period: str, contract: str | None) -> list[Any]:
    view = {"period": period, "contract": contract}
    files = (
        ("action.workbook", "XLSX", "/download/settlement.xlsx"),
        ("action.lines", "CSV", "/download/settlement_line.csv"),
        ("action.lines", "XLSX", "/download/settlement_line.xlsx"),
    )
    buttons = [
        html.A([both(label(key)), html.Span(kind, className="kind")], href=address(path, **view), className="button")
        for key, kind, path in files
    ]
    return [
        html.Div([both(label("action.export")), *buttons], className="exports"),
        dcc.Link(both(label("action.link")), href=address(PATH, **view), className="permalink"),
    ]


def _notices(home: Home, edition: Edition, shown: Sequence[Statement]) -> list[html.P]:
    found = alerts(home, edition)
    if any(each.run.run_type == "INDICATIVE" for each in shown):
        found.insert(0, notice("error", "!", label("statement.indicative")))
    passed = overridden_findings(edition, [each.run.run_id for each in shown])
    if passed:
        words = label("settlement.overridden")
        said = Label(f"{len(passed)} {words.zh}", f"{len(passed)} {words.en}")
        found.insert(0, notice("partial", "○", said, href="/quality"))
    return found


def _key_figures(shown: Sequence[Statement]) -> html.Section:
    newest = {each.contract_no: each for each in shown}
    deducted = total(shown, "assess_deduct_amt") + total(shown, "penalty_amt")
    figures = (
        ("settlement.gross", total(shown, "gross_amt")),
        ("settlement.deducted", deducted),
        ("settlement.offset", total(shown, "prepay_offset_amt")),
        ("settlement.balance", total(list(newest.values()), "prepay_balance_amt")),
    )
    payable = html.Div(
        [
            html.Div(both(label("settlement.payable")), className="name"),
            html.Div(yuan(total(shown, "payable_amt")), id="payable", className="value"),
            html.Div(payable_in_words(shown), id="payable-in-words", className="words", lang="zh-CN"),
        ],
        className="figure figure-payable",
    )
    others = [
        html.Div(
            [html.Div(both(label(key)), className="name"), html.Div(yuan(amount), className="value")],
            className="figure",
        )
        for key, amount in figures
    ]
    return html.Section([payable, *others], className="key-figures")


def _figures(shown: Sequence[Statement], statements: Sequence[Statement], contract: str | None) -> html.Div:
    """The steps beside the periods, or above them where the steps are many."""
    found = steps(shown)
    note = str(label("app.confidential"))
    graph = dcc.Graph(id="waterfall", figure=waterfall(found), config=GRAPH)
    side_by_side = "row row-figures" if len(found) <= MOST_STEPS_BESIDE else "row"
    parts = [card("settlement.waterfall", graph, note=note), _months(statements, contract)]
    return html.Div(parts, className=side_by_side)


def _months(statements: Sequence[Statement], contract: str | None) -> html.Section:
    chosen = [each for each in statements if contract in (None, each.contract_no)]
    periods = in_order(each.run.period for each in chosen)
    by_period = [(period, counted([each for each in chosen if each.run.period == period])) for period in periods]
    return card("settlement.months", dcc.Graph(id="months", figure=gross_and_payable(by_period), config=GRAPH))


def _statements(shown: Sequence[Statement]) -> html.Section:
    amounts = (
        *("gross_amt", "assess_deduct_amt", "penalty_amt", "accrued_amt"),
        *("prepay_offset_amt", "retention_amt", "payable_amt"),
    )
    heads = [
        *((column_label("settlement", name), "id") for name in ("settle_no", "contract_no")),
        (label("stamp.run"), "text"),
        *((column_label("settlement", name), "number") for name in amounts),
        (label("action.statement_pdf"), "text"),
    ]
    rows = [
        [
            dcc.Link(each.row["settle_no"], href=address("/trace", id=each.row["settle_no"])),
            each.contract_no,
            html.Span(f"{code_label(each.run.run_type)} · {code_label(each.status)}"),
            *(signed_amount(each.row[name]) for name in amounts),
            html.A(
                "PDF", href=address("/download/statement.pdf", settle_no=str(each.row["settle_no"])), className="button"
            ),
        ]
        for each in shown
    ]
    sums = [str(label("statement.total")), "", "", *(signed_amount(total(shown, name)) for name in amounts), ""]
    return card(
        "settlement.statements", plain_table(heads, rows, total=sums), note=f"{len(shown):,} {label('settlement.rows')}"
    )


def _providers(edition: Edition, period: str, shown: Sequence[Statement]) -> html.Section:
    sums: dict[str, Decimal] = {}
    for row in _of_runs(edition, "provider_settlement", period, shown).to_pylist():
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


def _deductions(edition: Edition, period: str, shown: Sequence[Statement]) -> html.Section:
    table = edition.table("deduction", period=period)
    rows = [row for each in shown for row in select(table, settle_no=str(each.row["settle_no"])).to_pylist()]
    if not rows:
        return card("statement.deductions", both(label("statement.no_deductions"), tag=html.P))
    names = (
        ("contract_no", "id"),
        ("clause_no", "text"),
        ("kind", "text"),
        ("basis", "text"),
        ("applied_amt", "number"),
    )
    heads = [(column_label("deduction", name), kind) for name, kind in names]
    cells = [
        [
            row["contract_no"],
            row["clause_no"],
            str(code_label(row["kind"])),
            _basis(row),
            signed_amount(row["applied_amt"]),
        ]
        for row in rows
    ]
    return card("statement.deductions", plain_table(heads, cells))


def _basis(row: Mapping[str, Any]) -> str:
    """What a deduction rests on, and the clause that it gives way to: its zero would not explain itself."""
    text = basis_label(row["basis"])
    way = label("statement.gives_way")
    return f"{text} · {way.zh} {row['gives_way_to']} {way.en}" if row["gives_way_to"] else text


def _lines(lines: pa.Table) -> html.Section:
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


def _grounds(lines: pa.Table) -> html.Details:
    versions = sorted(set(lines.column("catalogue_version").to_pylist()))
    parts = [both(label("settlement.formula"), tag=html.P), both(label("settlement.rounding"), tag=html.P)]
    if versions:
        parts.append(
            html.P([both(label("settlement.price_versions")), html.Span("、".join(versions), className="value")])
        )
    return html.Details([html.Summary(both(label("settlement.grounds"))), *parts], className="grounds")
