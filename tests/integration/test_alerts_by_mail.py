"""An alert reaches a mail server as it is set: plainly, or encrypted and logged in, and never past a doubtful name."""

import asyncio
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import trustme
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

from interface.settings import Alerts
from orchestration.alerts import Alert, send_alert

CRASH = Alert("FAILED", "settle_month", "2020-05", "built_month: MemoryError", "/srv/home", "r1")
TITLE = "衡量 settle_month 2020-05: 运行失败 A run failed"
PASSWORD = "a&b; c"


class Sink:
    """A mail server's rules and what came: mails with whom they were for, and passwords."""

    def __init__(self) -> None:
        self.mails: list[tuple[list[str], bytes]] = []
        self.passwords: list[bytes] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802  aiosmtpd calls it so
        self.mails.append((envelope.rcpt_tos, envelope.content))
        return "250 ok"

    def authenticate(self, _server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any) -> AuthResult:
        assert isinstance(given, LoginPassword)
        self.passwords.append(given.password)
        return AuthResult(success=given.password == PASSWORD.encode(), handled=False)


class Mail:
    """A running mail server and the settings that reach it."""

    def __init__(self, sink: Sink, port: int) -> None:
        self.mails, self.passwords = sink.mails, sink.passwords
        self.settings = replace(
            Alerts(),
            mail_to=("ops@example.cn", "finance@example.cn"),
            mail_from="h@example.cn",
            smtp_host="127.0.0.1",
            smtp_port=port,
        )

    def sent_with(self, **given: Any) -> list[str]:
        return send_alert(replace(self.settings, **given), CRASH)


Server = tuple[Callable[[], SMTP], ssl.SSLContext | None]


def encrypted(sink: Sink, context: ssl.SSLContext) -> Server:
    """A server that encrypts from the first byte and knows logins."""
    return partial(SMTP, sink, authenticator=sink.authenticate, auth_require_tls=False), context


def upgraded(sink: Sink, context: ssl.SSLContext) -> Server:
    """A server that encrypts when it is asked to, and takes logins and mail only then."""
    opened = partial(SMTP, sink, tls_context=context, require_starttls=True, auth_required=True)
    return partial(opened, authenticator=sink.authenticate), None


def plain(sink: Sink, _context: ssl.SSLContext) -> Server:
    """A server that neither encrypts nor knows logins."""
    return partial(SMTP, sink), None


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> trustme.CA:
    """Who signs certificates on this network; the machine trusts it and nobody else."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    return authority


Serve = Callable[..., Mail]


@pytest.fixture
def serve(authority: trustme.CA) -> Iterator[Serve]:
    """Start a mail server; its certificate is of the address that it is reached by, unless told."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    def start(kind: Callable[[Sink, ssl.SSLContext], Server], name: str = "127.0.0.1", by: Any = None) -> Mail:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        (by or authority).issue_cert(name).configure_cert(context)
        sink = Sink()
        protocol, from_the_start = kind(sink, context)
        opening = loop.create_server(partial(protocol, loop=loop), "127.0.0.1", 0, ssl=from_the_start)
        server = asyncio.run_coroutine_threadsafe(opening, loop).result()
        return Mail(sink, server.sockets[0].getsockname()[1])

    yield start
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


@pytest.fixture
def login(tmp_path: Path) -> dict[str, Any]:
    file = tmp_path / "password"
    file.write_text(f"{PASSWORD}\n", "utf-8")
    return {"smtp_user": "hengliang", "smtp_password_file": file}


def test_a_mail_goes_to_everybody_who_is_named(serve: Serve) -> None:
    server = serve(plain)

    assert server.sent_with() == []

    ((to, content),) = server.mails
    mail = message_from_bytes(content, policy=policy.default)
    assert to == ["ops@example.cn", "finance@example.cn"]
    assert (mail["From"], mail["Subject"]) == ("h@example.cn", TITLE)
    assert "built_month: MemoryError" in mail.get_content()


@pytest.mark.parametrize(("kind", "security"), [(upgraded, "starttls"), (encrypted, "tls")])
def test_an_encrypted_mail_is_logged_in_for(serve: Serve, login: dict[str, Any], kind: Any, security: str) -> None:
    server = serve(kind)

    assert server.sent_with(smtp_security=security, **login) == []

    assert [to for to, _ in server.mails] == [["ops@example.cn", "finance@example.cn"]]
    assert server.passwords == [PASSWORD.encode()]


@pytest.mark.parametrize(("kind", "security"), [(upgraded, "starttls"), (encrypted, "tls")])
@pytest.mark.parametrize("doubt", ["of another name", "signed by a stranger"])
def test_nothing_is_told_to_a_server_that_cannot_show_who_it_is(
    serve: Serve, login: dict[str, Any], kind: Any, security: str, doubt: str
) -> None:
    stranger = trustme.CA() if doubt == "signed by a stranger" else None
    server = serve(kind, name="127.0.0.1" if stranger else "mail.example.cn", by=stranger)

    assert server.sent_with(smtp_security=security, **login) == [
        f"The mail to ops@example.cn, finance@example.cn could not be told (SSLCertVerificationError): {TITLE}"
    ]
    assert (server.mails, server.passwords) == ([], [])


def test_what_was_to_be_encrypted_is_not_sent_plainly(serve: Serve, login: dict[str, Any]) -> None:
    server = serve(plain)

    (said,) = server.sent_with(smtp_security="starttls", **login)

    assert "SMTPNotSupportedError" in said
    assert server.mails == []


def test_a_password_that_is_wrong_is_not_repeated(serve: Serve, login: dict[str, Any]) -> None:
    server = serve(upgraded)
    login["smtp_password_file"].write_text("guessed-wrong", "utf-8")

    (said,) = server.sent_with(smtp_security="starttls", **login)

    assert "SMTPAuthenticationError 535" in said
    assert "guessed-wrong" not in said
    assert (server.mails, server.passwords[0]) == ([], b"guessed-wrong")
