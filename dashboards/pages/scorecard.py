"""Scorecard (评分卡): a subject's total and grade, where points were lost, and what is wrong; it only arranges."""

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa
from dash import dcc, html

from dashboards.editions import Edition, open_edition, select
from dashboards.figures_scores import earned_by_level, points_lost
from dashboards.grids import grid
from dashboards.labels import Label, code_label, label
from dashboards.pages.frame import address, both, card, column_label, heading, plain_table, stamp, state
from dashboards.pages.settlement import GRAPH
from dashboards.printing import percent, plain_number
from dashboards.visits import Visit
from interface.tables import PUBLISHED

Row = Mapping[str, Any]

PATH = "/scorecard"
_LEAF_COLUMNS = (
    *("ind_code", "level1", "level2", "level3", "level4", "weight", "score", "score_rate", "status", "rule"),
    *("basis", "target_value", "actual_value", "unit", "as_of_date", "deviation_reason", "improvement", "evidence_no"),
)
_WIDTHS = {"basis": 420, "level1": 120, "level2": 130, "level3": 200, "level4": 200, "deviation_reason": 220}
_PINNED = {"ind_code": "left", "score": "right"}


def render(visit: Visit) -> list[Any]:
    """The page for ``scheme`` and ``subject``, or the first of those that were scored.

    Raises:
        NothingPublished: there is no edition.
        CannotRun: a file of it is damaged.
    """
    edition = open_edition(visit.home, visit.reader)
    summaries = edition.table("score_summary").to_pylist()
    if not summaries:
        return [heading("page.scorecard"), state("state.not_evaluated", kind="empty")]
    wanted = visit.query.get("scheme"), visit.query.get("subject")
    chosen = next((row for row in summaries if _fits(row, *wanted)), None)
    if chosen is None:
        choices = [(_name(row), _address(row)) for row in summaries]
        box = state("state.unknown_scorecard", kind="unknown", choices=choices)
        return [heading("page.scorecard"), stamp(edition, ()), box]
    runs = [manifest for manifest in edition.evaluations if manifest.run.run_id == chosen["run_id"]]
    own = {"scheme_no": chosen["scheme_no"], "subject_code": chosen["subject_code"]}
    leaves = select(edition.table("score_indicator"), **own).sort_by("sort_key")
    return [
        heading("page.scorecard"),
        stamp(edition, runs),
        _subjects(summaries, chosen),
        _key_figures(chosen),
        _figures(select(edition.table("score_node"), **own), leaves),
        _leaves(leaves),
        _findings(edition, chosen),
        _exports(),
        _grounds(),
    ]


def _fits(row: Row, scheme: str | None, subject: str | None) -> bool:
    return scheme in (None, row["scheme_no"]) and subject in (None, row["subject_code"])


def _name(row: Row) -> str:
    return f"{row['scheme_no']} · {row['subject_code']}"


def _address(row: Row) -> str:
    return address(PATH, scheme=row["scheme_no"], subject=row["subject_code"])


def _subjects(summaries: Sequence[Row], chosen: Row) -> html.Section:
    """Every subject that was scored, each a link to its own card."""
    heads: list[tuple[Label, str]] = [(label("scorecard.subject"), "text")]
    heads += [(column_label("score_summary", name), "text") for name in ("stage", "grade")]
    numbers = ("total_score", "total_weight", "met_count", "unmet_count", "not_assessed_count", "defect_count")
    heads += [(column_label("score_summary", name), "number") for name in numbers]
    rows = []
    for row in summaries:
        link = dcc.Link(_name(row), href=_address(row), className="current" if row is chosen else "")
        stage = str(code_label(row["stage"], "stage")) if row["stage"] else "—"
        rows.append([link, stage, row["grade"] or "—", *(_figure(row[name]) for name in numbers)])
    return card("scorecard.subjects", plain_table(heads, rows))


