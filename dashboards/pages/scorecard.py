"""Scorecard (评分卡): a subject's total and grade, where points were lost, and what is wrong; it only arranges."""

from collections.abc import Mapping, Sequence
from typing import Any

import dash
import pyarrow as pa
from dash import Input, Output, State, dcc, html

from dashboards.documents.forms import EXCHANGE, filled_forms
from dashboards.documents.forms_budget import budgeted_projects
from dashboards.editions import open_edition, select
from dashboards.figures_scores import earned_by_level, points_lost, weights
from dashboards.grids import grid
from dashboards.labels import Label, code_label, label
from dashboards.manifests import Manifest
from dashboards.pages.addresses import SCORECARD, card_address, card_name, compare_address, indicator_address
from dashboards.pages.alerts import alerts
from dashboards.pages.filters import pickers
from dashboards.pages.findings import findings
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
from dashboards.printing import percent, plain_number
from dashboards.visits import Visit, VisitOf
from interface.tables import PUBLISHED

Row = Mapping[str, Any]

PATH = SCORECARD
_LEAF_COLUMNS = (
    *("ind_code", "level1", "level2", "level3", "level4", "weight", "score", "score_rate", "status", "rule"),
    *("basis", "target_value", "actual_value", "unit", "as_of_date", "deviation_reason", "improvement", "evidence_no"),
)
_WIDTHS = {
    "basis": 420,
    "status": 160,
    "rule": 170,
    "level1": 120,
    "level2": 130,
    "level3": 200,
    "level4": 200,
    "deviation_reason": 220,
}
_PINNED = {"ind_code": "left", "score": "right"}


def render(visit: Visit) -> list[Any]:
    """The page for ``stage``, ``scheme`` and ``subject``, or the first card that fits those that are named.

    Raises:
        NothingPublished: there is no edition.
        CannotRun: a file of it is damaged.
    """
    edition = open_edition(visit.home, visit.reader)
    summaries = edition.table("score_summary").to_pylist()
    if not summaries:
        return [heading("page.scorecard"), state("state.not_evaluated", kind="empty")]
    stage = visit.query.get("stage")
    shown = [row for row in summaries if stage in (None, row["stage"])]
    wanted = visit.query.get("scheme"), visit.query.get("subject")
    chosen = next((row for row in shown if _fits(row, *wanted)), None)
    if chosen is None:
        choices = [(card_name(row), card_address(row, stage if row in shown else None)) for row in shown or summaries]
        box = state("state.unknown_scorecard", kind="unknown", choices=choices)
        return [heading("page.scorecard"), stamp(edition, ()), box]
    (run,) = [manifest for manifest in edition.evaluations if manifest.run.run_id == chosen["run_id"]]
    own = {"scheme_no": chosen["scheme_no"], "subject_code": chosen["subject_code"]}
    leaves = select(edition.table("score_indicator"), **own).sort_by("sort_key")
    return [
        heading("page.scorecard"),
        stamp(edition, (run,)),
        _filters(
            summaries,
            chosen,
            stage,
            forms=filled_forms(edition, scheme=chosen["scheme_no"], subject=chosen["subject_code"]),
            has_budget=chosen["subject_code"] in budgeted_projects(edition),
        ),
        *alerts(visit.home, edition, shown=run),
        _key_figures(chosen),
        *_figures(select(edition.table("score_node"), **own), leaves),
        _leaves(leaves),
        findings(edition, chosen["scheme_no"], chosen["subject_code"]),
        _subjects(shown, chosen, stage),
        _grounds(chosen, run),
    ]


def register(app: dash.Dash, visit: VisitOf) -> None:
    """Choosing a stage or a card writes the address, and the address draws the page."""
    del visit  # what is chosen is read when the address is

    @app.callback(
        Output("url", "href", allow_duplicate=True),
        Input("scorecard-stage", "value"),
        Input("scorecard-card", "value"),
        State("scorecard-shown", "data"),
        prevent_initial_call=True,
    )
    def choose(stage: str | None, chosen: str | None, shown: dict[str, str | None]) -> Any:
        if {"stage": stage, "card": chosen} == shown:
            return dash.no_update
        if stage != shown["stage"]:
            return address(PATH, stage=stage)
        return chosen or dash.no_update


