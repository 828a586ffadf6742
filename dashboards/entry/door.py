"""The door of the application: nothing answers without a session, and nothing is done without its token."""

import ipaddress
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

import flask
from flask_login import LoginManager, UserMixin, current_user

from dashboards.access import Principal
from dashboards.entry.access_log import Noted, note, note_often
from dashboards.entry.accounts import Account
from dashboards.entry.sessions import Session, close_session, find_session, forget_ended, open_session
from dashboards.refusals import both_languages
from interface.errors import CannotRun
from interface.paths import Home
from interface.settings import Access

WAY_IN = "way_in"  # the blueprint whose routes answer without a session
CSRF_COOKIE = "hengliang_csrf"
CSRF_HEADER = "X-CSRFToken"
CSRF_FIELD = "csrf"
_FORGED = "This did not come from a page of yours: reload it, then try again."
_READING = ("GET", "HEAD", "OPTIONS")
_MOST_BYTES = 4 << 20
_EXPORTS = "/download/"
_FILTERS = (
    *("period", "year", "contract", "provider", "item", "waiting", "verdict", "reason", "settle_no", "project", "id"),
    *("scheme", "subject", "person", "deed", "from", "to"),
)


class _User(UserMixin):
    """Whom Flask-Login knows the request as."""

    def __init__(self, session: Session, token: str) -> None:
        self.id, self.session, self.token = session.account.name, session, token


@dataclass(frozen=True)
class Door:
    """What stands before one application.

    Attributes:
        home: Whose accounts and access log.
        access: How people come to the pages.
        clock: Seconds since 1970.
    """

    home: Home
    access: Access
    clock: Callable[[], float] = time.time

    def guard(self, server: flask.Flask) -> None:
        """Ask for a session before every request of the application, whatever its address."""
        server.secret_key = secrets.token_bytes(32)
        server.config.update(
            MAX_CONTENT_LENGTH=_MOST_BYTES,
            SESSION_COOKIE_NAME="hengliang_way_in",
            SESSION_COOKIE_PATH="/login",
            SESSION_COOKIE_SAMESITE="Lax",
            SESSION_COOKIE_SECURE=self.is_over_tls,
        )
        manager = LoginManager()
        manager.session_protection = None  # Flask's own session is for the way to an identity provider alone
        manager.request_loader(self._user_of)
        manager.init_app(server)
        server.before_request(self._admit)
        server.after_request(self._finish)

    def reader(self) -> Principal:
        """Whose the request is; only inside one that was let in."""
        return current_user.session.account.principal

    @property
    def is_over_tls(self) -> bool:
        """Whether browsers speak TLS to whatever stands before the pages."""
        return self.access.origin.startswith("https://")

    @property
    def cookie(self) -> str:
        """The name of the session's cookie; over TLS one that no other host and no plain connection can set."""
        return "__Host-hengliang" if self.is_over_tls else "hengliang"

    @property
    def source(self) -> str:
        """The address that the request comes from; as the proxy says, where one stands before the pages."""
        address = flask.request.remote_addr or ""
        if self.access.origin and address in ("127.0.0.1", "::1"):
            address = flask.request.headers.get("X-Forwarded-For", address).rpartition(",")[2].strip()
        try:
            return str(ipaddress.ip_address(address))
        except ValueError:
            return "unknown"

    def is_from_here(self) -> bool:
        """Whether a page of ours sent the request, as far as its browser says."""
        origin = flask.request.headers.get("Origin")
        if origin is None:
            return flask.request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
        return origin == (self.access.origin or flask.request.host_url.rstrip("/"))

    def let_in(self, account: Account, answer: flask.Response, *, how: str) -> flask.Response:
        """Begin a session, which the answer's cookies carry; the one that the browser had before ends.

        Raises:
            CannotRun: the accounts or the access log cannot be written.
        """
        now, principal = self.clock(), account.principal
        note(
            self.home,
            Noted.LOGGED_IN,
            account=account.name,
            person=principal.person,
            what=how,
            source=self.source,
        )
        forget_ended(self.home, limits=self.access, now=now)
        close_session(self.home, flask.request.cookies.get(self.cookie, ""))
        token, session = open_session(self.home, account, now=now)
        for name, value, is_for_scripts in ((self.cookie, token, False), (CSRF_COOKIE, session.csrf, True)):
            answer.set_cookie(
                name, value, path="/", httponly=not is_for_scripts, secure=self.is_over_tls, samesite="Strict"
            )
        return answer

    def let_out(self, answer: flask.Response) -> flask.Response:
        """End the session of the request, and take its cookies back.

        Raises:
            CannotRun: the accounts or the access log cannot be written.
        """
        principal = self.reader()
        close_session(self.home, current_user.token)
        note(self.home, Noted.LOGGED_OUT, account=principal.account, person=principal.person, source=self.source)
        for name in (self.cookie, CSRF_COOKIE):
            answer.delete_cookie(name, path="/", secure=self.is_over_tls, samesite="Strict")
        return answer

    def _user_of(self, request: flask.Request) -> _User | None:
        token = request.cookies.get(self.cookie, "")
        session = find_session(self.home, token, limits=self.access, now=self.clock())
        return _User(session, token) if session else None

    def _admit(self) -> flask.Response | None:
        """Let the request through, with None, or answer it here."""
        request = flask.request
        try:
            if request.blueprint == WAY_IN:
                return None
            if not current_user.is_authenticated:
                return _ask_to_log_in()
            if request.method not in _READING and not self._is_meant():
                self._note_often(Noted.FORGED, request.path)
                return _sentence(both_languages(CannotRun(_FORGED)), 403)
        except CannotRun as reason:
            return _sentence(both_languages(reason), 503)
        return None

    def _is_meant(self) -> bool:
        given = flask.request.headers.get(CSRF_HEADER) or flask.request.form.get(CSRF_FIELD, "")
        wanted = current_user.session.csrf
        return self.is_from_here() and secrets.compare_digest(given.encode(errors="replace"), wanted.encode())

    def _finish(self, answer: flask.Response) -> flask.Response:
        """Note what was taken away or refused; what cannot be noted is not given."""
        request = flask.request
        if self.is_over_tls:
            answer.headers["Strict-Transport-Security"] = "max-age=31536000"
        try:
            for what in dict.fromkeys(flask.g.get("denied", ())):
                self._note_often(Noted.DENIED, what)
            if request.path.startswith(_EXPORTS) and request.method == "GET" and answer.status_code == 200:
                self._note(Noted.EXPORTED, _asked())
        except CannotRun as reason:
            return _sentence(both_languages(reason), 503)
        return answer

    def _note(self, kind: Noted, what: str) -> None:
        principal = self.reader()
        note(self.home, kind, account=principal.account, person=principal.person, what=what, source=self.source)

    def _note_often(self, kind: Noted, what: str) -> None:
        principal = self.reader()
        note_often(
            self.home,
            kind,
            now=self.clock(),
            account=principal.account,
            person=principal.person,
            what=what,
            source=self.source,
        )


