"""Overrides of the gate: asked on the page of a refused run, agreed to by a second person, listed with their state."""

from typing import Any

import dash
from dash import html

from dashboards.access import may_do
from dashboards.decisions import Override
from dashboards.labels import Label, label
from dashboards.pages.acts import Render, form, register_act
from dashboards.pages.frame import both, card, plain_table
from dashboards.pages.judgements import Judged, Row, outcome
from dashboards.printing import shanghai_time
from dashboards.visits import Visit, VisitOf
from interface.people import is_same_person

_MOST = 30


def ask_form(visit: Visit, judged: Judged, row: Row) -> list[Any]:
    """The form to ask that a rule hold back a refused run no more, or why nobody can; none where it does not block."""
    if not judged.is_refused or outcome(row) != "block":
        return []
    if row["expectation"] not in visit.desk.overridable():
        return [both(label("quality.override.may_not"), tag=html.P)]
    folder = judged.manifest.folder.name
    for each in visit.desk.overrides(visit.home):
        found = (each.run_id, each.expectation, each.unexpected_count, each.sample)
        if found == (judged.manifest.run.run_id, row["expectation"], row["unexpected_count"], row["sample"] or ""):
            return [html.P([html.Span(each.override_id, className="code"), both(_state(each))])]
    if not may_do(visit.reader, "ask_override"):
        return [both(label("quality.override.who"), tag=html.P)]
    return [form("ask_override", f"{folder}|{row['expectation']}", says=label("quality.override.asks"))]


def overrides_card(visit: Visit) -> list[html.Section]:
    """The newest overrides, those that wait with a form to agree; nothing where there is none."""
    overrides = sorted(
        visit.desk.overrides(visit.home), key=lambda each: (bool(each.agreed_by), each.override_id), reverse=True
    )
    waiting = [each for each in overrides if not each.agreed_by]
    shown = [*waiting, *(each for each in overrides if each.agreed_by)][:_MOST]
    if not shown:
        return []
    heads = [
        (label("quality.override.number"), "id"),
        (label("stamp.run"), "id"),
        (label("quality.expectation"), "text"),
        (label("quality.override.found"), "text raw"),
        (label("act.asked"), "text"),
        (label("stamp.status"), "text"),
    ]
    rows = [[each.override_id, each.run_id, each.expectation, *_cells(visit, each)] for each in shown]
    return [card("quality.overrides", plain_table(heads, rows), note=f"{len(waiting):,} {label('act.waiting')}")]


def _cells(visit: Visit, override: Override) -> list[Any]:
    asked_at = shanghai_time(override.asked_at) if override.asked_at else ""
    return [
        f"{override.unexpected_count:,}：{override.sample}",
        f"{override.asked_by} {asked_at}：{override.because}",
        [both(_state(override), tag=html.P), *_agreeing(visit, override)],
    ]


def _state(override: Override) -> Label:
    if not override.agreed_by:
        return label("quality.override.waits")
    words = label("quality.override.agreed")
    return Label(f"{override.agreed_by} {words.zh}", f"{words.en} {override.agreed_by}")


def _agreeing(visit: Visit, override: Override) -> list[Any]:
    if override.agreed_by or not may_do(visit.reader, "agree_override"):
        return []
    if is_same_person(override.asked_by, visit.reader.person):
        return [both(label("act.another_person"), tag=html.P)]
    return [form("agree_override", override.override_id, says=label("quality.override.agrees"), asks_why=False)]


def register_overrides(app: dash.Dash, visit: VisitOf, render: Render) -> None:
    """Add what asks for an override and what agrees to one."""
    register_act(app, visit, render, act="ask_override", do=_ask)
    register_act(app, visit, render, act="agree_override", do=_agree, asks_why=False)


def _ask(visit: Visit, about: str, because: str) -> Label:
    folder, _, rule = about.partition("|")
    asked = visit.desk.ask_override(visit.home, folder, rule, because, visit.reader.person)
    words = label("quality.override.was_asked")
    return Label(f"{asked.override_id} {words.zh}", f"{asked.override_id} {words.en}")


def _agree(visit: Visit, about: str, _because: str) -> Label:
    agreed = visit.desk.agree_override(visit.home, about, visit.reader.person)
    words = label("quality.override.was_agreed")
    return Label(f"{agreed.override_id} {words.zh}", f"{agreed.override_id} {words.en}")
