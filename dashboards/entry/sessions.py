"""Sessions on the server's side: a browser holds a random token, and the file only its SHA-256."""

import secrets
from dataclasses import dataclass

from dashboards.entry.accounts import Account, usable
from dashboards.entry.store import opened
from interface.files import sha256_of_text
from interface.paths import Home
from interface.settings import Access

_NOTED_EVERY_SECONDS = 60  # how exactly the last request is known; noting each would write the disk at every click


@dataclass(frozen=True)
class Session:
    """Somebody who is logged in; ``csrf`` must come back with whatever they have done."""

    account: Account
    csrf: str


def open_session(home: Home, account: Account, *, now: float) -> tuple[str, Session]:
    """Begin a session with a token of its own, which is handed to the browser and kept nowhere."""
    token, csrf = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    with opened(home) as store:
        row = (sha256_of_text(token), account.name, csrf, now, now)
        store.execute("insert into session values (?, ?, ?, ?, ?)", row)
    return token, Session(account, csrf)


def find_session(home: Home, token: str, *, limits: Access, now: float) -> Session | None:
    """The session of that token; None where there is none, it ended, or its account was disabled."""
    if not token or not home.accounts.exists():
        return None
    idle, whole = limits.idle_minutes * 60, limits.session_hours * 3600
    with opened(home) as store:
        key = sha256_of_text(token)
        row = store.execute(
            "select account, csrf, created_at, seen_at from session where token_sha256 = ?", (key,)
        ).fetchone()
        if row is None:
            return None
        name, csrf, created_at, seen_at = row
        found = usable(store, name)
        if found is None or now - seen_at >= idle or now - created_at >= whole:
            store.execute("delete from session where token_sha256 = ?", (key,))
            return None
        if now - seen_at >= _NOTED_EVERY_SECONDS:
            store.execute("update session set seen_at = ? where token_sha256 = ?", (now, key))
        return Session(found[0], csrf)


def close_session(home: Home, token: str) -> None:
    """End a session; where there is none, nothing happens."""
    if token and home.accounts.exists():
        with opened(home) as store:
            store.execute("delete from session where token_sha256 = ?", (sha256_of_text(token),))


def forget_ended(home: Home, *, limits: Access, now: float) -> None:
    """Remove the sessions that ended by themselves and that nobody asked for again."""
    with opened(home) as store:
        store.execute(
            "delete from session where seen_at <= ? or created_at <= ?",
            (now - limits.idle_minutes * 60, now - limits.session_hours * 3600),
        )
