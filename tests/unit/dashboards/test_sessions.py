"""Without a session nothing answers; a session ends when it should, and acts for its own pages alone."""

import pytest

from dashboards.access import Principal, Role
from dashboards.entry.accounts import change_password, change_role, disable, enable
from interface.paths import Home
from interface.settings import Access
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


@pytest.fixture(scope="module")
def closed(tmp_path_factory):
    """An entrance at which nobody is logged in, and where nothing is changed."""
    with pytest.MonkeyPatch.context() as patch:
        cheap_passwords(patch)
        yield an_entrance(tmp_path_factory.mktemp("closed"))


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
