"""Log-ins by password: the account that is meant, and the lock-out of who fails too often."""

import hashlib
import secrets
import sqlite3
from dataclasses import dataclass

from dashboards.entry.accounts import Account, is_password_of, plain_name, usable
from dashboards.entry.store import opened
from interface.paths import Home

WINDOW_SECONDS = 15 * 60
MOST_OF_AN_ACCOUNT = 5
MOST_OF_A_SOURCE = 100


@dataclass(frozen=True)
class Attempt:
    """What came of a log-in: the account where it is its owner's, else whether it was locked out and whose it was.

    ``meant`` is the account that was named; blank where there is none, as people type passwords there by mistake.
    """

    account: Account | None
    meant: str
    is_locked_out: bool


def attempt(home: Home, name: str, password: str, *, source: str, now: float) -> Attempt:
    """Try a name and a password.

    It counts as failed before the password is looked at, so that no number of attempts at once gets beyond the limit,
    and is taken back where it is right. What fails within the lock-out does not prolong it. An account that does not
    exist is locked out like any other, after as long.

    Args:
        home: Whose accounts.
        name: As typed.
        password: As typed.
        source: The address it comes from; it has a limit of its own, much wider, as an office may share one.
        now: Seconds since 1970.
    """
    with opened(home) as store:
        store.execute("delete from failure where at <= ?", (now - WINDOW_SECONDS,))
        found = usable(store, name)
        subject = _subject(store, name)
        is_locked_out = _failures(store, "subject", subject) >= MOST_OF_AN_ACCOUNT
        is_flood = _failures(store, "source", source) >= MOST_OF_A_SOURCE
        if not (is_locked_out or is_flood):
            store.execute("insert into failure values (?, ?, ?)", (subject, source, now))
    meant = found[0].name if found else ""
    if is_flood:
        return Attempt(None, meant, is_locked_out=True)
    is_right = is_password_of(found[1] if found else None, password)
    if found is None or not is_right or is_locked_out:
        return Attempt(None, meant, is_locked_out)
    with opened(home) as store:
        store.execute("delete from failure where subject = ?", (subject,))
    return Attempt(found[0], meant, is_locked_out=False)


def _failures(store: sqlite3.Connection, column: str, value: str | bytes) -> int:
    return store.execute(f"select count(*) from failure where {column} = ?", (value,)).fetchone()[0]


def _subject(store: sqlite3.Connection, name: str) -> bytes:
    """A name under which failures are counted and which cannot be read back: it may be a password."""
    row = store.execute("select key from pepper").fetchone()
    if row is None:
        row = (secrets.token_bytes(32),)
        store.execute("insert into pepper values (?)", row)
    return hashlib.blake2b(plain_name(name[:200]).encode(errors="replace"), key=row[0], digest_size=16).digest()
