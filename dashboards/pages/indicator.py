"""Indicator (指标): what it asks, how its score came about, on what evidence, and how it changed; it only arranges."""

from collections.abc import Mapping, Sequence
from typing import Any

import dash
import pyarrow as pa
from dash import dcc, html

from dashboards.documents.forms_cards import actual_of, levels_of, target_of
from dashboards.editions import Edition, open_edition, select
from dashboards.labels import Label, code_label, label
from dashboards.manifests import Manifest
from dashboards.pages.addresses import INDICATOR, PARAMETER, card_address, card_name, indicator_address
from dashboards.pages.alerts import alerts
from dashboards.pages.findings import findings
from dashboards.pages.frame import both, card, column_label, grounds, heading, notice, plain_table, stamp, state
from dashboards.pages.giving import giving
from dashboards.pages.giving import register as register_giving
from dashboards.printing import percent, plain_number, shanghai_time
from dashboards.visits import Visit, VisitOf
from interface.tables import PUBLISHED

Row = Mapping[str, Any]

PATH = INDICATOR
_MOST_RUNS = 12
"""Evaluations that the history goes back; the exports of a run hold what is older."""


def render(visit: Visit, *, said: Sequence[Any] = ()) -> list[Any]:
    """The page for ``code`` of ``scheme`` and ``subject``; ``said`` is what an act of the visitor came to.

    Raises:
        NothingPublished: there is no edition.
        CannotRun: a file of it is damaged.
    """
    edition = open_edition(visit.home, visit.reader)
    leaf = leaf_asked(edition, visit.query)
    if leaf is None:
        return [heading("page.indicator"), stamp(edition, ()), _choices(edition, visit.query)]
    (run,) = [manifest for manifest in edition.evaluations if manifest.run.run_id == leaf["run_id"]]
    return [
        heading("page.indicator"),
        stamp(edition, (run,)),
        _place(leaf),
        *said,
        *alerts(visit.home, edition, shown=run),
        *_notices(leaf),
        _key_figures(leaf),
        html.Div([_definition(leaf), _formula(edition, leaf)], className="row row-even"),
        _evidence(leaf),
        giving(visit, edition, leaf),
        _history(edition, leaf),
        findings(edition, leaf["scheme_no"], leaf["subject_code"], nodes={leaf["ind_code"], *_names(leaf)[-1:]}),
        _neighbours(edition, leaf),
        _grounds(),
    ]


def register(app: dash.Dash, visit: VisitOf) -> None:
    """Add what happens when a score is given here, confirmed or declined."""
    register_giving(app, visit, render)


def leaf_asked(edition: Edition, query: Mapping[str, str]) -> Row | None:
    """The published row of the indicator that an address names; None where there is no such indicator.

    Where the address names no framework or subject, the first that has the indicator counts.
    """
    rows = select(edition.table("score_indicator"), ind_code=query.get(PARAMETER, ""))
    for name, column in (("scheme", "scheme_no"), ("subject", "subject_code")):
        if query.get(name):
            rows = select(rows, **{column: query[name]})
    found = rows.slice(0, 1).to_pylist()
    return found[0] if found else None


def _choices(edition: Edition, query: Mapping[str, str]) -> html.Section:
    """The indicators of the card that the address names, or the cards where it names none."""
    leaves = edition.table("score_indicator")
    own = {"scheme_no": query.get("scheme", ""), "subject_code": query.get("subject", "")}
    of_card = select(leaves, **own).sort_by("sort_key").to_pylist()
    if of_card:
        choices = [(f"{row['ind_code']} {_names(row)[-1]}", indicator_address(row)) for row in of_card]
    else:
        cards = edition.table("score_summary").to_pylist()
        choices = [(card_name(row), card_address(row)) for row in cards]
    if not choices:
        return state("state.not_evaluated", kind="empty")
    return state("state.unknown_indicator", kind="unknown", choices=choices)


