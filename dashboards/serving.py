"""The application behind its door, and the server that listens for it."""

import logging

import dash
import flask

from dashboards.app import make_app
from dashboards.entry.door import Door
from dashboards.entry.identity import add_identity_provider
from dashboards.entry.log_in import way_in, way_out
from dashboards.visits import Desk
from interface.errors import CannotRun
from interface.paths import Home
from interface.settings import Settings


def guarded_app(home: Home, desk: Desk, door: Door) -> dash.Dash:
    """The application behind its door: who asks is whoever logged in.

    Raises:
        CannotRun: an identity provider's settings cannot be used.
    """
    app = make_app(home, desk, door.reader)
    server: flask.Flask = app.server
    door.guard(server)
    routes = way_in(door)
    if door.access.identity_provider:
        add_identity_provider(server, routes, door, door.access.identity_provider)
    server.register_blueprint(routes)
    server.register_blueprint(way_out(door))
    return app


def serve(home: Home, desk: Desk, settings: Settings) -> None:
    """Serve the pages until interrupted, several requests at once, to whoever logs in.

    Raises:
        CannotRun: the address cannot be listened on, or an identity provider's settings cannot be used.
    """
    # Plotly looks at pandas wherever it is loaded, and DuckDB loads it amid a query: a page drawn by another thread at
    # that moment would find half of it.
    import pandas as pd  # noqa: F401
    from werkzeug.serving import make_server

    app = guarded_app(home, desk, Door(home, settings.access))
    host, port = settings.host, settings.port
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    try:
        server = make_server(host, port, app.server, threaded=True)
    except (OSError, SystemExit):
        raise CannotRun(
            f"Cannot listen on {host}:{port}: another program may be using it; set HENGLIANG_PORT."
        ) from None
    server.serve_forever()
