"""Trace (逐元追溯): from an amount down to file, row and raw text and up to the payable, or from a row to its yuan."""

from typing import Any

import dash
from dash import Input, Output, State, dcc, html

from dashboards.editions import NothingPublished, open_edition
from dashboards.labels import label
from dashboards.pages.frame import address, both, file_buttons, grounds, heading, stamp, state
from dashboards.pages.trace_scores import draw_finding, draw_leaf, draw_subject
from dashboards.pages.trace_works import draw_line, draw_order, draw_row, draw_run, draw_statement
from dashboards.traces import (
    FindingTrace,
    LeafTrace,
    LineTrace,
    NothingToFollow,
    RowTrace,
    RunTrace,
    StatementTrace,
    SubjectTrace,
    Trace,
    WorkOrderTrace,
)
from dashboards.visits import Visit, VisitOf

PATH = "/trace"
_MOST_CHARACTERS = 300


def render(visit: Visit) -> list[Any]:
    """The page for ``id``; without one it asks for it.

    Raises:
        NothingPublished: there is no edition.
        CannotRun: a file is damaged.
    """
    asked = (visit.query.get("id") or "").strip()[:_MOST_CHARACTERS]
    head = [heading("page.trace"), *_stamp(visit), _ask(asked)]
    told = grounds("trace.grounds", "trace.grounds.down", "trace.grounds.up", "trace.grounds.scope")
    if not asked:
        return [*head, state("state.trace_ask", kind="empty"), told]
    try:
        traces = visit.desk.follow(visit.home, visit.reader, asked)
    except NothingToFollow:
        return [*head, state("state.trace_unknown", kind="unknown", detail=asked), told]
    return [*head, _exports(asked), *(part for trace in traces for part in _draw(trace)), told]


def register(app: dash.Dash, _visit: VisitOf) -> None:
    """Let what is typed write the address."""

    @app.callback(
        Output("url", "href", allow_duplicate=True),
        Input("trace-go", "n_clicks"),
        Input("trace-id", "n_submit"),
        State("trace-id", "value"),
        prevent_initial_call=True,
    )
    def go(clicks: int | None, submits: int | None, identity: str | None) -> Any:
        asked = (identity or "").strip()
        return address(PATH, id=asked) if asked and (clicks or submits) else dash.no_update


def _stamp(visit: Visit) -> list[Any]:
    """Rows can be traced before anything is published."""
    try:
        edition = open_edition(visit.home, visit.reader)
    except NothingPublished:
        return []
    return [stamp(edition, [edition.current])]


def _ask(asked: str) -> html.Div:
    words = label("trace.placeholder")
    box = dcc.Input(id="trace-id", value=asked, type="text", placeholder=f"{words.zh} {words.en}", className="ask")
    named = html.Label([both(label("trace.ask")), box], className="ask-label")
    go = html.Button(both(label("trace.go")), id="trace-go", className="button", type="button")
    return html.Div([named, go], className="filters asking")


def _exports(asked: str) -> html.Div:
    """Every step shown as a file, also those that the page cuts off."""
    words = [both(label(key)) for key in ("action.export", "trace.export")]
    exports = html.Div([*words, *file_buttons("trace", id=asked)], className="exports")
    return html.Div(exports, className="filters")


def _draw(trace: Trace) -> list[Any]:
    match trace:
        case LineTrace():
            return draw_line(trace)
        case StatementTrace():
            return draw_statement(trace)
        case RunTrace():
            return draw_run(trace)
        case WorkOrderTrace():
            return draw_order(trace)
        case RowTrace():
            return draw_row(trace)
        case SubjectTrace():
            return draw_subject(trace)
        case LeafTrace():
            return draw_leaf(trace)
        case FindingTrace():
            return draw_finding(trace)
