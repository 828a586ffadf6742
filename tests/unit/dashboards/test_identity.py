"""Whom the identity provider confirms comes in by an account that is there; nobody else does, and none is made."""

import pytest
from joserfc.jwk import RSAKey

from dashboards.access import Role
from dashboards.entry.accounts import disable, read_accounts
from interface.errors import CannotRun
from interface.paths import Home
from interface.settings import Access, IdentityProvider
from tests.unit.dashboards.made_entry import Entrance, add, cheap_passwords
from tests.unit.dashboards.made_provider import CLIENT, SECRET, provider_on_this_host

ORIGIN = "http://localhost"


@pytest.fixture(scope="module")
def provider():
    with provider_on_this_host() as made:
        yield made


@pytest.fixture
def entrance(provider, tmp_path, monkeypatch):
    cheap_passwords(monkeypatch)
    monkeypatch.setattr(provider, "claims", {"preferred_username": "Caiwu"})
    monkeypatch.setattr(provider, "key", provider.key)
    return an_entrance(provider, tmp_path)


def an_entrance(provider, tmp_path, claim="preferred_username"):
    secret = tmp_path / "secret"
    secret.write_text(f"{SECRET}\n")
    home = Home(tmp_path / "home")
    if not read_accounts(home):
        add(home, "caiwu", Role.FINANCE, "财务岗")
        add(home, "caiwu@hengliang.example", Role.AUDITOR, "审计岗")
    at = IdentityProvider(provider.issuer, CLIENT, secret, claim)
    return Entrance(home, Access(origin=ORIGIN, identity_provider=at))


def come_by(provider, entrance, address="/login/oidc?next=/settlement"):
    client = entrance.browser()
    sent = client.get(address)
    assert sent.headers["Location"].startswith(f"{provider.issuer}/authorize?")
    return client, client.get(provider.ask(sent.headers["Location"]))


def is_in(client):
    return client.get("/_dash-layout").status_code == 200


def test_who_is_confirmed_comes_in_as_their_account_and_where_they_wanted(provider, entrance):
    client, answer = come_by(provider, entrance)

    assert answer.status_code == 200
    assert b'content="0;url=/settlement"' in answer.data
    assert is_in(client)
    assert provider.asked["redirect_uri"] == f"{ORIGIN}/login/oidc/callback"
    assert provider.asked["code_challenge_method"] == "S256"
    assert [(each.kind, each.content["account"], each.content["what"]) for each in entrance.noted()] == [
        ("LOGGED_IN", "caiwu", "统一身份认证 OIDC")
    ]


def test_the_log_in_page_offers_it(entrance):
    assert 'href="/login/oidc?next=%2Faudit"' in entrance.browser().get("/login?next=/audit").get_data(as_text=True)


@pytest.mark.parametrize(
    "claims",
    [
        {"preferred_username": "nobody"},
        {"preferred_username": None},
        {"preferred_username": ["caiwu"]},
        {"aud": "another application"},
        {"iss": "https://evil.example"},
        {"nonce": "of another log-in"},
        {"exp": 1},
    ],
    ids=["no-account", "no-claim", "no-text", "audience", "issuer", "nonce", "expired"],
)
def test_who_is_not_confirmed_stays_out_and_gets_no_account(provider, entrance, claims, monkeypatch):
    monkeypatch.setattr(provider, "claims", {"preferred_username": "caiwu"} | claims)

    client, answer = come_by(provider, entrance)

    assert answer.status_code == 403
    assert "统一身份认证未完成" in answer.get_data(as_text=True)
    assert not is_in(client)
    assert len(read_accounts(entrance.home)) == 2
    assert entrance.kinds() == ["LOG_IN_FAILED"]


def test_a_token_that_another_signed_does_not_count(provider, entrance, monkeypatch):
    monkeypatch.setattr(provider, "key", RSAKey.generate_key(2048, {"kid": "1"}))

    client, answer = come_by(provider, entrance)

    assert (answer.status_code, is_in(client)) == (403, False)


def test_a_token_that_nobody_signed_does_not_count(provider, entrance, monkeypatch):
    signed = provider.token

    def unsigned() -> str:
        body = signed().split(".")[1]
        return f"eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.{body}."

    monkeypatch.setattr(provider, "token", unsigned)

    client, answer = come_by(provider, entrance)

    assert (answer.status_code, is_in(client)) == (403, False)


def test_a_disabled_account_stays_out(provider, entrance):
    disable(entrance.home, "caiwu")

    client, answer = come_by(provider, entrance)

    assert (answer.status_code, is_in(client)) == (403, False)


def test_an_answer_to_another_browsers_request_does_not_count(provider, entrance):
    """Otherwise somebody could have another work under an account that is not theirs."""
    mine, theirs = entrance.browser(), entrance.browser()
    back = provider.ask(mine.get("/login/oidc").headers["Location"])

    assert theirs.get(back).status_code == 403
    assert not is_in(theirs)
    assert mine.get(back).status_code == 200
    assert mine.get(back).status_code in (302, 303, 403)


@pytest.mark.parametrize("wanted", ["https://evil.example", "//evil.example", "/login/oidc"])
def test_it_leads_to_no_other_host(provider, entrance, wanted):
    _, answer = come_by(provider, entrance, f"/login/oidc?next={wanted}")

    assert b'content="0;url=/"' in answer.data


def test_a_mail_address_counts_only_where_the_provider_verified_it(provider, entrance, tmp_path, monkeypatch):
    by_mail = an_entrance(provider, tmp_path, claim="email")
    claims = {"email": "Caiwu@hengliang.example", "email_verified": False}
    monkeypatch.setattr(provider, "claims", claims)
    assert come_by(provider, by_mail)[1].status_code == 403

    monkeypatch.setattr(provider, "claims", claims | {"email_verified": True})

    assert come_by(provider, by_mail)[1].status_code == 200


def test_a_provider_that_does_not_answer_is_a_sentence(entrance, tmp_path):
    at = IdentityProvider("http://127.0.0.1:1", CLIENT, tmp_path / "secret", "preferred_username")
    silent = Entrance(entrance.home, Access(origin=ORIGIN, identity_provider=at))

    answer = silent.browser().get("/login/oidc")

    assert answer.status_code == 502
    assert "统一身份认证未完成" in answer.get_data(as_text=True)


def test_a_secret_that_cannot_be_read_is_named(entrance, tmp_path):
    at = IdentityProvider("http://127.0.0.1:1", CLIENT, tmp_path / "missing", "preferred_username")

    with pytest.raises(CannotRun, match="missing holds no secret that can be read"):
        Entrance(entrance.home, Access(origin=ORIGIN, identity_provider=at))