def _names(leaf: Row) -> list[str]:
    return [name for name in levels_of(leaf) if name]


def _place(leaf: Row) -> html.Div:
    """Whose indicator it is and where it stands in the tree, down to its own name."""
    *above, own = _names(leaf)
    named = own.startswith(f"{leaf['ind_code']} ")  # as in printed score tables
    code = [] if named else [html.Span(leaf["ind_code"], className="code-name")]
    link = dcc.Link(card_name(leaf), href=card_address(leaf))
    steps: list[Any] = [link, *(html.Span(name) for name in above)]
    return html.Div(
        [
            html.P([part for step in steps for part in (step, html.Span(" › ", className="quiet"))], className="path"),
            html.H2([*code, own], id="indicator-name"),
        ],
        className="place",
    )


def _notices(leaf: Row) -> list[html.P]:
    found = []
    falls_short = leaf["score"] is not None and leaf["weight"] is not None and leaf["score"] < leaf["weight"]
    if falls_short and not leaf["deviation_reason"] and leaf["origin"] == "INDICATOR":
        found.append(notice("partial", "!", label("indicator.no_reason")))
    return found


def _key_figures(leaf: Row) -> html.Section:
    score = "—" if leaf["score"] is None else plain_number(leaf["score"])
    weight = "—" if leaf["weight"] is None else plain_number(leaf["weight"])
    rule = code_label(leaf["rule"], "rule")
    figures = (
        (label("scorecard.rate"), "—" if leaf["score_rate"] is None else percent(leaf["score_rate"])),
        (label("indicator.rule"), rule.zh),
        (
            label("indicator.weight"),
            "—" if leaf["framework_weight"] is None else plain_number(leaf["framework_weight"]),
        ),
        (_column("as_of_date"), _day(leaf["as_of_date"]) or "—"),
    )
    lead = html.Div(
        [
            html.Div(both(label("indicator.score")), className="name"),
            html.Div(f"{score} / {weight}", id="indicator-score", className="value"),
            html.Div(str(code_label(leaf["status"])), className="words"),
        ],
        className="figure figure-payable",
    )
    others = [
        html.Div([html.Div(both(words), className="name"), html.Div(text, className="value")], className="figure")
        for words, text in figures
    ]
    return html.Section([lead, *others], className="key-figures")


def _facts(rows: Sequence[tuple[Label, Any]]) -> html.Dl:
    """Facts one below the other; what is not given says so and is not left out."""
    missing = both(label("indicator.not_given"))
    return html.Dl(
        [html.Div([html.Dt(both(words)), html.Dd(missing if value is None else value)]) for words, value in rows],
        className="facts",
    )


def _column(name: str) -> Label:
    return column_label("score_indicator", name)


def _definition(leaf: Row) -> html.Section:
    rows = [
        (_column("explain"), leaf["explain"]),
        (label("indicator.target"), target_of(leaf)),
        (_column("target_source"), leaf["target_source"]),
        (_column("data_source"), leaf["data_source"]),
        (_column("origin"), str(code_label(leaf["origin"]))),
    ]
    return card("indicator.definition", _facts(rows))


def _formula(edition: Edition, leaf: Row) -> html.Section:
    """The rule, the formula with its numbers in, and what was counted where the value is measured."""
    own = {name: leaf[name] for name in ("scheme_no", "subject_code", "ind_code")}
    rows: list[tuple[Label, Any]] = [
        (_column("rule"), f"{code_label(leaf['rule'], 'rule')} · {leaf['rule']}"),
        (_column("basis"), html.Span(leaf["basis"], id="basis", className="formula")),
        (_column("actual_value"), actual_of(leaf)),
    ]
    for measure in select(edition.table("indicator_measure"), **own).to_pylist():
        value = "—" if measure["value"] is None else f"{plain_number(measure['value'])} {measure['unit']}"
        rows.append((column_label("indicator_measure", "value"), value))
        rows.append((column_label("indicator_measure", "trace"), measure["trace"]))
    if leaf["file_sha256"]:
        place = html.Span(f"{leaf['file_sha256']}:{leaf['row_number']}", className="formula")
        rows.append((label("indicator.row"), place))
    return card("indicator.formula", _facts(rows))


