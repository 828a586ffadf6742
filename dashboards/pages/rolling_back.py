"""Taking editions back: what it would mean is shown first; an engineer says why, and the ledger's line is told."""

import dash
from dash import dcc, html

from dashboards.access import may_do
from dashboards.editions import Edition
from dashboards.labels import Label, code_label, label
from dashboards.manifests import Manifest
from dashboards.pages.acts import Render, form, register_act
from dashboards.pages.edition_differences import PATH
from dashboards.pages.frame import address, both, card, plain_table, refusal
from dashboards.periods import period_text
from dashboards.printing import shanghai_time
from dashboards.visits import Visit, VisitOf
from interface.errors import CannotRun

_ACT = "roll_back"


def rollback_link(visit: Visit, edition: Edition, manifest: Manifest) -> list[dcc.Link]:
    """The way to the plan, for whoever may take editions back; none for the current edition."""
    if manifest == edition.current or not may_do(visit.reader, _ACT):
        return []
    return [dcc.Link(both(label("editions.back_to")), href=address(PATH, back=manifest.run.run_id))]


def rollback_card(visit: Visit, edition: Edition) -> list[html.Section]:
    """The plan for the run that ``back`` names: which runs book nothing any more, or why it cannot be done."""
    wanted = visit.query.get("back")
    if not wanted or not may_do(visit.reader, _ACT):
        return []
    close = dcc.Link(both(label("quarantine.back")), href=PATH, className="more")
    try:
        undone = visit.desk.plan_rollback(visit.home, wanted)
    except CannotRun as reason:
        cannot = html.Div([both(label("editions.back.cannot"), tag=html.P), refusal(reason)])
        return [card("editions.back", cannot, close, note=wanted)]
    runs = [each for each in edition.chain if each.run.run_id in undone]
    heads = [
        (label("stamp.run"), "id"),
        (label("filter.period"), "id"),
        (label("stamp.status"), "text"),
        (label("stamp.published_at"), "id"),
    ]
    rows = [
        [
            each.run.run_id,
            period_text(each.run.period),
            str(code_label(each.run.run_type)),
            shanghai_time(each.run.finished_at),
        ]
        for each in reversed(runs)
    ]
    current = edition.current.run.run_id
    compared = address(PATH, **{"from": current, "to": wanted})
    parts = [
        *(both(label(f"editions.back.means.{each}"), tag=html.P) for each in ("runs", "money", "again")),
        html.P(dcc.Link(both(label("editions.back.difference")), href=compared)),
        plain_table(heads, rows),
        form(_ACT, f"{wanted}|{current}", says=label("editions.back.says")),
        close,
    ]
    return [card("editions.back", *parts, note=wanted)]


def register_rollback(app: dash.Dash, visit: VisitOf, render: Render) -> None:
    """Add what takes editions back."""
    register_act(app, visit, render, act=_ACT, do=_roll_back, forget=("back", "run", "from", "to"))


def _roll_back(visit: Visit, about: str, because: str) -> Label:
    """The form names the edition that was looked at, too: where another is current by now nothing is done."""
    run_id, _, seen = about.partition("|")
    if not seen:
        raise CannotRun("The form does not say which edition was looked at: open the page again.")
    undone = visit.desk.roll_back(visit.home, run_id, seen, because, visit.reader.person)
    words = label("editions.back.done")
    line = next((each for each in visit.desk.taken_back(visit.home) if each.run_id in undone), None)
    told = f" {line.at:%Y-%m-%dT%H:%M:%SZ} · {line.by}：{line.because}" if line else ""
    return Label(f"{words.zh} {run_id}（{len(undone)}）{told}", f"{words.en} {', '.join(undone)}")
