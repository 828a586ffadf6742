"""Parts of a page that nothing listens to, sent as one component for all: a browser needs seconds for thousands."""

from collections.abc import Sequence
from copy import copy
from itertools import groupby
from typing import Any

from dash.development.base_component import Component

_ELEMENTS = "dash_html_components"
_LINKS = ("dash_core_components", "Link")
_ATTRIBUTES = frozenset(
    ("className", "colSpan", "hidden", "href", "htmlFor", "lang", "open", "role", "rowSpan", "scope", "style")
) | {"tabIndex", "target", "title", "type"}


def still(parts: Sequence[Any]) -> list[Any]:
    """The same page with every run of parts that hold text, elements and links alone as one component.

    Dash's renderer asks every component of a page again whenever one of them was drawn: a table of 200 rows, each
    cell a component, took a browser half a minute. What has an id is left to Dash, as a callback may be about it.
    """
    drawn: list[Any] = []
    for is_still, run in groupby(((part, _tree(part)) for part in parts), key=lambda pair: pair[1] is not None):
        pairs = list(run)
        if not is_still:
            drawn += [_opened(part) for part, _ in pairs]
        elif all(isinstance(part, str) for part, _ in pairs):
            drawn += [part for part, _ in pairs]
        else:
            trees = [tree for _, tree in pairs]
            drawn.append({"namespace": "hengliang", "type": "Still", "props": {"trees": trees}})
    return drawn


def _opened(part: Any) -> Any:
    """A component that is Dash's to draw, with what is still among its children as one."""
    inner = getattr(part, "children", None)
    if not isinstance(part, Component) or not isinstance(inner, list | tuple | Component):
        return part
    opened = copy(part)
    opened.children = still(inner if isinstance(inner, list | tuple) else [inner])
    return opened


def _tree(part: Any) -> Any:
    """A text, or ``[element, attributes, children]``, as ``assets/still.js`` draws it; None for what is not still."""
    if isinstance(part, str | int) and not isinstance(part, bool):
        return str(part)
    if not isinstance(part, Component):
        return None
    own = part.to_plotly_json()
    kind = (own["namespace"], own["type"])
    if kind != _LINKS and kind[0] != _ELEMENTS:
        return None
    attributes = dict(own["props"])
    children = attributes.pop("children", None)
    if not all(name in _ATTRIBUTES or name.startswith(("aria-", "data-")) for name in attributes):
        return None
    inner = children if isinstance(children, list | tuple) else [children]
    trees = [_tree(each) for each in inner if each is not None]
    if None in trees:
        return None
    return ["Link" if kind == _LINKS else own["type"].lower(), attributes, trees]