def _fits(row: Row, scheme: str | None, subject: str | None) -> bool:
    return scheme in (None, row["scheme_no"]) and subject in (None, row["subject_code"])


def _filters(
    summaries: Sequence[Row], chosen: Row, stage: str | None, *, forms: Sequence[str], has_budget: bool
) -> html.Div:
    """The pickers, whose options come with the page, and what can be taken away from this card."""
    stages = sorted({row["stage"] for row in summaries if row["stage"]})
    cards = [
        {"label": card_name(row), "value": card_address(row, stage)}
        for row in summaries
        if stage in (None, row["stage"])
    ]
    here = card_address(chosen, stage)
    pick_stage = dcc.Dropdown(
        [{"label": str(code_label(each, "stage")), "value": each} for each in stages],
        stage,
        id="scorecard-stage",
        placeholder=str(label("scorecard.all_stages")),
        className="pick",
    )
    pick_card = dcc.Dropdown(cards, here, id="scorecard-card", clearable=False, className="pick pick-wide")
    return pickers(
        "scorecard",
        {"stage": stage, "card": here},
        html.Label([both(column_label("score_summary", "stage")), pick_stage]),
        html.Label([both(label("scorecard.subject")), pick_card]),
        html.Div([both(label("action.export")), *_exports(chosen, forms, has_budget=has_budget)], className="exports"),
        permalink(here),
        permalink(compare_address(chosen), words="scorecard.compare"),
    )


def _exports(chosen: Row, forms: Sequence[str], *, has_budget: bool) -> list[html.A]:
    view = {"scheme": chosen["scheme_no"], "subject": chosen["subject_code"]}
    files = [
        (label("scorecard.report"), "PDF", "/download/score_report.pdf"),
        (label("scorecard.workbook"), "XLSX", "/download/scorecard.xlsx"),
    ]
    files += [(label(f"form.{name}"), "XLSX", f"/download/form/{name}.xlsx") for name in forms]
    if EXCHANGE in forms:
        files.append((label(f"form.{EXCHANGE}"), "CSV · ZIP", f"/download/form/{EXCHANGE}.zip"))
    links = [(words, kind, address(path, **view)) for words, kind, path in files]
    if has_budget:
        links.append(
            (label("form.budget_execution"), "XLSX", address("/download/budget.xlsx", project=view["subject"]))
        )
    return [file_button(href, kind, both(words)) for words, kind, href in links]


def _subjects(summaries: Sequence[Row], chosen: Row, stage: str | None) -> html.Section:
    """Every card of the stage, each a link."""
    heads: list[tuple[Label, str]] = [(label("scorecard.subject"), "text")]
    heads += [(column_label("score_summary", name), "text") for name in ("stage", "grade")]
    numbers = ("total_score", "total_weight", "met_count", "unmet_count", "not_assessed_count", "defect_count")
    heads += [(column_label("score_summary", name), "number") for name in numbers]
    rows = []
    for row in summaries:
        link = dcc.Link(card_name(row), href=card_address(row, stage), className="current" if row is chosen else "")
        said = str(code_label(row["stage"], "stage")) if row["stage"] else "—"
        rows.append([link, said, row["grade"] or "—", *(_figure(row[name]) for name in numbers)])
    return card("scorecard.subjects", plain_table(heads, rows), note=f"{len(rows):,}")


def _figure(value: Any) -> str:
    if value is None:
        return "—"
    return f"{value:,}" if isinstance(value, int) else plain_number(value)


