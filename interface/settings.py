"""The only reader of the environment; a HENGLIANG_ name that nobody knows is refused."""

import os
import pwd
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from interface.errors import CannotRun

DUCKDB, SPARK = "duckdb", "spark"

_PREFIX = "HENGLIANG_"
_KNOWN = {
    *("HOME", "THREADS", "MEMORY", "HOST", "PORT", "TRACEBACK", "INBOX", "WORKING_DAYS", "PERSON"),
    *("ENGINE", "SPARK_MASTER"),
    *("ALERT_WEBHOOK", "ALERT_MAIL_TO", "ALERT_MAIL_FROM"),
    *("SMTP", "SMTP_SECURITY", "SMTP_USER", "SMTP_PASSWORD_FILE"),
    *("ORIGIN", "IDLE_MINUTES", "SESSION_HOURS"),
    *("OIDC_ISSUER", "OIDC_CLIENT", "OIDC_SECRET_FILE", "OIDC_CLAIM"),
}


@dataclass(frozen=True)
class Alerts:
    """Whom to tell that a run failed; nobody where neither a webhook nor an address is given.

    Attributes:
        webhook: Address that takes the alert as JSON (``HENGLIANG_ALERT_WEBHOOK``); it may hold a secret.
        mail_to: Addresses that get it as mail (``HENGLIANG_ALERT_MAIL_TO``, separated by commas).
        mail_from: The sender (``HENGLIANG_ALERT_MAIL_FROM``, default the first address of mail_to).
        smtp_host: The mail server, and its port (``HENGLIANG_SMTP``, such as ``127.0.0.1:25``).
        smtp_port: See smtp_host.
        smtp_security: ``none``, ``starttls`` or ``tls`` (``HENGLIANG_SMTP_SECURITY``, default ``none``).
        smtp_user: Name to log in with (``HENGLIANG_SMTP_USER``); None where the server wants none.
        smtp_password_file: File that holds the password, and nothing else (``HENGLIANG_SMTP_PASSWORD_FILE``).
    """

    webhook: str | None = field(default=None, repr=False)
    mail_to: tuple[str, ...] = ()
    mail_from: str = ""
    smtp_host: str = ""
    smtp_port: int = 0
    smtp_security: str = "none"
    smtp_user: str | None = None
    smtp_password_file: Path | None = None


@dataclass(frozen=True)
class IdentityProvider:
    """Where people log in with the account of their house, by OpenID Connect.

    Attributes:
        issuer: Its address (``HENGLIANG_OIDC_ISSUER``), as its configuration document names it.
        client: What it knows these pages as (``HENGLIANG_OIDC_CLIENT``).
        secret_file: File that holds the client's secret, and nothing else (``HENGLIANG_OIDC_SECRET_FILE``).
        claim: Which claim names the account (``HENGLIANG_OIDC_CLAIM``, default ``preferred_username``).
    """

    issuer: str
    client: str
    secret_file: Path
    claim: str


@dataclass(frozen=True)
class Access:
    """How people come to the pages.

    Attributes:
        origin: The address under which they open them where a proxy stands before (``HENGLIANG_ORIGIN``, such as
            ``https://hengliang.example``); blank where they open what the pages listen on.
        idle_minutes: A session that asked for nothing so long has ended (``HENGLIANG_IDLE_MINUTES``, default 30).
        session_hours: No session lasts longer (``HENGLIANG_SESSION_HOURS``, default 12).
        identity_provider: Where else they may log in; None where only passwords count.
    """

    origin: str = ""
    idle_minutes: int = 30
    session_hours: int = 12
    identity_provider: IdentityProvider | None = None


