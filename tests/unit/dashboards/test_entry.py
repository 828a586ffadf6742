"""Nobody comes in but by an account and its password, whoever fails too often waits, and accounts are fit for use."""

import sqlite3
import stat

import pytest

from dashboards.access import Principal, Role
from dashboards.entry.accounts import change_role, find_account
from interface.errors import CannotRun
from interface.paths import Home
from tests.unit.dashboards.made_entry import (
    MINUTE,
    PASSWORD,
    Entrance,
    add,
    an_entrance,
    callback,
    cheap_passwords,
    csrf_of,
    is_in,
    log_in,
)


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    cheap_passwords(monkeypatch)


@pytest.fixture
def entrance(tmp_path):
    return an_entrance(tmp_path)


def test_who_logs_in_sees_the_pages_of_the_role_and_their_name(entrance):
    client = entrance.browser()

    log_in(client, " CAIWU ")

    text = callback(client).get_data(as_text=True)
    assert "240.00" in text
    assert "财务岗" in text
    assert "财务复核" in text
    assert entrance.kinds() == ["LOGGED_IN"]
    assert entrance.noted()[0].content == {
        "account": "caiwu",
        "person": "财务岗",
        "what": "密码 password",
        "source": "127.0.0.1",
        "count": 1,
    }


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("caiwu", "wrong"),
        ("nobody", PASSWORD),
        ("", ""),
        ("caiwu' or 1=1 --", PASSWORD),
        ("<script>alert(1)</script>", "<b>"),
        ("=cmd|' /C calc'!A0", "\u202e"),
        ("x" * 5000, "y" * 5000),
        ("caiwu\x00", PASSWORD),
        ("\ud800".encode("utf-8", "surrogatepass"), b"\xff\xfe"),
    ],
    ids=["password", "name", "blank", "sql", "script", "formula", "huge", "nul", "not-text"],
)
def test_who_fails_is_told_the_same_whatever_was_wrong(entrance, name, password):
    expected = log_in(entrance.browser(), "caiwu", "another wrong one").get_data(as_text=True)

    answer = log_in(entrance.browser(), name, password)

    text = answer.get_data(as_text=True)
    assert answer.status_code == 403
    assert text.split('name="csrf"')[0] == expected.split('name="csrf"')[0]
    assert text.split('name="next"')[1] == expected.split('name="next"')[1]
    assert set(entrance.kinds()) == {"LOG_IN_FAILED"}
    for path in entrance.home.access.root.iterdir():
        assert b"another wrong one" not in path.read_bytes()
        assert b"alert(1)" not in path.read_bytes()
        assert b"calc" not in path.read_bytes()


def test_five_failures_lock_an_account_for_fifteen_minutes_even_for_its_owner(entrance):
    client = entrance.browser()
    for _ in range(5):
        log_in(client, "caiwu", "wrong")
    entrance.clock.now += 15 * MINUTE - 1

    assert log_in(client, "caiwu").status_code == 403

    entrance.clock.now += 1
    assert log_in(client, "caiwu").status_code == 303
    assert entrance.kinds() == ["LOG_IN_FAILED", "LOCKED_OUT", "LOGGED_IN"]


def test_four_failures_do_not_and_a_success_forgets_them(entrance):
    client = entrance.browser()
    for _ in range(2):
        for _ in range(4):
            log_in(client, "caiwu", "wrong")
        assert log_in(client, "caiwu").status_code == 303
        client = entrance.browser()


def test_an_account_that_does_not_exist_is_locked_out_alike(entrance):
    client = entrance.browser()
    for _ in range(5):
        log_in(client, "yunying", "wrong")

    answer = log_in(client, "yunying", "wrong")

    assert answer.status_code == 403
    assert entrance.kinds() == ["LOG_IN_FAILED", "LOCKED_OUT"]


def test_an_address_that_tries_many_names_is_refused_for_all_of_them(entrance):
    client = entrance.browser()
    for number in range(100):
        log_in(client, f"user{number}", "wrong")

    assert log_in(client, "caiwu").status_code == 403
    assert log_in(entrance.browser(), "caiwu", environ_overrides={"REMOTE_ADDR": "10.0.0.7"}).status_code == 303


