"""The SQLite file that keeps accounts, sessions and failed log-ins; readable by its owner alone."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress

from interface.errors import CannotRun
from interface.paths import Home

_WAIT_SECONDS = 30
_SHAPE = """
create table if not exists account (
    name text primary key, person text not null, role text not null, contracts text not null, providers text not null,
    password text not null, is_disabled integer not null, created_at text not null
) strict;
create table if not exists session (
    token_sha256 text primary key, account text not null, csrf text not null, created_at real not null,
    seen_at real not null
) strict;
create table if not exists failure (subject blob not null, source text not null, at real not null) strict;
create index if not exists failure_of_subject on failure (subject, at);
create index if not exists failure_of_source on failure (source, at);
create table if not exists tally (
    kind text not null, counted text not null, since real not null, count integer not null, primary key (kind, counted)
) strict;
create table if not exists pepper (key blob not null) strict;
"""
_MADE = f"begin immediate; {_SHAPE} pragma user_version = 1; commit;"


@contextmanager
def opened(home: Home) -> Iterator[sqlite3.Connection]:
    """A connection inside one transaction, which is kept where the block ends well; the file is made where missing.

    The transaction is the only writer from its start, so that what is read inside it still holds when it writes.

    Raises:
        CannotRun: the file is damaged or cannot be written; the text names it.
    """
    try:
        with _connected(home) as connection:
            connection.execute("begin immediate")
            try:
                yield connection
            except BaseException:
                connection.rollback()
                raise
            connection.commit()
    except sqlite3.Error as reason:
        raise CannotRun(
            f"{home.accounts} cannot be used ({reason}): check its owner and the disk, or restore it from a backup."
        ) from reason


def examine_accounts(home: Home) -> list[str]:
    """A sentence where the file is damaged; nothing where it is sound or was never made."""
    if not home.accounts.exists():
        return []
    try:
        with _looked_at(home) as connection:
            found = connection.execute("pragma integrity_check").fetchone()[0]
            connection.execute("select count(*) from account").fetchone()
    except sqlite3.Error as reason:
        found = str(reason)
    return [] if found == "ok" else [f"{home.accounts} is damaged ({found}): restore it from a backup."]


def accounts_alone(home: Home) -> bytes:
    """The file as a backup keeps it: accounts, and neither sessions nor failures.

    Raises:
        CannotRun: the file is damaged; the text names it.
    """
    try:
        with _looked_at(home) as connection:
            rows = connection.execute("select * from account order by name").fetchall()
    except sqlite3.Error as reason:
        raise CannotRun(f"{home.accounts} cannot be read ({reason}): restore it from a backup.") from reason
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as copy:
        copy.executescript(_MADE)
        copy.executemany("insert into account values (?, ?, ?, ?, ?, ?, ?, ?)", rows)
        return copy.serialize()


@contextmanager
def _looked_at(home: Home) -> Iterator[sqlite3.Connection]:
    """The file for who may not write it, such as a check that runs without the right to."""
    with closing(sqlite3.connect(f"{home.accounts.as_uri()}?mode=ro", uri=True, timeout=_WAIT_SECONDS)) as connection:
        yield connection


@contextmanager
def _connected(home: Home) -> Iterator[sqlite3.Connection]:
    if not home.accounts.exists():
        home.access.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        with suppress(FileExistsError):
            os.close(os.open(home.accounts, os.O_CREAT | os.O_EXCL, 0o600))
    connection = sqlite3.connect(home.accounts, timeout=_WAIT_SECONDS, isolation_level=None)
    try:
        if not connection.execute("pragma user_version").fetchone()[0]:
            connection.executescript(_MADE)
        yield connection
    finally:
        connection.close()
