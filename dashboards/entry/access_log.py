"""The access log: who logged in, failed, took files away or was refused; chained by hashes, as the home's ledger is."""

import sqlite3
from enum import StrEnum
from pathlib import Path

from dashboards.entry.store import opened
from interface.ledger import Writer, writing
from interface.paths import Home

_TALLY_SECONDS = 3600
_MOST_OF_A_KIND = 200  # lines an hour of what strangers can cause, however many addresses they come from
_MOST_SIGNS = 300
_EVERYBODY = "*"
_WRITERS: dict[Path, Writer] = {}


class Noted(StrEnum):
    """What the log tells of."""

    LOGGED_IN = "LOGGED_IN"
    LOG_IN_FAILED = "LOG_IN_FAILED"
    LOCKED_OUT = "LOCKED_OUT"
    LOGGED_OUT = "LOGGED_OUT"
    EXPORTED = "EXPORTED"
    DENIED = "DENIED"
    FORGED = "FORGED"
    ACCOUNT_ADDED = "ACCOUNT_ADDED"
    ROLE_CHANGED = "ROLE_CHANGED"
    PASSWORD_CHANGED = "PASSWORD_CHANGED"
    ACCOUNT_DISABLED = "ACCOUNT_DISABLED"
    ACCOUNT_ENABLED = "ACCOUNT_ENABLED"


def note(
    home: Home, kind: Noted, *, account: str = "", person: str = "", what: str = "", source: str = "", count: int = 1
) -> None:
    """Add a line and make sure that it has reached the disk.

    Args:
        home: Whose log.
        kind: What happened.
        account: Which account did it, or was meant.
        person: Who did it.
        what: What it was done to: a page, a file, an account; never what somebody typed into a form.
        source: The address it came from.
        count: How often, since the hour began, where a line stands for many.

    Raises:
        CannotRun: the log was changed, or the disk is full.
    """
    access = home.access
    access.root.mkdir(mode=0o700, parents=True, exist_ok=True)
    content = {"account": account, "person": person, "what": _short(what), "source": _short(source), "count": count}
    with writing(access) as fresh:
        ledger = _WRITERS.setdefault(access.root, fresh)  # one that has read the log already reads it no second time
        ledger.append(kind=kind, content=content, at=ledger.next_moment())


def note_often(
    home: Home, kind: Noted, *, now: float, account: str = "", person: str = "", what: str = "", source: str = ""
) -> None:
    """Note what somebody can cause as often as they like: the 1st, 10th, 100th … of an hour have a line.

    They are counted by address, account and object. Of all together a kind has at most so many lines an hour, and after
    them again only every power of ten.

    Raises:
        CannotRun: the log or the accounts cannot be written.
    """
    with opened(home) as store:
        count = _counted(store, kind, f"{source} {account} {what}", now)
        whole = _counted(store, kind, _EVERYBODY, now)
    if _is_a_power_of_ten(count) and (whole <= _MOST_OF_A_KIND or _is_a_power_of_ten(whole)):
        note(home, kind, account=account, person=person, what=what, source=source, count=count)


def _counted(store: sqlite3.Connection, kind: str, of: str, now: float) -> int:
    """The number of this one within its hour."""
    store.execute("delete from tally where since <= ?", (now - _TALLY_SECONDS,))
    return store.execute(
        "insert into tally values (?, ?, ?, 1) on conflict do update set count = count + 1 returning count",
        (kind, of, now),
    ).fetchone()[0]


def _is_a_power_of_ten(count: int) -> bool:
    return count == 10 ** (len(str(count)) - 1)


def _short(text: str) -> str:
    """Text on one line that can be printed, cut where it is long."""
    plain = "".join(each if each.isprintable() else "?" for each in text)
    return plain if len(plain) <= _MOST_SIGNS else f"{plain[:_MOST_SIGNS]}…"
