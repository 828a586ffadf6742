"""The log-in page, made on the server without a script, and the way out."""

import secrets
from pathlib import Path

import flask
from flask_login import current_user

from dashboards.entry.access_log import Noted, note_often
from dashboards.entry.accounts import read_accounts
from dashboards.entry.attempts import Attempt, attempt
from dashboards.entry.door import CSRF_FIELD, WAY_IN, Door, own_address, redirected
from dashboards.labels import label
from interface.errors import CannotRun

_COOKIE = "hengliang_log_in"
_STYLE = Path(__file__).with_name("log_in.css")
_POLICY = (
    "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def way_in(door: Door) -> flask.Blueprint:
    """The routes that answer without a session: the log-in page and its style."""
    routes = flask.Blueprint(WAY_IN, __name__, template_folder="templates", static_folder=None)
    routes.add_url_rule("/login", "show", lambda: _show(door), methods=["GET"])
    routes.add_url_rule("/login", "log_in", lambda: _log_in(door), methods=["POST"])
    routes.add_url_rule("/login/style.css", "style", _style)
    routes.after_request(_with_policy)
    return routes


def way_out(door: Door) -> flask.Blueprint:
    """The route that ends a session; it asks for one, and for its token, like any other."""
    routes = flask.Blueprint("way_out", __name__)
    routes.add_url_rule("/logout", "log_out", lambda: _log_out(door), methods=["POST"])
    return routes


def page(door: Door, *, said: str | None = None, status: int = 200) -> flask.Response:
    """The log-in page.

    Args:
        door: What it leads through.
        said: Label of what went wrong.
        status: Status of the answer.
    """
    token = flask.request.cookies.get(_COOKIE) or secrets.token_urlsafe(32)
    wanted = flask.request.values.get("next")
    try:
        has_accounts, failed = bool(read_accounts(door.home)), said
    except CannotRun:
        has_accounts, failed, status = True, "log_in.cannot_be_read", 503
    text = flask.render_template(
        "log_in.html",
        label=label,
        next=own_address(wanted),
        token=token,
        said=failed,
        has_accounts=has_accounts,
        has_provider=door.access.identity_provider is not None,
    )
    answer = flask.make_response(text, status)
    answer.set_cookie(_COOKIE, token, path="/login", httponly=True, secure=door.is_over_tls, samesite="Strict")
    return answer


def _show(door: Door) -> flask.Response:
    try:
        if current_user.is_authenticated:
            return redirected(own_address(flask.request.args.get("next")))
    except CannotRun:
        return page(door, said="log_in.cannot_be_read", status=503)
    return page(door)


def _log_in(door: Door) -> flask.Response:
    form = flask.request.form
    sent, kept = form.get(CSRF_FIELD, ""), flask.request.cookies.get(_COOKIE, "")
    is_ours = kept and secrets.compare_digest(sent.encode(errors="replace"), kept.encode(errors="replace"))
    if not is_ours or not door.is_from_here():
        return page(door, said="log_in.again", status=403)
    try:
        tried = attempt(
            door.home, form.get("account", ""), form.get("password", ""), source=door.source, now=door.clock()
        )
        if tried.account is None:
            _note_failure(door, tried)
            # One text and one status for every reason, or they would tell which accounts there are.
            return page(door, said="log_in.failed", status=403)
        answer = redirected(own_address(form.get("next")))
        answer = door.let_in(tried.account, answer, how="密码 password")
    except CannotRun:
        return page(door, said="log_in.cannot_be_read", status=503)
    answer.delete_cookie(_COOKIE, path="/login", secure=door.is_over_tls, samesite="Strict")
    return answer


def _log_out(door: Door) -> flask.Response:
    try:
        return door.let_out(redirected("/login"))
    except CannotRun:  # the session has ended all the same
        return page(door, said="log_in.cannot_be_read", status=503)


def _note_failure(door: Door, tried: Attempt) -> None:
    kind = Noted.LOCKED_OUT if tried.is_locked_out else Noted.LOG_IN_FAILED
    note_often(door.home, kind, now=door.clock(), account=tried.meant, source=door.source)


def _style() -> flask.Response:
    return flask.send_file(_STYLE, mimetype="text/css", max_age=3600)


def _with_policy(answer: flask.Response) -> flask.Response:
    answer.headers["Content-Security-Policy"] = _POLICY
    return answer
