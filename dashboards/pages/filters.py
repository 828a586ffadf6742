"""Pickers above a page: what is chosen is written into the address, and the address draws the page."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import dash
from dash import Input, Output, State, dcc, html

from dashboards.labels import label
from dashboards.pages.frame import address, both


def picker(page: str, name: str, title: str, options: Mapping[str, str], chosen: str | None) -> html.Label:
    """A picker of one filter; an unknown value of the address stays chosen, so that it can be seen and cleared.

    Args:
        page: Begins the ids of the page's pickers.
        name: The filter's name in the address.
        title: Label of its title.
        options: Text of each value.
        chosen: What the address names; None for all.
    """
    known = dict(options) if chosen is None or chosen in options else {**options, chosen: chosen}
    choices = [{"label": text, "value": value} for value, text in known.items()]
    dropdown = dcc.Dropdown(
        choices, chosen, id=f"{page}-{name}", placeholder=str(label("filter.all")), className="pick"
    )
    return html.Label([both(label(title)), dropdown])


def pickers(page: str, shown: Mapping[str, str | None], *parts: Any) -> html.Div:
    """The pickers and exports of a page, with what the page shows, which tells a choice from a drawing."""
    return html.Div([dcc.Store(id=f"{page}-shown", data=dict(shown)), *parts], className="filters")


def register_pickers(app: dash.Dash, page: str, path: str, names: Sequence[str]) -> None:
    """Let a choice in any of the page's pickers write the address of the page.

    Args:
        app: The application.
        page: Begins the ids of the pickers.
        path: The page's path.
        names: The filters, as the address names them.
    """
    app.callback(
        Output("url", "href", allow_duplicate=True),
        *(Input(f"{page}-{name}", "value") for name in names),
        State(f"{page}-shown", "data"),
        prevent_initial_call=True,
    )(_chooser(path, names))


def _chooser(path: str, names: Sequence[str]) -> Callable[..., Any]:
    def choose(*given: Any) -> Any:
        *values, shown = given
        chosen = {name: value or None for name, value in zip(names, values, strict=True)}
        return dash.no_update if chosen == shown else address(path, **chosen)

    return choose