def _evidence(leaf: Row) -> html.Section:
    """The document that the result names, why points were lost, and the two people behind it."""
    kind = code_label(leaf["evidence_class"], "evidence_class") if leaf["evidence_class"] else None
    told = [leaf["evidence_title"], str(kind) if kind else None, _day(leaf["evidence_date"])]
    title = " · ".join(text for text in told if text)
    number = leaf["evidence_no"]
    rows = [
        (_column("evidence_no"), number and f"{number}　{title or label('indicator.evidence_unknown')}"),
        (_column("as_of_date"), _day(leaf["as_of_date"])),
        (_column("deviation_reason"), leaf["deviation_reason"]),
        (_column("improvement"), leaf["improvement"]),
        (_column("judge"), leaf["judge"]),
        (_column("reviewer"), leaf["reviewer"]),
    ]
    return card("indicator.evidence", _facts(rows))


def _day(day: Any) -> str | None:
    return None if day is None else day.isoformat()


def _history(edition: Edition, leaf: Row) -> html.Section:
    """What each evaluation made of the indicator, newest first; a line that tells the same as the one below stays."""
    rows = []
    for manifest in reversed(edition.evaluations[-_MOST_RUNS:]):
        of_run = _leaf_of(edition, manifest, leaf)
        if of_run is None:
            continue
        rows.append(
            [
                manifest.run.run_id,
                shanghai_time(manifest.run.finished_at),
                "—" if of_run["score"] is None else plain_number(of_run["score"]),
                "—" if of_run["score_rate"] is None else percent(of_run["score_rate"]),
                _day(of_run["as_of_date"]) or "—",
                html.Span(of_run["basis"], className="formula"),
            ]
        )
    heads = [
        (label("stamp.run"), "id"),
        (label("stamp.published_at"), "id"),
        *((_column(name), "number") for name in ("score", "score_rate")),
        (_column("as_of_date"), "id"),
        (_column("basis"), "text"),
    ]
    return card("indicator.history", plain_table(heads, rows), note=f"{len(rows):,} {label('indicator.runs')}")


def _leaf_of(edition: Edition, manifest: Manifest, leaf: Row) -> Row | None:
    """The indicator as one run scored it; None where the run did not."""
    alone = Edition(edition.home, edition.reader, (manifest,), ())
    own = {name: leaf[name] for name in ("scheme_no", "subject_code", "ind_code")}
    found: pa.Table = select(alone.table("score_indicator"), **own)
    return found.to_pylist()[0] if found.num_rows else None


def _neighbours(edition: Edition, leaf: Row) -> html.Nav:
    """The indicators before and after it on the card."""
    own = {"scheme_no": leaf["scheme_no"], "subject_code": leaf["subject_code"]}
    rows = select(edition.table("score_indicator"), **own).sort_by("sort_key").to_pylist()
    place = [row["ind_code"] for row in rows].index(leaf["ind_code"])
    around = (("indicator.before", place - 1), ("indicator.after", place + 1))
    links = [
        dcc.Link([both(label(key)), f" {rows[at]['ind_code']}"], href=indicator_address(rows[at]), className="button")
        for key, at in around
        if 0 <= at < len(rows)
    ]
    return html.Nav(links, className="neighbours")


def _grounds() -> html.Details:
    shape = PUBLISHED["score_indicator"]
    grain = html.P(f"{shape.label} {shape.name} · {shape.grain}", className="formula")
    told = ("indicator.grounds.rule", "indicator.grounds.newest", "indicator.grounds.people")
    return grounds("settlement.grounds", *told, grain)
