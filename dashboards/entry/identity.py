"""Logging in with the account of the house, by OpenID Connect; it opens accounts that there are and makes none."""

import logging
from collections.abc import Mapping
from typing import Any

import flask
from authlib.integrations.flask_client import FlaskOAuth2App, OAuth

from dashboards.entry.access_log import Noted, note_often
from dashboards.entry.accounts import Account, plain_name, read_accounts
from dashboards.entry.door import Door, moved, own_address
from dashboards.entry.log_in import page
from interface.errors import CannotRun
from interface.settings import IdentityProvider

_LOG = logging.getLogger(__name__)
_TIMEOUT_SECONDS = 10
_NEXT = "next"
_HOW = "统一身份认证 OIDC"


def add_identity_provider(server: flask.Flask, routes: flask.Blueprint, door: Door, at: IdentityProvider) -> None:
    """Add the way to an identity provider and back to the routes that answer without a session.

    Raises:
        CannotRun: the client's secret cannot be read.
    """
    client = OAuth(server).register(
        "provider",
        client_id=at.client,
        client_secret=_secret(at),
        server_metadata_url=f"{at.issuer}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid profile email",
            "code_challenge_method": "S256",
            "default_timeout": _TIMEOUT_SECONDS,
        },
    )
    routes.add_url_rule("/login/oidc", "provider", lambda: _send(client, door))
    routes.add_url_rule("/login/oidc/callback", "provider_callback", lambda: _receive(client, door, at))


def _send(client: FlaskOAuth2App, door: Door) -> flask.Response:
    flask.session[_NEXT] = own_address(flask.request.args.get("next"))
    try:
        return client.authorize_redirect(f"{door.access.origin}/login/oidc/callback")
    except Exception:  # whatever the provider's document or the network makes of it
        _LOG.exception("The identity provider cannot be asked")
        return page(door, said="log_in.provider_refused", status=502)


def _receive(client: FlaskOAuth2App, door: Door, at: IdentityProvider) -> flask.Response:
    wanted = own_address(flask.session.pop(_NEXT, None))
    try:
        account = _account_of(_claims(client, at), door, at)
    except Exception:  # a forged answer, another issuer, a key that is not theirs, a network that fails
        _LOG.exception("The identity provider's answer does not hold")
        account = None
    try:
        if account is None:
            note_often(door.home, Noted.LOG_IN_FAILED, now=door.clock(), what=_HOW, source=door.source)
            return page(door, said="log_in.provider_refused", status=403)
        # Not a redirect: this request comes from the provider's page, and a browser that follows a redirect from there
        # would hold the new cookie back.
        return door.let_in(account, moved(wanted), how=_HOW)
    except CannotRun:
        return page(door, said="log_in.cannot_be_read", status=503)


def _claims(client: FlaskOAuth2App, at: IdentityProvider) -> Mapping[str, Any]:
    """What the provider's signed token says, which must be from this issuer, for this client, and of this log-in."""
    document = client.load_server_metadata()
    if document.get("issuer", "").rstrip("/") != at.issuer:
        raise ValueError(f"the configuration is of {document.get('issuer')!r}")
    signed = [each for each in document.get("id_token_signing_alg_values_supported", ["RS256"]) if each != "none"]
    document["id_token_signing_alg_values_supported"] = signed
    expected = {
        "iss": {"essential": True, "value": document["issuer"]},
        "aud": {"essential": True, "value": at.client},
    }
    return client.authorize_access_token(claims_options=expected)["userinfo"]


def _account_of(claims: Mapping[str, Any], door: Door, at: IdentityProvider) -> Account | None:
    if at.claim == "email" and claims.get("email_verified") is not True:
        return None
    named = claims.get(at.claim)
    if not isinstance(named, str):
        return None
    for account in read_accounts(door.home):
        if account.name == plain_name(named) and not account.is_disabled:
            return account
    return None


def _secret(at: IdentityProvider) -> str:
    try:
        secret = at.secret_file.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        secret = ""
    if not secret:
        raise CannotRun(f"{at.secret_file} holds no secret that can be read: see HENGLIANG_OIDC_SECRET_FILE.")
    return secret
