"""Visits to pages of a made home, and the application over one, for a reader whom a test chooses."""

from dataclasses import fields
from typing import Any

import dash

from dashboards.access import SYSTEM, Principal
from dashboards.app import make_app
from dashboards.visits import Desk, Visit
from interface.paths import Home

_NOTHING = {
    "overrides": lambda home: (),
    "overridable": lambda: frozenset({"reserved"}),
    "waivers": lambda home: (),
    "what_to_do": lambda reason: "补正后重新报送该行 send the row again, mended",
    "taken_back": lambda home: (),
    "work": lambda home: (),
    "decisions": lambda home: (),
}


def idle_desk(**acts: Any) -> Desk:
    """A desk at which nothing is expected to be done but the acts given, and nothing waits for a second person."""

    def unexpected(*given: object) -> Any:
        raise AssertionError(f"nothing was to be done, and was asked with {given}")

    return Desk(**{each.name: (_NOTHING | acts).get(each.name, unexpected) for each in fields(Desk)})


def a_visit(home: Home, reader: Principal = SYSTEM, desk: Desk | None = None, **query: str) -> Visit:
    """A visit with the filters given."""
    return Visit(home, reader, query, desk or idle_desk())


def app_of(home: Home, reader: Principal = SYSTEM, desk: Desk | None = None) -> dash.Dash:
    """The application over a home, as one reader sees it."""
    return make_app(home, desk or idle_desk(), who=lambda: reader)
