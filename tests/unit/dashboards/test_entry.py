"""Nobody comes in but by an account and its password; a session ends when it should, and acts for its own pages."""

import sqlite3
import stat

import pytest

from dashboards.access import Principal, Role
from dashboards.entry.accounts import change_password, change_role, disable, enable, find_account
from interface.errors import CannotRun
from interface.paths import Home
from interface.settings import Access
from tests.unit.dashboards.made_edition import MadeHome, a_line, a_settlement
from tests.unit.dashboards.made_entry import (
    PASSWORD,
    Entrance,
    add,
    callback,
    cheap_passwords,
    csrf_of,
    log_in,
)

MINUTE = 60


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    cheap_passwords(monkeypatch)


@pytest.fixture
def entrance(tmp_path):
    made = MadeHome(tmp_path)
    made.publish("R1", "2020-05", {"settlement": [a_settlement()], "settlement_line": [a_line()]})
    add(made.home, "caiwu", Role.FINANCE, "财务岗")
    return Entrance(made.home)


@pytest.fixture(scope="module")
def closed(tmp_path_factory):
    """An entrance at which nobody is logged in, and where nothing is changed."""
    with pytest.MonkeyPatch.context() as patch:
        cheap_passwords(patch)
        home = Home(tmp_path_factory.mktemp("closed"))
        add(home, "caiwu", Role.FINANCE)
        yield Entrance(home)


def is_in(client):
    return client.get("/_dash-layout", headers={"Sec-Fetch-Mode": "cors"}).status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/_dash-layout",
        "/_dash-dependencies",
        "/_dash-component-suites/dash/deps/react.js",
        "/_reload-hash",
        "/_favicon.ico",
        "/assets/hengliang.css",
        "/assets/../access.py",
    ],
)
def test_without_a_session_a_script_gets_nothing(closed, address):
    answer = closed.browser().get(address)

    assert (answer.status_code, answer.data) == (401, b"Log in first.")


@pytest.mark.parametrize("address", ["/", "/settlement?period=2020-05", "/download/settlement.csv", "/nowhere"])
def test_without_a_session_a_person_is_sent_to_the_log_in_which_leads_back(closed, address):
    client = closed.browser()

    sent = client.get(address)

    assert sent.status_code == 302
    assert sent.headers["Location"].startswith("/login?next=%2F")
    assert b"240.00" not in sent.data
    back = log_in(client, "caiwu", next=address)
    assert (back.status_code, back.headers["Location"]) == (303, address)


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
@pytest.mark.parametrize("address", ["/_dash-update-component", "/logout", "/settlement"])
def test_without_a_session_nothing_is_done(closed, method, address):
    assert getattr(closed.browser(), method)(address).status_code == 401


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
        "what": "password",
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


def test_a_session_ends_after_half_an_hour_without_a_request(entrance):
    client = entrance.browser()
    log_in(client, "caiwu")
    entrance.clock.now += 29 * MINUTE
    assert is_in(client)
    entrance.clock.now += 29 * MINUTE
    assert is_in(client)

    entrance.clock.now += 30 * MINUTE

    assert not is_in(client)
    entrance.clock.now -= 30 * MINUTE
    assert not is_in(client)


def test_no_session_lasts_longer_than_twelve_hours(entrance):
    client = entrance.browser()
    log_in(client, "caiwu")
    for _ in range(12 * 3 - 1):
        entrance.clock.now += 20 * MINUTE
        assert is_in(client)

    entrance.clock.now += 20 * MINUTE

    assert not is_in(client)


def test_a_session_that_was_logged_out_cannot_be_used_again(entrance):
    client = entrance.browser()
    log_in(client, "caiwu")
    token, csrf = client.get_cookie("hengliang").value, csrf_of(client)

    gone = client.post("/logout", data={"csrf": csrf})

    assert (gone.status_code, gone.headers["Location"]) == (303, "/login")
    assert client.get_cookie("hengliang") is None
    client.set_cookie("hengliang", token)
    assert not is_in(client)
    assert entrance.kinds() == ["LOGGED_IN", "LOGGED_OUT"]


@pytest.mark.parametrize(
    "change",
    [
        lambda home: disable(home, "caiwu"),
        lambda home: change_password(home, "caiwu", "another good one 7"),
        lambda home: change_role(home, Principal("", Role.AUDITOR, "caiwu")),
    ],
    ids=["disabled", "password", "role"],
)
def test_a_changed_account_ends_its_sessions_at_once(entrance, change):
    clients = [entrance.browser(), entrance.browser()]
    for client in clients:
        log_in(client, "caiwu")

    change(entrance.home)

    assert [is_in(client) for client in clients] == [False, False]