def _ask_to_log_in() -> flask.Response:
    """To who opens a page: the log-in page, which leads back; to a script: 401, and not what there is.

    A browser that comes by a link on another site's page holds the session's cookie back; asked again by a page of
    ours, it sends it.
    """
    request = flask.request
    is_page = request.method == "GET" and not request.path.startswith(("/_", "/assets/"))
    if not is_page or request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate":
        return _sentence("Log in first.", 401)
    if request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site"):
        return moved(own_address(request.full_path))
    return redirected(f"/login?{urlencode({'next': own_address(request.full_path)})}", 302)


def redirected(address: str, status: int = 303) -> flask.Response:
    """The way to another address of ours."""
    return flask.make_response(flask.redirect(address, status))


def moved(address: str) -> flask.Response:
    """A page that at once opens an address of ours, as from a page of ours."""
    return flask.make_response(flask.render_template("moved.html", address=address))


def own_address(address: str | None) -> str:
    """The address, where it is one of a page here; else that of the first page.

    Browsers take two slashes, a backslash and what holds a control character for another host's address.
    """
    if not address or len(address) > 2_000 or not address.isprintable() or "\\" in address:
        return "/"
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or not address.startswith("/") or address.startswith("//"):
        return "/"
    return "/" if parts.path in ("/login", "/logout") or parts.path.startswith("/login/") else address.rstrip("?")


def _asked() -> str:
    """The file that was asked for, with the filters that files have and nothing else of the address."""
    request = flask.request
    given = {name: request.args[name] for name in _FILTERS if request.args.get(name)}
    return f"{request.path}?{urlencode(given)}" if given else request.path


def _sentence(text: str, status: int) -> flask.Response:
    return flask.Response(text, status=status, content_type="text/plain; charset=utf-8")
