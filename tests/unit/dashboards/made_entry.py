"""The application behind its door, with a clock that a test moves, and browsers that come to it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import argon2
import flask
import pytest
from flask.testing import FlaskClient

from dashboards.access import Principal, Role
from dashboards.entry import accounts
from dashboards.entry.accounts import add_account
from dashboards.entry.door import Door
from dashboards.serving import guarded_app
from dashboards.visits import Desk
from interface.ledger import Entry, read_entries
from interface.paths import Home
from interface.settings import Access
from tests.unit.dashboards.made_edition import MadeHome, a_line, a_settlement
from tests.unit.dashboards.made_visit import idle_desk

PASSWORD = "correct horse 42"
MINUTE = 60
OWN: Mapping[Role, Mapping[str, Any]] = {
    Role.OPERATOR: {"contracts": frozenset({"HT-001"})},
    Role.PROVIDER: {"providers": frozenset({"P1"})},
}


@dataclass
class Clock:
    """Seconds since 1970, which pass only where a test says so."""

    now: float = 1_600_000_000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Entrance:
    """One application over a home, with its clock."""

    home: Home
    access: Access = field(default_factory=Access)
    clock: Clock = field(default_factory=Clock)
    desk: Desk = field(default_factory=idle_desk)

    def __post_init__(self) -> None:
        self.app = guarded_app(self.home, self.desk, Door(self.home, self.access, self.clock))
        self.server: flask.Flask = self.app.server

    def browser(self) -> FlaskClient:
        """A browser without cookies."""
        return self.server.test_client()

    def noted(self) -> list[Entry]:
        """Every line of the access log."""
        return read_entries(self.home.access)

    def kinds(self) -> list[str]:
        return [entry.kind for entry in self.noted()]


def cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash passwords in no time: what is tested is who gets in, not how long a hash takes."""
    monkeypatch.setattr(accounts, "_HASHER", argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    accounts._hash_of_nobody.cache_clear()


def add(home: Home, name: str, role: Role, person: str = "采购岗", password: str = PASSWORD, **own: Any) -> None:
    """An account, an operator's or a provider's with something of its own."""
    add_account(home, Principal(person, role, name, **(own or OWN.get(role, {}))), password)


def an_entrance(folder: Path) -> Entrance:
    """The entrance of a home with one published month and the account of a finance reviewer."""
    made = MadeHome(folder)
    made.publish("R1", "2020-05", {"settlement": [a_settlement()], "settlement_line": [a_line()]})
    add(made.home, "caiwu", Role.FINANCE, "财务岗")
    return Entrance(made.home)


def is_in(client: FlaskClient) -> bool:
    """Whether the browser is logged in."""
    return client.get("/_dash-layout", headers={"Sec-Fetch-Mode": "cors"}).status_code == 200


def log_in(client: FlaskClient, name: str, password: str = PASSWORD, next: str = "/", **given: Any) -> Any:
    """Open the log-in page and send its form, as a browser does."""
    text = client.get("/login", **given).get_data(as_text=True)
    found = re.search(r'name="csrf" value="([^"]+)"', text)
    form = {"csrf": found[1] if found else "", "account": name, "password": password, "next": next}
    return client.post("/login", data=form, **given)


def csrf_of(client: FlaskClient) -> str:
    cookie = client.get_cookie("hengliang_csrf")
    return cookie.value if cookie else ""


def callback(client: FlaskClient, path: str = "/settlement", search: str = "", **headers: str) -> Any:
    """Ask for a page as its script does."""
    body = {
        "output": "..page.children...navigation.children...visitor.children..",
        "outputs": [
            {"id": "page", "property": "children"},
            {"id": "navigation", "property": "children"},
            {"id": "visitor", "property": "children"},
        ],
        "inputs": [
            {"id": "url", "property": "pathname", "value": path},
            {"id": "url", "property": "search", "value": search},
        ],
        "changedPropIds": ["url.pathname"],
        "state": [],
    }
    return client.post("/_dash-update-component", json=body, headers={"X-CSRFToken": csrf_of(client)} | headers)