def test_a_disabled_account_cannot_log_in_until_it_is_enabled(entrance):
    disable(entrance.home, "caiwu")
    assert log_in(entrance.browser(), "caiwu").status_code == 403

    enable(entrance.home, "caiwu")

    assert log_in(entrance.browser(), "caiwu").status_code == 303


def test_a_session_that_somebody_else_set_is_not_taken_over_by_logging_in(entrance):
    """Session fixation: a token that was known before the log-in must be worth nothing after it."""
    client = entrance.browser()
    log_in(client, "caiwu")
    known = client.get_cookie("hengliang").value

    log_in(client, "caiwu")  # the page of who is in leads on; the form still counts
    client.post("/logout", data={"csrf": csrf_of(client)})
    client.set_cookie("hengliang", known)
    log_in(client, "caiwu")

    assert client.get_cookie("hengliang").value != known
    client.set_cookie("hengliang", known)
    assert not is_in(client)


def test_the_cookie_of_a_session_is_for_no_script_no_other_site_and_is_nowhere_in_the_file(entrance):
    client = entrance.browser()

    cookies = log_in(client, "caiwu").headers.getlist("Set-Cookie")

    session = next(each for each in cookies if each.startswith("hengliang="))
    assert "HttpOnly" in session
    assert "SameSite=Strict" in session
    assert client.get_cookie("hengliang").value.encode() not in entrance.home.accounts.read_bytes()


def test_over_tls_the_cookie_is_bound_to_the_host_and_the_browser_told_to_stay_with_tls(tmp_path):
    add(Home(tmp_path), "caiwu", Role.FINANCE)
    entrance = Entrance(Home(tmp_path), Access(origin="https://hengliang.example"))

    given = {"base_url": "https://hengliang.example", "headers": {"Origin": "https://hengliang.example"}}
    answer = log_in(entrance.browser(), "caiwu", **given)

    session = next(each for each in answer.headers.getlist("Set-Cookie") if each.startswith("__Host-hengliang="))
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Strict"} <= set(session.split("; "))
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


@pytest.mark.parametrize(
    "headers",
    [
        {"X-CSRFToken": ""},
        {"X-CSRFToken": "x" * 43},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost.evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
    ids=["no-token", "wrong-token", "other-origin", "no-origin", "like-ours", "other-site"],
)
def test_a_page_asked_for_by_another_site_is_refused_and_noted(entrance, headers):
    client = entrance.browser()
    log_in(client, "caiwu")

    answer = callback(client, **headers)

    assert answer.status_code == 403
    assert b"240.00" not in answer.data
    assert entrance.kinds() == ["LOGGED_IN", "FORGED"]


def test_the_token_of_another_session_does_not_count(entrance):
    add(entrance.home, "caigou", Role.PURCHASER)
    mine, theirs = entrance.browser(), entrance.browser()
    log_in(mine, "caiwu")
    log_in(theirs, "caigou")

    assert callback(mine, **{"X-CSRFToken": csrf_of(theirs)}).status_code == 403
    assert callback(mine, Origin="http://localhost").status_code == 200


def test_a_log_in_form_that_another_site_sends_is_refused(entrance):
    client = entrance.browser()

    answer = client.post("/login", data={"account": "caiwu", "password": PASSWORD, "csrf": "x"})

    assert answer.status_code == 403
    assert client.get_cookie("hengliang") is None
    assert log_in(client, "caiwu", headers={"Origin": "https://evil.example"}).status_code == 403


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
        "/login?next=/login",
        "/logout",
        "settlement",
        "/\r\nSet-Cookie: a=b",
        "/" + "x" * 3000,
        "",
    ],
)
def test_the_log_in_leads_nowhere_but_to_a_page_here(closed, wanted):
    answer = log_in(closed.browser(), "caiwu", next=wanted)

    assert (answer.status_code, answer.headers["Location"]) == (303, "/")


def test_a_link_on_another_sites_page_is_opened_as_from_a_page_here(entrance):
    """A browser holds the session's cookie back where another site leads here, and would show the log-in in vain."""
    answer = entrance.browser().get("/settlement?period=2020-05", headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 200
    assert b'content="0;url=/settlement?period=2020-05"' in answer.data


def test_what_another_asked_for_is_escaped_on_the_log_in_page(entrance):
    answer = entrance.browser().get('/login?next=/"><script>alert(1)</script>')

    assert b"<script" not in answer.data
    assert "script-src" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'self'")
    assert answer.headers["X-Frame-Options"] == "DENY"


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