def _key_figures(chosen: Row) -> html.Section:
    total = "—" if chosen["total_score"] is None else plain_number(chosen["total_score"])
    rate = "—" if chosen["score_rate"] is None else percent(chosen["score_rate"])
    grade = f"{chosen['grade'] or label('scorecard.no_grade').zh}（{chosen['grade_scale']}）"
    if chosen["assessed_weight"] != chosen["total_weight"]:
        grade += f"{label('scorecard.of_assessed').zh} {plain_number(chosen['assessed_weight'])}"
    lead = html.Div(
        [
            html.Div(both(label("scorecard.total")), className="name"),
            html.Div(f"{total} / {plain_number(chosen['total_weight'])}", id="total-score", className="value"),
            html.Div(grade, id="grade", className="words", lang="zh-CN"),
        ],
        className="figure figure-payable",
    )
    figures = (
        ("scorecard.rate", rate),
        ("scorecard.met", f"{chosen['met_count']:,} / {chosen['unmet_count']:,}"),
        ("scorecard.not_assessed", f"{chosen['not_assessed_count']:,}"),
        ("scorecard.defects", f"{chosen['defect_count']:,}"),
    )
    others = [
        html.Div([html.Div(both(label(key)), className="name"), html.Div(text, className="value")], className="figure")
        for key, text in figures
    ]
    return html.Section([lead, *others], className="key-figures")


def _figures(nodes: pa.Table, leaves: pa.Table) -> list[Any]:
    level1 = [row for row in nodes.sort_by("sort_key").to_pylist() if row["level"] == 1]
    every = leaves.to_pylist()
    lost = [row for row in every if row["score"] is not None and row["score"] < row["weight"]]
    parts = []
    if level1:
        graph = dcc.Graph(id="earned", figure=earned_by_level(level1), config=GRAPH)
        parts.append(card("scorecard.levels", graph))
    if lost:
        graph = dcc.Graph(id="lost", figure=points_lost(lost), config=GRAPH)
        parts.append(card("scorecard.lost", graph, note=f"{len(lost):,} {label('scorecard.indicators')}"))
    else:
        parts.append(card("scorecard.lost", both(label("scorecard.nothing_lost"), tag=html.P)))
    found = [html.Div(parts, className="row row-halves")]
    if any(row["weight"] for row in every):
        graph = dcc.Graph(id="weights", figure=weights(every), config=GRAPH)
        tiles = html.Div(html.Div(graph, className="tiles"), className="scroll", tabIndex=0)
        found.append(card("scorecard.weights", _key_of_rates(), tiles))
    return found


def _key_of_rates() -> html.P:
    """What the tiles' colours mean, in words."""
    names = ("none", "below", "from60", "from80", "full")
    return html.P(
        [html.Span([html.I(className=f"tile tile-{name}"), both(label(f"scorecard.rate.{name}"))]) for name in names],
        className="key",
    )


def _leaves(leaves: pa.Table) -> html.Section:
    shape = PUBLISHED["score_indicator"]
    return card(
        "scorecard.leaves",
        grid(
            leaves,
            shape,
            columns=_LEAF_COLUMNS,
            name="leaves",
            widths=_WIDTHS,
            pinned=_PINNED,
            links={"ind_code": indicator_address},
        ),
        note=f"{leaves.num_rows:,} {label('scorecard.indicators')}",
    )


def _grounds(chosen: Row, run: Manifest) -> html.Details:
    facts = (
        (column_label("score_summary", "rule_profile"), chosen["rule_profile"]),
        (column_label("score_summary", "grade_scale"), chosen["grade_scale"]),
        (column_label("score_summary", "scheme_version"), chosen["scheme_version"] or "—"),
        (label("stamp.code_version"), run.run.code_version),
    )
    parts = [html.P([both(words), html.Span(text, className="value")]) for words, text in facts]
    told = ("scorecard.grounds.total", "scorecard.grounds.grade", "scorecard.grounds.blank")
    return grounds("settlement.grounds", *told, *parts)
