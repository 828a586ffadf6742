"""Tells people that a run was refused or failed, by webhook and mail; what cannot be sent is said and stops nothing."""

import json
import smtplib
import socket
import ssl
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any

from interface.settings import Alerts

_SECONDS = 10
_TITLES = {
    "REFUSED": ("质量门未通过", "The gate refused a run; nothing was published"),
    "FILE_REFUSED": ("有文件被拒收", "A file was refused; the others landed"),
    "FAILED": ("运行失败", "A run failed"),
    "SERVICE_FAILED": ("服务失败", "A service failed"),
}


@dataclass(frozen=True)
class Alert:
    """What went wrong, and where.

    Attributes:
        kind: REFUSED (a judgement of the gate), FILE_REFUSED, FAILED (a crash, or what could not run), or
            SERVICE_FAILED (of the server's own services, such as the backup).
        job: The job, schedule or service.
        period: The month or year; None where there is none.
        sentence: What was found or said, in one or more lines.
        home: The root of the home.
        run_id: Dagster's id of the run; None where none was started.
    """

    kind: str
    job: str
    period: str | None
    sentence: str
    home: str
    run_id: str | None = None

    @property
    def title(self) -> str:
        """The first line, in both languages."""
        chinese, english = _TITLES[self.kind]
        about = f" {self.period}" if self.period else ""
        return f"衡量 {self.job}{about}: {chinese} {english}"

    @property
    def text(self) -> str:
        """All of it, to be read by people."""
        where = f"home {self.home} @ {socket.gethostname()}"
        return "\n".join([self.title, "", self.sentence, "", where, *([f"run {self.run_id}"] if self.run_id else [])])


def send_alert(alerts: Alerts, alert: Alert) -> list[str]:
    """Send to the webhook and by mail, each where it is set; never raises.

    Returns:
        A sentence for each way that failed; none holds the webhook's address or a password.
    """
    ways: list[tuple[str, Callable[[Alerts, Alert], None]]] = []
    if alerts.webhook:
        ways.append(("The webhook", _post))
    if alerts.mail_to:
        ways.append((f"The mail to {', '.join(alerts.mail_to)}", _mail))
    unsent = []
    for way, send in ways:
        try:
            send(alerts, alert)
        except Exception as reason:  # an alert must not make anything worse, whatever a server answers
            unsent.append(f"{way} could not be told ({_why(reason)}): {alert.title}")
    return unsent


def _post(alerts: Alerts, alert: Alert) -> None:
    # The first two keys are what common chat robots read; the last is for programs.
    body: dict[str, Any] = {
        "msgtype": "text",
        "text": {"content": alert.text},
        "alert": {
            "kind": alert.kind,
            "job": alert.job,
            "period": alert.period,
            "sentence": alert.sentence,
            "home": alert.home,
            "run_id": alert.run_id,
        },
    }
    request = urllib.request.Request(
        alerts.webhook or "",
        data=json.dumps(body, ensure_ascii=False).encode(),
        headers={"Content-Type": "application/json; charset=utf-8"},
    )
    with urllib.request.urlopen(request, timeout=_SECONDS) as answer:
        answer.read(1)


def _mail(alerts: Alerts, alert: Alert) -> None:
    message = EmailMessage()
    message["Subject"] = alert.title
    message["From"] = alerts.mail_from
    message["To"] = ", ".join(alerts.mail_to)
    message.set_content(alert.text)
    context = ssl.create_default_context()
    server: smtplib.SMTP
    if alerts.smtp_security == "tls":
        server = smtplib.SMTP_SSL(alerts.smtp_host, alerts.smtp_port, timeout=_SECONDS, context=context)
    else:
        server = smtplib.SMTP(alerts.smtp_host, alerts.smtp_port, timeout=_SECONDS)
    with server:
        if alerts.smtp_security == "starttls":
            server.starttls(context=context)
        if alerts.smtp_user and alerts.smtp_password_file:
            server.login(alerts.smtp_user, alerts.smtp_password_file.read_text("utf-8").strip())
        server.send_message(message)


def _why(reason: Exception) -> str:
    """The kind of error and its number, not its words: a server may repeat in them what it was sent."""
    code = getattr(reason, "code", None) or getattr(reason, "smtp_code", None)
    inner = getattr(reason, "reason", None)
    kind = type(inner if isinstance(inner, Exception) else reason).__name__
    return f"{kind} {code}" if code else kind