@dataclass(frozen=True)
class Settings:
    """What may be configured from outside.

    Attributes:
        home: Root of the home (``HENGLIANG_HOME``, default ``./warehouse``).
        threads: Threads that the engine may use (``HENGLIANG_THREADS``, default 2).
        memory: The engine's memory limit, as DuckDB writes it (``HENGLIANG_MEMORY``, default ``4GB``).
        host: Address that the pages listen on (``HENGLIANG_HOST``, default ``127.0.0.1``).
        port: Their port (``HENGLIANG_PORT``, default 8050).
        shows_traceback: Whether an unexpected error shows where it arose (``HENGLIANG_TRACEBACK=yes``).
        inbox: Folder that Dagster watches for input files (``HENGLIANG_INBOX``); None where none is watched.
        working_days: CSV with days announced since this version (``HENGLIANG_WORKING_DAYS``); see working_days.py.
        person: Who starts runs (``HENGLIANG_PERSON``, default the login name); who approves must be another.
        engine: What settles, ``duckdb`` or ``spark`` (``HENGLIANG_ENGINE``, default ``duckdb``).
        spark_master: The cluster's master (``HENGLIANG_SPARK_MASTER``, default ``spark://127.0.0.1:7077``).
        alerts: Whom Dagster tells that a run failed.
        access: How people come to the pages.
    """

    home: Path
    threads: int
    memory: str
    host: str
    port: int
    shows_traceback: bool
    inbox: Path | None = None
    working_days: Path | None = None
    person: str = ""
    engine: str = DUCKDB
    spark_master: str = "spark://127.0.0.1:7077"
    alerts: Alerts = Alerts()
    access: Access = Access()


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read every setting; CannotRun names the first one that is unknown or unfit."""
    given = {name.removeprefix(_PREFIX): value for name, value in environment.items() if name.startswith(_PREFIX)}
    for name in sorted(given.keys() - _KNOWN):
        expected = ", ".join(_PREFIX + each for each in sorted(_KNOWN))
        raise CannotRun(f"Environment variable {_PREFIX}{name} is not known: remove it, or use one of {expected}.")
    return Settings(
        home=Path(given.get("HOME") or "warehouse"),
        threads=_whole_number(given, "THREADS", default=2, most=256),
        memory=_memory(given.get("MEMORY") or "4GB"),
        host=given.get("HOST") or "127.0.0.1",
        port=_whole_number(given, "PORT", default=8050, most=65535),
        shows_traceback=given.get("TRACEBACK") == "yes",
        inbox=Path(given["INBOX"]) if given.get("INBOX") else None,
        working_days=Path(given["WORKING_DAYS"]) if given.get("WORKING_DAYS") else None,
        person=" ".join((given.get("PERSON") or _login_name()).split()),
        engine=_engine(given.get("ENGINE") or DUCKDB),
        spark_master=_spark_master(given.get("SPARK_MASTER") or "spark://127.0.0.1:7077"),
        alerts=_alerts(given),
        access=_access(given),
    )


def _login_name() -> str:
    """The name of the user whose process this is; a user that the system does not know goes by number."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())


def _alerts(given: Mapping[str, str]) -> Alerts:
    webhook = given.get("ALERT_WEBHOOK") or None
    if webhook and not re.fullmatch(r"https?://[^\s/]\S*", webhook):
        raise CannotRun(
            f"Environment variable {_PREFIX}ALERT_WEBHOOK is no address: it begins with https:// or http://."
        )
    mail_to = tuple(each.strip() for each in given.get("ALERT_MAIL_TO", "").split(",") if each.strip())
    mail_from = given.get("ALERT_MAIL_FROM") or (mail_to[0] if mail_to else "")
    for name, address in (*(("ALERT_MAIL_TO", each) for each in mail_to), ("ALERT_MAIL_FROM", mail_from or "a@b")):
        if not re.fullmatch(r"[^\s@,<>]+@[^\s@,<>]+", address):
            raise CannotRun(f"Environment variable {_PREFIX}{name} holds {address!r}, which is no mail address.")
    server = given.get("SMTP") or ""
    named = re.fullmatch(r"([^\s:]+):([0-9]{1,5})", server)
    if (server or mail_to) and not (named and 1 <= int(named.group(2)) <= 65535):
        raise CannotRun(f"Environment variable {_PREFIX}SMTP is {server!r}: name the mail server as host:port.")
    security = given.get("SMTP_SECURITY") or "none"
    if security not in ("none", "starttls", "tls"):
        raise CannotRun(f"Environment variable {_PREFIX}SMTP_SECURITY is {security!r}: give none, starttls or tls.")
    user, password_file = given.get("SMTP_USER") or None, given.get("SMTP_PASSWORD_FILE") or None
    if (user is None) != (password_file is None):
        raise CannotRun(
            f"Environment variables {_PREFIX}SMTP_USER and {_PREFIX}SMTP_PASSWORD_FILE go together: give both or none."
        )
    if user and security == "none":
        raise CannotRun(
            f"Environment variable {_PREFIX}SMTP_SECURITY is none although a password is to be sent: "
            "give starttls or tls."
        )
    return Alerts(
        webhook=webhook,
        mail_to=mail_to,
        mail_from=mail_from,
        smtp_host=named.group(1) if named else "",
        smtp_port=int(named.group(2)) if named else 0,
        smtp_security=security,
        smtp_user=user,
        smtp_password_file=Path(password_file) if password_file else None,
    )


