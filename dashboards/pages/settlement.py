"""Settlement overview (结算总览): a period from gross to payable, for all contracts or one; it only arranges."""

from collections.abc import Sequence
from typing import Any

import dash
from dash import Input, Output, State, dcc, html

from dashboards.editions import Edition, open_settlements
from dashboards.figures import MOST_STEPS_BESIDE, gross_and_payable, waterfall
from dashboards.labels import Label, code_label, label
from dashboards.pages.accounts import months_taken, standing
from dashboards.pages.alerts import alerts
from dashboards.pages.burned import burned
from dashboards.pages.filters import pickers, register_pickers
from dashboards.pages.frame import (
    GRAPH,
    address,
    both,
    card,
    column_label,
    file_button,
    heading,
    notice,
    permalink,
    plain_table,
    stamp,
    state,
)
from dashboards.pages.made_of import deductions_card, lines_card, of_runs, providers_card, settlement_grounds
from dashboards.pages.settlement_steps import made_of, step_links
from dashboards.pages.wide import wide_figure
from dashboards.periods import in_order, period_text
from dashboards.printing import signed_amount, yuan
from dashboards.statements import (
    Statement,
    counted,
    overridden_findings,
    payable_in_words,
    read_statements,
    steps,
    total,
)
from dashboards.visits import Visit, VisitOf
from interface.paths import Home

PATH = "/settlement"


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
    step = visit.query.get("step")
    runs = list({each.manifest.run.run_id: each.manifest for each in shown}.values())
    lines = of_runs(edition, "settlement_line", period, shown)
    return [
        heading("page.settlement"),
        stamp(edition, runs),
        _filters(edition, period, contract, contracts, exports=_exports(period, contract)),
        *_notices(visit.home, edition, shown),
        _key_figures(shown),
        _figures(shown, statements, contract),
        step_links(shown, step, {"period": period, "contract": contract}),
        *made_of(edition, shown, step),
        _statements(shown),
        *months_taken(edition, shown),
        html.Div(
            [providers_card(edition, period, shown), deductions_card(edition, period, shown)],
            className="row row-halves",
        ),
        html.Div(lines_card(lines), id="lines-card"),
        *burned(edition, statements, contract),
        *standing(edition, contract),
        settlement_grounds(lines),
    ]


def register(app: dash.Dash, _visit: VisitOf) -> None:
    """Choosing writes the address, and the address draws the page, so that every view has a link."""
    register_pickers(app, "settlement", PATH, ("period", "contract"))

    @app.callback(
        Output("url", "href", allow_duplicate=True),
        Input("waterfall", "clickData"),
        State("settlement-shown", "data"),
        prevent_initial_call=True,
    )
    def open_step(clicked: dict[str, Any] | None, shown: dict[str, str | None]) -> Any:
        points = (clicked or {}).get("points") or []
        if not points:
            return dash.no_update
        return address(PATH, **shown, step=str(points[0]["customdata"][1]))


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
    return pickers(
        "settlement",
        {"period": period, "contract": contract},
        html.Label([both(label("filter.period")), periods]),
        html.Label([both(label("filter.contract")), picked]),
        *exports,
    )


def _exports(period: str, contract: str | None) -> list[Any]:
    view = {"period": period, "contract": contract}
    files = (
        ("action.workbook", "XLSX", "/download/settlement.xlsx"),
        ("action.lines", "CSV", "/download/settlement_line.csv"),
        ("action.lines", "XLSX", "/download/settlement_line.xlsx"),
        ("action.progress", "XLSX", "/download/progress.xlsx"),
    )
    buttons = [
        file_button(address(path, **view), kind, both(label(key)))
        for key, kind, path in files
        if contract or path != "/download/progress.xlsx"
    ]
    return [
        html.Div([both(label("action.export")), *buttons], className="exports"),
        permalink(address(PATH, **view)),
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
    side_by_side = "row row-figures" if len(found) <= MOST_STEPS_BESIDE else "row"
    parts = [
        card("settlement.waterfall", wide_figure("waterfall", waterfall(found)), note=note),
        _months(statements, contract),
    ]
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
            dcc.Link(
                str(each.row["settle_no"]), href=address("/settlement/statement", settle_no=str(each.row["settle_no"]))
            ),
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
