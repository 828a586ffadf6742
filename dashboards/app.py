"""The dashboards' application: addresses to pages, states for what is not there, headers that allow no other host."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote
from uuid import uuid4

import dash
import flask
from dash import Input, Output, dcc, html
from werkzeug.exceptions import HTTPException

from dashboards.access import Forbidden, Principal, may_open, refuse_page
from dashboards.chart_script import serve_chart_script
from dashboards.downloads import downloads
from dashboards.drawn import Drawn
from dashboards.editions import NothingPublished
from dashboards.entry.door import CSRF_COOKIE, CSRF_FIELD, CSRF_HEADER
from dashboards.inbox import NothingReceived
from dashboards.labels import code_label, label
from dashboards.pages import (
    addresses,
    audit,
    claims,
    compare,
    editions,
    indicator,
    metering,
    orders,
    prepayment,
    quality,
    quarantine,
    scorecard,
    settlement,
    statement,
    trace,
    workbench,
)
from dashboards.pages.frame import both, heading, state
from dashboards.squeezed import Squeezed
from dashboards.still import still
from dashboards.visits import Desk, Query, Visit, VisitOf
from interface.errors import CannotRun
from interface.paths import Home

_LOG = logging.getLogger(__name__)
_ASSETS = Path(__file__).parent / "assets"
_SAME_FOR_ALL = ("/_dash-component-suites/", "/assets/", "/login/style.css")  # scripts, styles and fonts: no data
_OF_THE_APPLICATION = ("/_dash-layout", "/_dash-dependencies")  # the same for all, too, until it is upgraded
_CALLBACKS = "/_dash-update-component"


@dataclass(frozen=True)
class Page:
    """A page: its path, the label of its title, and what renders it for a visit.

    Attributes:
        register: Adds the page's own callbacks to the application; None where it has none.
        parameter: The name under which the rest of a path below the page's own joins the filters of the address;
            blank where the path must be the page's own.
        in_navigation: Whether it stands there; a page about one thing is reached from others.
        is_same_for_all: Whether it shows the same to all readers of one role and scope, from stored files alone.
    """

    path: str
    title: str
    render: Callable[[Visit], list[Any]]
    register: Callable[[dash.Dash, VisitOf], None] | None = None
    parameter: str = ""
    in_navigation: bool = True
    is_same_for_all: bool = False


PAGES = (
    Page(workbench.PATH, "page.workbench", workbench.render),
    Page(settlement.PATH, "page.settlement", settlement.render, settlement.register, is_same_for_all=True),
    Page(statement.PATH, "page.statement", statement.render, statement.register, in_navigation=False),
    Page(prepayment.PATH, "page.prepayment", prepayment.render, prepayment.register, is_same_for_all=True),
    Page(claims.PATH, "page.claims", claims.render, claims.register, is_same_for_all=True),
    Page(orders.PATH, "page.orders", orders.render, orders.register, is_same_for_all=True),
    Page(metering.PATH, "page.metering", metering.render, metering.register, is_same_for_all=True),
    Page(trace.PATH, "page.trace", trace.render, trace.register, is_same_for_all=True),
    Page(scorecard.PATH, "page.scorecard", scorecard.render, scorecard.register),
    Page(
        indicator.PATH,
        "page.indicator",
        indicator.render,
        indicator.register,
        parameter=addresses.PARAMETER,
        in_navigation=False,
    ),
    Page(compare.PATH, "page.compare", compare.render, compare.register, is_same_for_all=True),
    Page(quality.PATH, "page.quality", quality.render, quality.register),
    Page(quarantine.PATH, "page.quarantine", quarantine.render, quarantine.register),
    Page(editions.PATH, "page.editions", editions.render, editions.register),
    Page(audit.PATH, "page.audit", audit.render, audit.register),
)
"""Pages in the order of the navigation."""

_INDEX = """<!DOCTYPE html>
<html lang="zh-CN">
<head>{%metas%}<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{%title%}</title>{%favicon%}{%css%}</head>
<body>{%app_entry%}{%config%}{%scripts%}{%renderer%}</body>
</html>"""


def make_app(home: Home, desk: Desk, who: Callable[[], Principal]) -> dash.Dash:
    """The application over one home; it reads the home anew for every page, so a new edition shows at once.

    All scripts, styles and fonts come from this host, and the answers' headers forbid any other.

    Args:
        home: Where everything lies.
        desk: What people can have done from the pages.
        who: Tells, within a request, whose it is.
    """
    app = dash.Dash(
        __name__,
        assets_folder=str(_ASSETS),
        serve_locally=True,
        title=f"{label('app.name').zh} {label('app.name').en}",
        update_title="",
        suppress_callback_exceptions=True,
        index_string=_INDEX,
        enable_mcp=False,
        csrf_token_name=CSRF_COOKIE,
        csrf_header_name=CSRF_HEADER,
    )
    app.layout = _layout()

    def visit(query: Query) -> Visit:
        return Visit(home, who(), query, desk)

    _route(app, visit, Drawn())
    for page in PAGES:
        if page.register:
            page.register(app, visit)
    server: flask.Flask = app.server
    server.url_map.merge_slashes = False  # an indicator's code may hold slashes
    serve_chart_script(server)
    server.register_blueprint(downloads(home, who, desk))
    server.register_error_handler(Exception, _fail)
    headers = _headers(app)
    server.after_request(lambda response: _with_headers(response, headers))
    server.after_request(Squeezed((*_SAME_FOR_ALL, *_OF_THE_APPLICATION), _CALLBACKS).squeeze)
    return app


def render_page(visit: Visit, path: str, drawn: Drawn | None = None) -> list[Any]:
    """The page of that path, or the state that says why there is none; an exception never reaches the reader.

    ``drawn`` keeps pages that are the same for all; without it every page is drawn anew.
    """
    page = _page_at(path)
    if page is None:
        return [state("state.no_page", kind="unknown")]
    if page.parameter and path != page.path:
        rest = unquote(path.removeprefix(f"{page.path}/"))
        visit = replace(visit, query={**visit.query, page.parameter: rest})
    try:
        refuse_page(visit.reader, page.path)
        if drawn and page.is_same_for_all:
            return drawn.draw(visit, page.path, lambda each: still(page.render(each)))
        return page.render(visit)
    except Forbidden as reason:
        roles = "、".join(str(code_label(role, "role")) for role in reason.roles)
        return [heading(page.title), state("state.forbidden", kind="forbidden", detail=roles)]
    except NothingPublished as reason:
        return [heading(page.title), state("state.not_published", kind="empty", detail=reason)]
    except NothingReceived as reason:
        return [heading(page.title), state("state.nothing_received", kind="empty", detail=reason)]
    except CannotRun as reason:
        return [heading(page.title), state("state.damaged", kind="error", detail=reason)]
    except Exception:
        number = uuid4().hex[:12]
        _LOG.exception("Error %s on page %s", number, path)
        return [
            heading(page.title),
            state("state.error", kind="error", detail=f"{label('state.error.number')} {number}"),
        ]


def _page_at(path: str) -> Page | None:
    for page in PAGES:
        if page.path == path or (page.parameter and path.startswith(f"{page.path}/")):
            return page
    return None


def _layout() -> html.Div:
    brand = [html.Strong(label("app.name").zh), html.Span(label("app.name").en, className="en")]
    purpose = both(label("app.purpose"))
    return html.Div(
        [
            dcc.Location(id="url", refresh="callback-nav"),
            html.Header(
                [
                    html.Div([html.Div(brand, className="brand"), html.Div(purpose, className="purpose")]),
                    html.Nav(id="navigation", **{"aria-label": str(label("app.navigation"))}),
                    html.Div(id="visitor", className="visitor"),
                ]
            ),
            html.Main(html.P(both(label("app.loading")), className="loading"), id="page"),
        ]
    )


def _navigation(path: str, reader: Principal) -> list[Any]:
    return [
        dcc.Link(both(label(page.title)), href=page.path, className="current" if page.path == path else "")
        for page in PAGES
        if page.in_navigation and may_open(reader, page.path)
    ]


def _visitor(reader: Principal) -> list[Any]:
    """Who is logged in, and the way out, which sends the session's token as every form does."""
    if reader.role is None:
        return []
    token = flask.request.cookies.get(CSRF_COOKIE, "")
    return [
        html.Span([html.Strong(reader.person), both(code_label(reader.role, "role"))], title=str(label("log_in.who"))),
        html.Form(
            [
                dcc.Input(type="hidden", name=CSRF_FIELD, value=token),
                html.Button(both(label("log_in.out")), type="submit", className="button"),
            ],
            action="/logout",
            method="POST",
        ),
    ]


