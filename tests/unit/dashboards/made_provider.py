"""A small OpenID Connect provider on this host, which says what a test wants it to say."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import flask
from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server

CLIENT, SECRET = "hengliang", "the client's secret"


@dataclass
class Provider:
    """What the provider says and was told.

    Attributes:
        issuer: Its address.
        claims: What its token says beside the usual, or instead of it.
        key: What it signs with; the key that it shows is always the first one.
        asked: The query of the newest request to log in.
        exchanged: The form of the newest exchange of a code.
    """

    issuer: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "1"}))
    asked: dict[str, str] = field(default_factory=dict)
    exchanged: dict[str, str] = field(default_factory=dict)

    def ask(self, address: str) -> str:
        """Log in there as its user would; the address that the browser is sent back to."""
        self.asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        return f"/login/oidc/callback?code=C1&state={self.asked['state']}"

    def token(self) -> str:
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "sub": "1", "iat": now, "exp": now + 60}
        claims |= {"nonce": self.asked["nonce"]} | self.claims
        return jwt.encode({"alg": "RS256", "kid": "1"}, claims, self.key)

    def is_proved(self) -> bool:
        """Whether who exchanges the code is who asked for it: PKCE."""
        digest = hashlib.sha256(self.exchanged.get("code_verifier", "").encode()).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == self.asked["code_challenge"]


@contextmanager
def provider_on_this_host() -> Iterator[Provider]:
    """The provider, answering until the block ends."""
    provider, app = Provider(), flask.Flask("provider")
    shown = provider.key.as_dict(private=False)
    app.add_url_rule("/.well-known/openid-configuration", "about", lambda: _about(provider.issuer))
    app.add_url_rule("/keys", "keys", lambda: {"keys": [shown]})

    @app.post("/token")
    def exchange() -> Any:
        provider.exchanged = flask.request.form.to_dict()
        if not provider.is_proved():
            return {"error": "invalid_grant"}, 400
        return {"access_token": "A1", "token_type": "Bearer", "expires_in": 60, "id_token": provider.token()}

    server = make_server("127.0.0.1", 0, app, threaded=True)
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield provider
    server.shutdown()
    thread.join(timeout=10)


def _about(issuer: str) -> flask.Response:
    document = {
        "issuer": issuer,
        "authorization_endpoint": f"{issuer}/authorize",
        "token_endpoint": f"{issuer}/token",
        "jwks_uri": f"{issuer}/keys",
        "id_token_signing_alg_values_supported": ["RS256", "none"],
    }
    return flask.Response(json.dumps(document), content_type="application/json")