def _figure(value: Any) -> str:
    if value is None:
        return "—"
    return f"{value:,}" if isinstance(value, int) else plain_number(value)


def _key_figures(chosen: Row) -> html.Section:
    total = "—" if chosen["total_score"] is None else plain_number(chosen["total_score"])
    rate = "—" if chosen["score_rate"] is None else percent(chosen["score_rate"])
    grade = chosen["grade"] or label("scorecard.no_grade").zh
    lead = html.Div(
        [
            html.Div(both(label("scorecard.total")), className="name"),
            html.Div(f"{total} / {plain_number(chosen['total_weight'])}", id="total-score", className="value"),
            html.Div(f"{grade}（{chosen['grade_scale']}）", id="grade", className="words", lang="zh-CN"),
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


def _figures(nodes: pa.Table, leaves: pa.Table) -> html.Div:
    level1 = [row for row in nodes.sort_by("sort_key").to_pylist() if row["level"] == 1]
    lost = [row for row in leaves.to_pylist() if row["score"] is not None and row["score"] < row["weight"]]
    parts = []
    if level1:
        graph = dcc.Graph(id="earned", figure=earned_by_level(level1), config=GRAPH)
        parts.append(card("scorecard.levels", graph))
    if lost:
        graph = dcc.Graph(id="lost", figure=points_lost(lost), config=GRAPH)
        parts.append(card("scorecard.lost", graph, note=f"{len(lost):,} {label('scorecard.indicators')}"))
    else:
        parts.append(card("scorecard.lost", both(label("scorecard.nothing_lost"), tag=html.P)))
    return html.Div(parts, className="row row-halves")


def _leaves(leaves: pa.Table) -> html.Section:
    shape = PUBLISHED["score_indicator"]
    return card(
        "scorecard.leaves",
        grid(leaves, shape, columns=_LEAF_COLUMNS, name="leaves", widths=_WIDTHS, pinned=_PINNED),
        note=f"{leaves.num_rows:,} {label('scorecard.indicators')}",
    )


def _findings(edition: Edition, chosen: Row) -> html.Section:
    """Defects first, then notes; those of documents' own figures belong to every subject of the framework."""
    rows = [
        row
        for row in select(edition.table("score_finding"), scheme_no=chosen["scheme_no"]).to_pylist()
        if row["subject_code"] in (None, chosen["subject_code"])
    ]
    if not rows:
        return card("scorecard.findings", both(label("scorecard.no_finding"), tag=html.P))
    rows.sort(key=lambda row: (row["severity"], row["kind"], row["node"] or "", row["finding_no"]))
    names = ("severity", "kind", "node", "stated", "computed")
    heads = [(column_label("score_finding", name), "text") for name in names]
    heads.append((label("scorecard.message"), "text"))
    cells = [
        [
            *(str(code_label(row[name])) for name in ("severity", "kind")),
            *(row[name] or "—" for name in ("node", "stated", "computed")),
            html.Div([html.Span(row["message"], className="zh"), html.Span(row["message_en"], className="en")]),
        ]
        for row in rows
    ]
    return card("scorecard.findings", plain_table(heads, cells), note=f"{len(rows):,}")


def _exports() -> html.Div:
    files = (
        ("score_summary", "XLSX"),
        ("score_indicator", "XLSX"),
        ("score_indicator", "CSV"),
        ("score_finding", "XLSX"),
    )
    buttons = [
        html.A(
            [PUBLISHED[name].label, html.Span(kind, className="kind")],
            href=f"/download/{name}.{kind.lower()}",
            className="button",
        )
        for name, kind in files
    ]
    return html.Div([html.Div([both(label("action.export")), *buttons], className="exports")], className="filters")


def _grounds() -> html.Details:
    parts = [both(label(f"scorecard.grounds.{key}"), tag=html.P) for key in ("total", "grade", "blank")]
    return html.Details([html.Summary(both(label("settlement.grounds"))), *parts], className="grounds")
