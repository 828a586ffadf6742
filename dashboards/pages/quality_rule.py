"""One rule of the gate: what it guards, whether two people may override it, and what it found in every judgement."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import dcc, html

from dashboards.labels import label
from dashboards.pages.frame import address, both, card, plain_table, state
from dashboards.pages.judgements import Judged, check, decided, outcome, run_text, sign
from dashboards.pages.quality_grid import PATH
from dashboards.printing import shanghai_time


def rule_card(
    name: str, every: Sequence[Judged], *, overridable: frozenset[str], known: Sequence[str], query: Mapping[str, Any]
) -> html.Section:
    """The rule and every judgement of the periods shown, newest first; where nobody asked it, those that were asked."""
    asked = [each for each in every if name in each.rows]
    if not asked:
        choices = [(each, address(PATH, **query, rule=each)) for each in known]
        return state("state.unknown_rule", kind="unknown", choices=choices)
    newest = asked[-1].rows[name]
    heads = [
        (label("filter.period"), "id"),
        (label("stamp.run"), "id"),
        (label("quality.judged_at"), "id"),
        (label("stamp.status"), "text"),
        (label("quarantine.count"), "number"),
        (label("quality.sample"), "text raw"),
        (label("quality.decided"), "text"),
    ]
    return card(
        "quality.rule",
        check(newest),
        html.P([both(label("quality.guards")), html.Span(newest["guards"] or "–", className="value")]),
        both(label(_whether(newest, overridable)), tag=html.P),
        plain_table(heads, [_judgement(each, each.rows[name]) for each in reversed(asked)]),
        dcc.Link(both(label("quality.close")), href=address(PATH, **query), className="more"),
        note=name,
    )


def _whether(row: Mapping[str, Any], overridable: frozenset[str]) -> str:
    if row["severity"] == "WARN":
        return "quality.override.warns"
    return "quality.override.may" if row["expectation"] in overridable else "quality.override.may_not"


def _judgement(judged: Judged, row: Mapping[str, Any]) -> list[Any]:
    return [
        dcc.Link(run_text(judged.manifest), href=address(PATH, period=judged.period)),
        html.Span([judged.manifest.run.run_id, *([_refused()] if judged.is_refused else [])]),
        shanghai_time(judged.manifest.run.finished_at),
        sign(outcome(row)),
        f"{row['unexpected_count']:,}",
        row["sample"] or "",
        decided(row),
    ]


def _refused() -> html.Span:
    return html.Span(f"✕ {label('quality.refused')}", className="refused")