def _access(given: Mapping[str, str]) -> Access:
    origin = (given.get("ORIGIN") or "").rstrip("/")
    if origin and not re.fullmatch(r"https?://[a-z0-9.-]+(:[0-9]{1,5})?|https?://\[[0-9a-f:]+\](:[0-9]{1,5})?", origin):
        raise CannotRun(
            f"Environment variable {_PREFIX}ORIGIN is {origin!r}: give the pages' address in lower case and without a "
            "path, such as https://hengliang.example."
        )
    return Access(
        origin=origin,
        idle_minutes=_whole_number(given, "IDLE_MINUTES", default=30, most=720),
        session_hours=_whole_number(given, "SESSION_HOURS", default=12, most=168),
        identity_provider=_identity_provider(given, origin),
    )


def _identity_provider(given: Mapping[str, str], origin: str) -> IdentityProvider | None:
    names = ("OIDC_ISSUER", "OIDC_CLIENT", "OIDC_SECRET_FILE")
    missing = [_PREFIX + name for name in names if not given.get(name)]
    if len(missing) == len(names) and not given.get("OIDC_CLAIM"):
        return None
    if missing or not origin:
        absent = ", ".join(missing or [f"{_PREFIX}ORIGIN"])
        raise CannotRun(f"Logging in by OpenID Connect needs more settings: give {absent} too.")
    issuer = given["OIDC_ISSUER"].rstrip("/")
    if not re.fullmatch(r"https://[^\s/]\S*|http://(127\.0\.0\.1|localhost|\[::1\])(:[0-9]{1,5})?(/\S*)?", issuer):
        raise CannotRun(f"Environment variable {_PREFIX}OIDC_ISSUER is no address: it begins with https://.")
    return IdentityProvider(
        issuer=issuer,
        client=given["OIDC_CLIENT"],
        secret_file=Path(given["OIDC_SECRET_FILE"]),
        claim=given.get("OIDC_CLAIM") or "preferred_username",
    )


def _whole_number(given: Mapping[str, str], name: str, *, default: int, most: int) -> int:
    text = given.get(name) or str(default)
    if not re.fullmatch(r"[0-9]{1,6}", text) or not 1 <= int(text) <= most:
        raise CannotRun(f"Environment variable {_PREFIX}{name} is {text!r}: give a whole number from 1 to {most}.")
    return int(text)


def _engine(text: str) -> str:
    if text not in (DUCKDB, SPARK):
        raise CannotRun(f"Environment variable {_PREFIX}ENGINE is {text!r}: give {DUCKDB} or {SPARK}.")
    return text


def _spark_master(text: str) -> str:
    named = re.fullmatch(r"spark://([A-Za-z0-9.-]+):([0-9]{1,5})", text)
    if not (named and 1 <= int(named.group(2)) <= 65535):
        raise CannotRun(f"Environment variable {_PREFIX}SPARK_MASTER is {text!r}: name it as spark://host:port.")
    return text


def _memory(text: str) -> str:
    if not re.fullmatch(r"[1-9][0-9]{2,5}MB|[1-9][0-9]{0,3}GB", text):
        raise CannotRun(f"Environment variable {_PREFIX}MEMORY is {text!r}: give 100MB or more, such as 500MB or 4GB.")
    return text