def test_a_flood_of_failures_writes_few_lines_which_count_them(entrance):
    client = entrance.browser()
    for number in range(99):
        log_in(client, f"user{number}", "wrong")

    assert [(entry.kind, entry.content["count"]) for entry in entrance.noted()] == [
        ("LOG_IN_FAILED", 1),
        ("LOG_IN_FAILED", 10),
    ]


def test_where_there_is_no_account_the_page_says_which_command_makes_one(tmp_path):
    text = Entrance(Home(tmp_path)).browser().get("/login").get_data(as_text=True)

    assert "还没有账号" in text
    assert "hengliang users add" in text
    assert "<form" not in text
    assert list(tmp_path.iterdir()) == []


def test_exports_and_denials_are_noted_with_their_filters_and_nothing_else(entrance):
    add(entrance.home, "shenji", Role.AUDITOR, "审计岗")
    client = entrance.browser()
    log_in(client, "shenji")

    client.get("/download/settlement.csv?period=2020-05")
    client.get("/download/run.csv?period=2020-05&secret=x")
    callback(client, "/settlement")

    assert [(entry.kind, entry.content["what"]) for entry in entrance.noted()[1:]] == [
        ("DENIED", "/download/settlement.csv"),
        ("EXPORTED", "/download/run.csv?period=2020-05"),
        ("DENIED", "/settlement"),
    ]


def test_what_cannot_be_noted_is_not_handed_out(entrance):
    client = entrance.browser()
    log_in(client, "caiwu")
    log = entrance.home.access.ledger
    log.write_bytes(log.read_bytes().replace(b"caiwu", b"mallory"))

    answer = client.get("/download/settlement.csv")

    assert answer.status_code == 503
    assert b"240.00" not in answer.data
    assert log_in(entrance.browser(), "caiwu").status_code == 503
    assert client.post("/logout", data={"csrf": csrf_of(client)}).status_code == 503
    assert not is_in(client)


def test_the_file_of_accounts_is_its_owners_alone_and_holds_hashes(entrance):
    assert stat.S_IMODE(entrance.home.accounts.stat().st_mode) == 0o600
    assert stat.S_IMODE(entrance.home.access.root.stat().st_mode) == 0o700
    with sqlite3.connect(entrance.home.accounts) as store:
        assert store.execute("select password from account").fetchone()[0].startswith("$argon2id$")


def test_a_damaged_file_of_accounts_is_a_sentence(entrance):
    client = entrance.browser()
    log_in(client, "caiwu")
    entrance.home.accounts.write_bytes(b"x" * 4096)

    assert log_in(entrance.browser(), "caiwu").status_code == 503
    assert client.get("/settlement").status_code == 503


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"name": "Ünfit"}, "is named in up to 64 small letters"),
        ({"name": "caiwu"}, "There is an account 'caiwu' already"),
        ({"password": "short"}, "12 to 200 printable signs"),
        ({"password": "aaaaaaaaaaaaaaaa"}, "a few signs again and again"),
        ({"password": "my yunying password"}, "does not hold the account's name"),
        ({"person": " "}, "Give --person as a text"),
    ],
)
def test_an_unfit_account_is_refused_with_what_to_do(entrance, given, sentence):
    with pytest.raises(CannotRun, match=sentence):
        add(entrance.home, **{"name": "yunying", "role": Role.FINANCE} | given)


@pytest.mark.parametrize(
    ("principal", "sentence"),
    [
        (Principal("运营岗", Role.OPERATOR, "caiwu"), "say whose with --contract"),
        (Principal("运营岗", Role.PROVIDER, "caiwu"), "say whose with --provider"),
        (
            Principal("运营岗", Role.FINANCE, "caiwu", frozenset({"HT-001"})),
            "--contract is for accounts of role OPERATOR",
        ),
        (Principal("运营岗", None, "caiwu"), "a role: one of PURCHASER"),
        (Principal("运营岗", Role.FINANCE, "nobody"), "There is no account 'nobody'"),
    ],
)
def test_a_role_goes_with_what_is_its_own(entrance, principal, sentence):
    with pytest.raises(CannotRun, match=sentence):
        change_role(entrance.home, principal)

    assert find_account(entrance.home, "caiwu").principal.role is Role.FINANCE
