"""What people do on pages: a form says what will be done and asks why; its answer stands above the page made anew."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl
from uuid import uuid4

import dash
from dash import ALL, Input, Output, State, dcc, html

from dashboards.access import Forbidden, may_do, refuse_act
from dashboards.labels import Label, label
from dashboards.pages.frame import both, particulars, refusal
from dashboards.visits import Visit, VisitOf
from interface.errors import CannotRun

_LOG = logging.getLogger(__name__)
_MOST_CHARACTERS = 500

Render = Callable[[Visit], list[Any]]
Do = Callable[[Visit, str, str], Label]
"""Does what a form asks for: the visit, what it is about, the reason; says what was done."""


def form(act: str, about: str, *, says: Label, asks_why: bool = True, named: str | None = None) -> html.Details:
    """A form that opens when it is asked for.

    Args:
        act: As in ``access``.
        about: What the form is about, handed on to what does it; it decides nothing about rights.
        says: What will be done, before it is done.
        asks_why: Whether a reason must be given.
        named: Label of the button; ``act.<act>`` where None.
    """
    name = label(named or f"act.{act}")
    parts: list[Any] = [both(says, tag=html.P)]
    reason = {"act": act, "about": about, "part": "reason"}
    # A form without a reason keeps the field, unseen, so that every form of a page answers alike.
    field = dcc.Textarea(id=reason, value="", maxLength=_MOST_CHARACTERS, className="reason", rows=2)
    asked = html.Label([both(label("act.reason")), field], className="why")
    parts.append(asked if asks_why else html.Div(asked, hidden=True))
    button = {"act": act, "about": about, "part": "do"}
    parts.append(html.Button(both(name), id=button, className="button button-act", type="button"))
    return html.Details([html.Summary(both(name)), html.Div(parts, className="form")], className="act")


def register_act(
    app: dash.Dash,
    visit: VisitOf,
    render: Render,
    *,
    act: str,
    do: Do,
    asks_why: bool = True,
    forget: tuple[str, ...] = (),
) -> None:
    """Have a page's forms of one act done: once per press, by whoever the session says, if their role may.

    Args:
        app: The application.
        visit: The visit of the current request.
        render: Draws the page anew, below the answer.
        act: As in ``access``; a role that may not do it is refused here.
        do: What is done.
        asks_why: Whether a reason must be given.
        forget: Filters of the address that mean nothing once it is done.
    """

    @app.callback(
        Output("page", "children", allow_duplicate=True),
        Input({"act": act, "about": ALL, "part": "do"}, "n_clicks"),
        State({"act": act, "about": ALL, "part": "reason"}, "value"),
        State({"act": act, "about": ALL, "part": "reason"}, "id"),
        State("url", "search"),
        running=[(Output({"act": act, "about": ALL, "part": "do"}, "disabled"), True, False)],
        prevent_initial_call=True,
    )
    def press(presses: list[Any], reasons: list[Any], ids: list[Any], search: Any) -> Any:
        pressed = dash.ctx.triggered_id
        if not isinstance(pressed, Mapping) or not any(presses):
            return dash.no_update
        about = str(pressed.get("about"))
        given = [str(why or "") for each, why in zip(ids, reasons, strict=False) if each.get("about") == about]
        here = visit(dict(parse_qsl(str(search or "").removeprefix("?"))))
        is_done, told = attempt(here, act=act, do=do, about=about, because="".join(given[:1]), asks_why=asks_why)
        if not may_do(here.reader, act):
            return [told]  # whoever forged this may not see the page either
        if is_done:
            here = replace(here, query={name: value for name, value in here.query.items() if name not in forget})
        return [told, *_drawn(here, render)]


def attempt(visit: Visit, *, act: str, do: Do, about: str, because: str, asks_why: bool) -> tuple[bool, html.Section]:
    """Do it if the role may, and say what came of it: done, or in one sentence why not."""
    try:
        refuse_act(visit.reader, act)
        if asks_why and not because.strip():
            return False, _told(label("act.no_reason"), is_done=False)
        return True, _told(do(visit, about, because), is_done=True)
    except Forbidden as reason:
        return False, _told(label("act.forbidden"), is_done=False, detail=reason)
    except CannotRun as reason:
        return False, _told(label("act.refused"), is_done=False, detail=reason)
    except Exception:
        number = uuid4().hex[:12]
        _LOG.exception("Error %s in act %s", number, act)
        return False, _told(label("state.error.number"), is_done=False, detail=number)


def _drawn(visit: Visit, render: Render) -> list[Any]:
    """The page; what was done stays told where the page cannot be drawn."""
    try:
        return render(visit)
    except CannotRun as reason:
        return [refusal(reason)]


def _told(words: Label, *, is_done: bool, detail: str | CannotRun | None = None) -> html.Section:
    sign = html.Span("✓" if is_done else "✕", className="sign")
    return html.Section(
        [html.P([sign, both(words)]), *particulars(detail)],
        className=f"answer {'answer-done' if is_done else 'answer-refused'}",
        role="status" if is_done else "alert",
    )
