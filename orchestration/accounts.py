"""Accounts of the pages as the command line changes them: each change is a line of the access log.

Each reads the log before it changes anything: where the log is broken, the change could not be noted.
"""

import secrets
from collections.abc import Sequence

from dashboards.access import Principal, Role
from dashboards.entry.access_log import Noted, note
from dashboards.entry.accounts import (
    add_account,
    change_password,
    change_role,
    disable,
    enable,
    find_account,
    read_accounts,
)
from interface.ledger import read_entries
from interface.paths import Home
from interface.periods import print_moment

_DEMO_PEOPLE = {
    Role.PURCHASER: "采购岗",
    Role.OPERATOR: "运营岗",
    Role.PROVIDER: "服务岗",
    Role.FINANCE: "财务岗",
    Role.EVALUATOR: "评价岗",
    Role.SUPERVISOR: "监理岗",
    Role.AUDITOR: "审计岗",
    Role.ENGINEER: "工程岗",
}


def add(home: Home, principal: Principal, password: str, *, by: str) -> None:
    """Make an account; CannotRun where it is unfit or its name is taken."""
    read_entries(home.access)
    add_account(home, principal, password)
    account = find_account(home, principal.account)
    note(home, Noted.ACCOUNT_ADDED, person=by, what=f"{account.name} {_right_of(account.principal)}")


def set_role(home: Home, principal: Principal, *, by: str) -> None:
    """Give an account another role, contracts or providers and end its sessions; CannotRun where they are unfit."""
    read_entries(home.access)
    change_role(home, principal)
    account = find_account(home, principal.account)
    note(home, Noted.ROLE_CHANGED, person=by, what=f"{account.name} {_right_of(account.principal)}")


def set_password(home: Home, name: str, password: str, *, by: str) -> None:
    """Give an account another password and end its sessions; CannotRun where it is unfit."""
    read_entries(home.access)
    change_password(home, name, password)
    note(home, Noted.PASSWORD_CHANGED, person=by, what=find_account(home, name).name)


def set_disabled(home: Home, name: str, *, by: str) -> None:
    """Let nobody log in with an account and end its sessions; CannotRun where there is none."""
    read_entries(home.access)
    disable(home, name)
    note(home, Noted.ACCOUNT_DISABLED, person=by, what=find_account(home, name).name)


def set_enabled(home: Home, name: str, *, by: str) -> None:
    """Let the owner of an account log in again; CannotRun where there is none."""
    read_entries(home.access)
    enable(home, name)
    note(home, Noted.ACCOUNT_ENABLED, person=by, what=find_account(home, name).name)


def new_password() -> str:
    """A password that nobody guesses: 96 random bits in 16 signs."""
    return secrets.token_urlsafe(12)


def account_lines(home: Home) -> list[str]:
    """A line for each account: name, person, role, what is its own, whether it may be used, since when it is there."""
    lines = []
    for each in read_accounts(home):
        state = "disabled" if each.is_disabled else "in use"
        since = print_moment(each.created_at.replace(microsecond=0))
        right = _right_of(each.principal)
        lines.append(f"{each.name} · {each.principal.person} · {right} · {state} · since {since}")
    return lines or ["There is no account: `hengliang users add` makes one."]


def add_demo_accounts(home: Home, *, contract: str, provider: str, by: str) -> Sequence[str]:
    """Make an account for each role where the home has none, and give lines that name them with their passwords.

    The passwords are in these lines and nowhere else. A home that has accounts keeps them, and gives no line.
    """
    if read_accounts(home):
        return []
    lines = []
    for role, person in _DEMO_PEOPLE.items():
        name, password = role.lower(), new_password()
        own = {
            "contracts": frozenset({contract} if role is Role.OPERATOR else ()),
            "providers": frozenset({provider} if role is Role.PROVIDER else ()),
        }
        principal = Principal(person, role, name, **own)
        add(home, principal, password, by=by)
        lines.append(f"  {name:<11} {password}   {_right_of(principal)}")
    return lines


def _right_of(principal: Principal) -> str:
    return " ".join([str(principal.role), *sorted(principal.contracts | principal.providers)])
