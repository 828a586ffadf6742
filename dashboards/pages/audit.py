"""Audit (审计): who did what, from the ledger and the access log, and whether anybody changed either."""

from typing import Any

import dash
from dash import dcc, html

from dashboards.editions import NothingPublished, open_edition
from dashboards.grids import MOST_ROWS, grid
from dashboards.labels import code_label, label
from dashboards.pages.filters import pickers, register_pickers
from dashboards.pages.frame import (
    address,
    both,
    card,
    file_buttons,
    grounds,
    heading,
    notice,
    permalink,
    plain_table,
    stamp,
    state,
)
from dashboards.printing import short_hash
from dashboards.trail import AUDIT, TRAIL, Chain, Trail, UnknownFilter, as_table, read_trail
from dashboards.visits import Visit, VisitOf

PATH = AUDIT

_FILTERS = ("person", "deed", "from", "to")
_COLUMNS = ("at", "deed", "person", "account", "what", "because", "source", "times", "log", "line")
_WIDTHS = {
    "at": 200,
    "deed": 210,
    "person": 130,
    "what": 300,
    "because": 220,
    "account": 130,
    "source": 130,
    "log": 130,
}
_PINNED = {"at": "left"}


def render(visit: Visit) -> list[Any]:
    """Everything, newest first, or what ``person``, ``deed``, ``from`` and ``to`` leave of it."""
    trail = read_trail(visit.home, visit.reader)
    query = {name: visit.query.get(name) for name in _FILTERS}
    top = [heading("page.audit"), *_stamp(visit), *_damage(trail), _filters(trail, query)]
    try:
        rows = _chosen(trail, query)
    except UnknownFilter as reason:
        choices = [(_named(reason.name, each), address(PATH, **{reason.name: each})) for each in reason.choices]
        box = state("state.unknown_filter", kind="unknown", choices=[*choices, (str(label("audit.all")), PATH)])
        return [*top, box]
    note = f"{len(rows):,} {label('settlement.rows')}"
    if len(rows) > MOST_ROWS:
        note += f" · {label('settlement.lines_cut')}"
    if not rows:
        return [*top, _chains(trail), state("state.empty_audit", kind="empty")]
    shown = grid(as_table(rows), TRAIL, columns=_COLUMNS, name="trail", widths=_WIDTHS, pinned=_PINNED)
    return [*top, _chains(trail), card("audit.deeds", shown, note=note), _grounds()]


def register(app: dash.Dash, _visit: VisitOf) -> None:
    """Have what is chosen write the address, and the address draw the page."""
    register_pickers(app, "audit", PATH, _FILTERS)


def _named(name: str, choice: str) -> str:
    return str(code_label(choice, "deed")) if name == "deed" else choice


def _chosen(trail: Trail, query: dict[str, str | None]) -> list[dict[str, Any]]:
    return trail.chosen(person=query["person"], deed=query["deed"], since=query["from"], until=query["to"])


def _stamp(visit: Visit) -> list[Any]:
    """The edition's stamp, where there is one; who did what is told without any."""
    try:
        return [stamp(open_edition(visit.home, visit.reader), ())]
    except NothingPublished:
        return []


def _damage(trail: Trail) -> list[Any]:
    if all(not chain.wrong for chain in trail.chains):
        return []
    return [notice("error", "✕", label("audit.broken_notice"))]


def _filters(trail: Trail, query: dict[str, str | None]) -> html.Div:
    # What the address asks for is a choice even where it is none: a picker would drop it from the address.
    people = [{"label": each, "value": each} for each in _with(trail.people, query["person"])]
    deeds = [{"label": str(code_label(each, "deed")), "value": each} for each in _with(trail.deeds, query["deed"])]
    picks = [
        html.Label(
            [
                both(label(f"audit.{name}")),
                dcc.Dropdown(
                    choices, query[name], id=f"audit-{name}", placeholder=str(label("audit.all")), className="pick"
                ),
            ]
        )
        for name, choices in (("person", people), ("deed", deeds))
    ]
    days = [
        html.Label(
            [
                both(label(f"audit.{name}")),
                dcc.Input(
                    id=f"audit-{name}",
                    value=query[name] or "",
                    type="text",
                    debounce=True,
                    maxLength=10,
                    placeholder="2020-05-31",
                    className="day",
                ),
            ]
        )
        for name in ("from", "to")
    ]
    exports = file_buttons("audit", both(label("action.export")), **query)
    link = permalink(address(PATH, **query))
    return pickers("audit", query, *picks, *days, html.Div(exports, className="exports"), link)


def _with(choices: list[str], asked: str | None) -> list[str]:
    return sorted({*choices, *([asked] if asked else [])})


def _chains(trail: Trail) -> html.Section:
    heads = [
        (label("audit.log"), "text"),
        (label("audit.state"), "text"),
        (label("audit.lines"), "number"),
        (label("audit.last_hash"), "id"),
    ]
    rows = [
        [
            str(code_label(chain.name, "log")),
            _state_of(chain),
            f"{chain.count:,}",
            f"{short_hash(chain.last_hash)}…" if chain.last_hash else "",
        ]
        for chain in trail.chains
    ]
    return card("audit.chains", plain_table(heads, rows))


def _state_of(chain: Chain) -> Any:
    if not chain.wrong:
        words = label("audit.whole" if chain.count else "audit.none_yet")
        return html.Span(
            [html.Span("✓" if chain.count else "·", className="sign"), both(words)], className="outcome pass"
        )
    broken = html.Span([html.Span("✕", className="sign"), both(label("audit.broken"))], className="outcome block")
    return html.Div([broken, *(html.P(sentence, className="detail", lang="en") for sentence in chain.wrong[:3])])


def _grounds() -> html.Details:
    return grounds("audit.grounds", "audit.grounds.ledger", "audit.grounds.access", "audit.grounds.chain")
