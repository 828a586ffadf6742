"""Comparison (对比): before against after, subjects of one framework, evaluations of one subject; it only arranges."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import dash
from dash import Input, Output, State, dcc, html

from dashboards.editions import Edition, open_edition, select
from dashboards.figures_compare import before_and_after, rates
from dashboards.labels import code_label, label
from dashboards.pages.addresses import COMPARE, card_address, card_name, compare_address
from dashboards.pages.alerts import alerts
from dashboards.pages.frame import (
    GRAPH,
    address,
    both,
    card,
    column_label,
    file_button,
    grounds,
    heading,
    permalink,
    plain_table,
    stamp,
    state,
)
from dashboards.printing import percent, percentage_points, plain_number
from dashboards.visits import Visit, VisitOf
from interface.tables import PUBLISHED

Row = Mapping[str, Any]

PATH = COMPARE
_WHOLE = "*"
_MOST_NODES = 24
"""Nodes that one figure shows legibly; the table below it holds every one."""
_MOST_SUBJECTS = 20


def render(visit: Visit) -> list[Any]:
    """The page for ``scheme`` and ``subject``, or the first subject that is compared with an earlier framework.

    Raises:
        NothingPublished: there is no edition.
        CannotRun: a file of it is damaged.
    """
    edition = open_edition(visit.home, visit.reader)
    summaries = edition.table("score_summary").to_pylist()
    if not summaries:
        return [heading("page.compare"), state("state.not_evaluated", kind="empty")]
    chosen = _chosen(edition, summaries, visit.query)
    if chosen is None:
        choices = [(card_name(row), compare_address(row)) for row in summaries]
        box = state("state.unknown_scorecard", kind="unknown", choices=choices)
        return [heading("page.compare"), stamp(edition, ()), box]
    of_subject = [row for row in summaries if row["subject_code"] == chosen["subject_code"]]
    of_scheme = [row for row in summaries if row["scheme_no"] == chosen["scheme_no"]]
    shown = {row["run_id"] for row in (*of_subject, *of_scheme)}
    runs = [manifest for manifest in edition.evaluations if manifest.run.run_id in shown]
    own = {"scheme_no": chosen["scheme_no"], "subject_code": chosen["subject_code"]}
    compared = select(edition.table("score_comparison"), **own).to_pylist()
    return [
        heading("page.compare"),
        stamp(edition, runs),
        _filters(summaries, chosen, compared),
        *alerts(visit.home, edition, shown=runs[0]),
        _before_and_after(edition, chosen, compared),
        _subjects(edition, of_scheme),
        _evaluations(of_subject),
        _grounds(),
    ]


def register(app: dash.Dash, visit: VisitOf) -> None:
    """Choosing a subject writes the address, and the address draws the page."""
    del visit  # what is chosen is read when the address is

    @app.callback(
        Output("url", "href", allow_duplicate=True),
        Input("compare-card", "value"),
        State("compare-shown", "data"),
        prevent_initial_call=True,
    )
    def choose(chosen: str | None, shown: str) -> Any:
        return dash.no_update if chosen in (None, shown) else chosen


def _chosen(edition: Edition, summaries: Sequence[Row], query: Mapping[str, str]) -> Row | None:
    scheme, subject = query.get("scheme"), query.get("subject")
    fitting = [
        row for row in summaries if scheme in (None, row["scheme_no"]) and subject in (None, row["subject_code"])
    ]
    if scheme or subject:
        return fitting[0] if fitting else None
    compared = {(row["scheme_no"], row["subject_code"]) for row in edition.table("score_comparison").to_pylist()}
    return next((row for row in fitting if (row["scheme_no"], row["subject_code"]) in compared), fitting[0])


def _filters(summaries: Sequence[Row], chosen: Row, compared: Sequence[Row]) -> html.Div:
    here = compare_address(chosen)
    cards = [{"label": card_name(row), "value": compare_address(row)} for row in summaries]
    view = {"scheme": chosen["scheme_no"], "subject": chosen["subject_code"]}
    buttons = [
        file_button(
            address(f"/download/{name}.xlsx", **(view if name == "score_comparison" else {})),
            "xlsx",
            PUBLISHED[name].label,
        )
        for name in (("score_comparison", "score_summary") if compared else ("score_summary",))
    ]
    picked = dcc.Dropdown(cards, here, id="compare-card", clearable=False, className="pick pick-wide")
    return html.Div(
        [
            dcc.Store(id="compare-shown", data=here),
            html.Label([both(label("scorecard.subject")), picked]),
            html.Div([both(label("action.export")), *buttons], className="exports"),
            permalink(here),
            permalink(card_address(chosen), words="compare.card"),
        ],
        className="filters",
    )


def _before_and_after(edition: Edition, chosen: Row, compared: Sequence[Row]) -> html.Section:
    """The whole first, then the nodes in the order of their tree."""
    if not compared:
        return card("compare.before_after", both(label("compare.nothing_before"), tag=html.P))
    own = {"scheme_no": chosen["scheme_no"], "subject_code": chosen["subject_code"]}
    order = {row["path"]: row["sort_key"] for row in select(edition.table("score_node"), **own).to_pylist()}
    rows = sorted(compared, key=lambda row: (row["path"] != _WHOLE, order.get(row["path"], ""), row["path"]))
    figure = before_and_after(rows[:_MOST_NODES])
    columns = ("score_rate", "compared_score_rate", "rate_difference")
    heads = [
        (column_label("score_comparison", "path"), "text"),
        *((column_label("score_comparison", name), "number") for name in columns),
        *((column_label("score_comparison", name), "text") for name in ("grade", "compared_grade")),
    ]
    cells = [
        [
            str(label("compare.whole")) if row["path"] == _WHOLE else row["path"],
            *(_rate(row[name]) for name in columns[:2]),
            "—" if row["rate_difference"] is None else percentage_points(row["rate_difference"]),
            *(row[name] or "—" for name in ("grade", "compared_grade")),
        ]
        for row in rows
    ]
    note = f"{rows[0]['compared_scheme_no']} → {chosen['scheme_no']}"
    graph = dcc.Graph(id="before-after", figure=figure, config=GRAPH)
    return card("compare.before_after", graph, plain_table(heads, cells), note=note)


def _subjects(edition: Edition, summaries: Sequence[Row]) -> html.Section:
    """A small figure for the whole and for each first-level indicator; subjects by their rate, the best first."""
    if len(summaries) < 2:
        return card("compare.subjects", both(label("compare.one_subject"), tag=html.P))
    ordered = sorted(summaries, key=_best_first)[:_MOST_SUBJECTS]
    names = [row["subject_code"] for row in ordered]
    nodes = select(edition.table("score_node"), scheme_no=ordered[0]["scheme_no"]).sort_by("sort_key").to_pylist()
    by_node: dict[str, dict[str, Decimal | None]] = {}
    for row in nodes:
        if row["level"] == 1:
            by_node.setdefault(row["node"], {})[row["subject_code"]] = row["score_rate"]
    panels = [(str(label("compare.whole")), {row["subject_code"]: row["score_rate"] for row in ordered})]
    panels += list(by_node.items())
    figures = [
        html.Div([html.H3(name), dcc.Graph(figure=rates([(each, of.get(each)) for each in names]), config=GRAPH)])
        for name, of in panels
    ]
    return card(
        "compare.subjects",
        html.Div(figures, className="multiples"),
        _table(ordered, first="subject_code"),
        note=f"{ordered[0]['scheme_no']} · {len(summaries):,} {label('compare.subjects_counted')}",
    )


def _evaluations(summaries: Sequence[Row]) -> html.Section:
    """Every framework that the subject was scored by, in the order of the time that they are about."""
    if len(summaries) < 2:
        return card("compare.evaluations", both(label("compare.one_evaluation"), tag=html.P))
    ordered = sorted(summaries, key=lambda row: (row["assessed_period"] or "", row["scheme_no"]))
    graph = dcc.Graph(figure=rates([(row["scheme_no"], row["score_rate"]) for row in ordered]), config=GRAPH)
    return card("compare.evaluations", graph, _table(ordered, first="scheme_no"), note=ordered[0]["subject_code"])


def _table(rows: Sequence[Row], *, first: str) -> html.Div:
    numbers = ("total_score", "total_weight", "score_rate", "not_assessed_count")
    heads = [
        (column_label("score_summary", first), "text"),
        *((column_label("score_summary", name), "text") for name in ("stage", "grade", "grade_scale")),
        *((column_label("score_summary", name), "number") for name in numbers),
    ]
    cells = [
        [
            dcc.Link(row[first], href=card_address(row)),
            str(code_label(row["stage"], "stage")) if row["stage"] else "—",
            row["grade"] or "—",
            row["grade_scale"],
            "—" if row["total_score"] is None else plain_number(row["total_score"]),
            plain_number(row["total_weight"]),
            _rate(row["score_rate"]),
            f"{row['not_assessed_count']:,}",
        ]
        for row in rows
    ]
    return plain_table(heads, cells)


def _best_first(row: Row) -> tuple[bool, Decimal, str]:
    rate = row["score_rate"]
    return rate is None, Decimal(0) if rate is None else -rate, row["subject_code"]


def _rate(rate: Decimal | None) -> str:
    return "—" if rate is None else percent(rate)


def _grounds() -> html.Details:
    return grounds(
        "settlement.grounds", "compare.grounds.rate", "compare.grounds.frameworks", "compare.grounds.missing"
    )
