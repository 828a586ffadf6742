"""Accounts: who may log in, as whom and in which role; passwords are kept as argon2 hashes only."""

import json
import re
import sqlite3
import threading
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

import argon2

from dashboards.access import Principal, Role
from dashboards.entry.store import opened
from interface.errors import CannotRun
from interface.paths import Home
from interface.people import given_text

_NAME = re.compile(r"[a-z0-9][a-z0-9._@-]{0,63}")
_FEWEST_SIGNS = 12
_MOST_SIGNS = 200
# RFC 9106's second choice: 64 MiB and three passes. Two at a time bound what a flood of log-ins takes.
_HASHER = argon2.PasswordHasher(time_cost=3, memory_cost=65_536, parallelism=4)
_HASHING = threading.Semaphore(2)


@dataclass(frozen=True)
class Account:
    """One account: its name, whose it is, and whether it may be used."""

    name: str
    principal: Principal
    is_disabled: bool
    created_at: datetime


def add_account(home: Home, principal: Principal, password: str) -> None:
    """Make an account.

    Args:
        home: Where it is to count.
        principal: Its name, person, role and what is its own.
        password: What its owner will give; kept as a hash.

    Raises:
        CannotRun: the name is taken or unfit, the role lacks what is its own, or the password is too short.
    """
    name, person = _fit_name(principal.account), given_text(principal.person, "--person")
    role = _fit_scope(principal)
    hashed = _hashed(name, password)
    row = (name, person, role, _listed(principal.contracts), _listed(principal.providers), hashed)
    with opened(home) as store:
        if _row(store, name):
            raise CannotRun(f"There is an account {name!r} already: choose another name.")
        store.execute("insert into account values (?, ?, ?, ?, ?, ?, 0, ?)", (*row, datetime.now(UTC).isoformat()))


def read_accounts(home: Home) -> list[Account]:
    """Every account by name; none where none was ever made."""
    if not home.accounts.exists():
        return []
    with opened(home) as store:
        return [_account(row) for row in store.execute("select * from account order by name")]


def find_account(home: Home, name: str) -> Account:
    """The account of that name.

    Raises:
        CannotRun: there is none.
    """
    for account in read_accounts(home):
        if account.name == plain_name(name):
            return account
    raise CannotRun(f"There is no account {name!r}: `hengliang users list` names them.")


def change_role(home: Home, principal: Principal) -> None:
    """Give an account another role, or other contracts or providers; its sessions end."""
    role = _fit_scope(principal)
    scope = (role, _listed(principal.contracts), _listed(principal.providers))
    _change(home, principal.account, "role = ?, contracts = ?, providers = ?", scope)


def change_password(home: Home, name: str, password: str) -> None:
    """Give an account another password; its sessions end."""
    _change(home, name, "password = ?", (_hashed(plain_name(name), password),))


def disable(home: Home, name: str) -> None:
    """Let nobody log in with the account; its sessions end."""
    _change(home, name, "is_disabled = 1", ())


def enable(home: Home, name: str) -> None:
    """Let its owner log in again."""
    _change(home, name, "is_disabled = 0", ())


def is_password_of(account_hash: str | None, password: str) -> bool:
    """Whether the password is the one; takes as long where there is no account, ``None``."""
    with _HASHING:
        stand_in = _hash_of_nobody()
        try:
            _HASHER.verify(account_hash or stand_in, password[: _MOST_SIGNS + 1])
        except (argon2.exceptions.VerificationError, argon2.exceptions.InvalidHashError, UnicodeEncodeError):
            return False
    return account_hash is not None


def usable(store: sqlite3.Connection, name: str) -> tuple[Account, str] | None:
    """The account of that name with the hash of its password; None where there is none or it is disabled."""
    row = _row(store, name)
    return None if row is None or row[6] else (_account(row), row[5])


def plain_name(name: str) -> str:
    """A name as accounts are kept by: width and case do not count, nor blanks around it."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def _change(home: Home, name: str, setting: str, values: tuple[str, ...]) -> None:
    find_account(home, name)
    with opened(home) as store:
        store.execute(f"update account set {setting} where name = ?", (*values, plain_name(name)))
        store.execute("delete from session where account = ?", (plain_name(name),))


def _row(store: sqlite3.Connection, name: str) -> tuple | None:
    return store.execute("select * from account where name = ?", (plain_name(name),)).fetchone()


def _account(row: tuple) -> Account:
    name, person, role, contracts, providers, _, is_disabled, created_at = row
    own = {"contracts": frozenset(json.loads(contracts)), "providers": frozenset(json.loads(providers))}
    principal = Principal(person, Role(role), name, **own)
    return Account(name, principal, bool(is_disabled), datetime.fromisoformat(created_at))


def _fit_name(name: str) -> str:
    if not _NAME.fullmatch(plain_name(name)):
        raise CannotRun(f"An account is named in up to 64 small letters, digits and . _ @ -, not {name!r}.")
    return plain_name(name)


def _fit_scope(principal: Principal) -> Role:
    """The role, where what is its own fits it: rows are shown by it, so neither may be missing nor be of no use."""
    role = principal.role
    if role is None:
        raise CannotRun(f"Give the account {principal.account!r} a role: one of {', '.join(Role)}.")
    for owner, own, option in (
        (Role.OPERATOR, principal.contracts, "--contract"),
        (Role.PROVIDER, principal.providers, "--provider"),
    ):
        if role is owner and not own:
            raise CannotRun(f"An account of role {role} sees only its own: say whose with {option}.")
        if role is not owner and own:
            raise CannotRun(f"{option} is for accounts of role {owner}, and {principal.account!r} is {role}.")
    return role


def _hashed(name: str, password: str) -> str:
    if not _FEWEST_SIGNS <= len(password) <= _MOST_SIGNS or not password.isprintable():
        raise CannotRun(f"A password has {_FEWEST_SIGNS} to {_MOST_SIGNS} printable signs: choose another.")
    if name in plain_name(password) or len(set(password)) < _FEWEST_SIGNS // 2:
        raise CannotRun("A password does not hold the account's name, nor a few signs again and again: choose another.")
    with _HASHING:
        return _HASHER.hash(password)


def _listed(values: Iterable[str]) -> str:
    return json.dumps(sorted(given_text(each, "each contract or provider") for each in values), ensure_ascii=False)


@cache
def _hash_of_nobody() -> str:
    return _HASHER.hash("nobody's password")