def _route(app: dash.Dash, visit: VisitOf, drawn: Drawn) -> None:
    @app.callback(
        Output("page", "children"),
        Output("navigation", "children"),
        Output("visitor", "children"),
        Input("url", "pathname"),
        Input("url", "search"),
    )
    def show(path: str | None, search: str | None) -> tuple[list[Any], list[Any], list[Any]]:
        here = visit(dict(parse_qsl((search or "").removeprefix("?"))))
        path = path or "/"
        page, navigation = render_page(here, path, drawn), _navigation(path, here.reader)
        return still(page), still(navigation), _visitor(here.reader)


def _headers(app: dash.Dash) -> dict[str, str]:
    """Dash starts with one inline script, which is allowed by its hash; its components set styles in place."""
    scripts = " ".join(app.csp_hashes())
    policy = {
        "default-src": "'none'",
        "script-src": f"'self' {scripts}",
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    return {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "X-Content-Type-Options": "nosniff",
        # With no-referrer a browser would give the origin of our own forms as "null", like that of others.
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
        "X-Frame-Options": "DENY",
    }


def _with_headers(response: flask.Response, headers: dict[str, str]) -> flask.Response:
    for name, value in headers.items():
        response.headers.setdefault(name, value)  # the log-in page has a stricter policy of its own
    if not flask.request.path.startswith(_SAME_FOR_ALL):
        response.headers["Cache-Control"] = "no-store"
    return response


def _fail(error: Exception) -> flask.Response:
    """A sentence for whoever asked what cannot be answered; where it is our fault, with a number that the log has."""
    if isinstance(error, HTTPException):
        return flask.Response(f"{error.name}.", status=error.code, content_type="text/plain; charset=utf-8")
    number = uuid4().hex[:12]
    _LOG.error("Error %s at %s", number, flask.request.path, exc_info=error)
    # A page's own errors are states of the page. What fails before or beside it was sent by no page of ours.
    is_callback = flask.request.path == _CALLBACKS
    is_unfit = is_callback and isinstance(error, (LookupError, TypeError, ValueError, AttributeError))
    text = f"{label('state.error.number')} {number}"
    return flask.Response(text, status=400 if is_unfit else 500, content_type="text/plain; charset=utf-8")
