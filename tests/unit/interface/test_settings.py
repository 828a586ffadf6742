"""Settings come from known names only, and a value that cannot be meant is refused by name."""

import os
import pwd
import re
from pathlib import Path

import pytest

from interface.errors import CannotRun
from interface.settings import Access, Alerts, IdentityProvider, Settings, read_settings

DEFAULTS = Settings(
    home=Path("warehouse"),
    threads=2,
    memory="4GB",
    host="127.0.0.1",
    port=8050,
    shows_traceback=False,
    person=pwd.getpwuid(os.getuid()).pw_name,
)


def test_nothing_given_means_the_defaults():
    assert read_settings({}) == DEFAULTS


def test_everything_may_be_given():
    settings = read_settings(
        {
            "HENGLIANG_HOME": "/srv/home",
            "HENGLIANG_THREADS": "8",
            "HENGLIANG_MEMORY": "16GB",
            "HENGLIANG_HOST": "0.0.0.0",
            "HENGLIANG_PORT": "9000",
            "HENGLIANG_PERSON": " 结算岗  一 ",
        }
    )

    assert settings == Settings(
        home=Path("/srv/home"),
        threads=8,
        memory="16GB",
        host="0.0.0.0",
        port=9000,
        shows_traceback=False,
        person="结算岗 一",
    )


def test_a_blank_value_is_not_given():
    assert read_settings({"HENGLIANG_HOME": "", "HENGLIANG_THREADS": "", "HENGLIANG_PORT": ""}) == DEFAULTS


def test_other_programs_names_are_not_ours():
    assert read_settings({"PATH": "/bin", "HOME": "/root", "hengliang_threads": "x"}) == DEFAULTS


def test_an_unknown_name_is_refused_and_the_known_ones_are_listed():
    with pytest.raises(CannotRun, match="HENGLIANG_THREAD is not known") as refusal:
        read_settings({"HENGLIANG_THREAD": "4"})

    assert "HENGLIANG_THREADS" in str(refusal.value)


@pytest.mark.parametrize("text", ["0", "-1", "257", "two", "2.0", " 2", "２", "1e1"])
def test_threads_that_are_no_whole_number_in_range_are_refused_by_name(text):
    with pytest.raises(CannotRun, match=r"HENGLIANG_THREADS is .* give a whole number from 1 to 256"):
        read_settings({"HENGLIANG_THREADS": text})


@pytest.mark.parametrize(("text", "port"), [("1", 1), ("65535", 65535)])
def test_ports_reach_from_the_first_to_the_last(text, port):
    assert read_settings({"HENGLIANG_PORT": text}).port == port


def test_a_port_beyond_the_last_is_refused():
    with pytest.raises(CannotRun, match="HENGLIANG_PORT is '65536'"):
        read_settings({"HENGLIANG_PORT": "65536"})


@pytest.mark.parametrize("text", ["lots", "1MB", "99MB", "4", "4gb", "-4GB", "4 GB"])
def test_a_memory_limit_that_no_engine_can_work_with_is_refused(text: str) -> None:
    with pytest.raises(CannotRun, match="HENGLIANG_MEMORY is "):
        read_settings({"HENGLIANG_MEMORY": text})


def test_an_engine_and_a_cluster_may_be_given():
    settings = read_settings({"HENGLIANG_ENGINE": "spark", "HENGLIANG_SPARK_MASTER": "spark://cluster-1.example:7078"})

    assert (settings.engine, settings.spark_master) == ("spark", "spark://cluster-1.example:7078")
    assert (DEFAULTS.engine, DEFAULTS.spark_master) == ("duckdb", "spark://127.0.0.1:7077")


@pytest.mark.parametrize("text", ["yarn", "spark://host", "spark://host:0", "spark://host:65536", "http://host:7077"])
def test_a_master_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(CannotRun, match=r"HENGLIANG_SPARK_MASTER is .* name it as spark://host:port"):
        read_settings({"HENGLIANG_SPARK_MASTER": text})


def test_an_engine_that_is_none_is_refused():
    with pytest.raises(CannotRun, match="HENGLIANG_ENGINE is 'polars': give duckdb or spark"):
        read_settings({"HENGLIANG_ENGINE": "polars"})


def test_a_folder_to_watch_and_whom_to_alert_may_be_given():
    settings = read_settings(
        {
            "HENGLIANG_INBOX": "/srv/inbox",
            "HENGLIANG_ALERT_WEBHOOK": "https://chat.example/hook?key=secret",
            "HENGLIANG_ALERT_MAIL_TO": "ops@example.cn, finance@example.cn",
            "HENGLIANG_SMTP": "mail.example.cn:587",
            "HENGLIANG_SMTP_SECURITY": "starttls",
            "HENGLIANG_SMTP_USER": "hengliang",
            "HENGLIANG_SMTP_PASSWORD_FILE": "/etc/hengliang/smtp",
        }
    )

    assert settings.inbox == Path("/srv/inbox")
    assert settings.alerts == Alerts(
        webhook="https://chat.example/hook?key=secret",
        mail_to=("ops@example.cn", "finance@example.cn"),
        mail_from="ops@example.cn",
        smtp_host="mail.example.cn",
        smtp_port=587,
        smtp_security="starttls",
        smtp_user="hengliang",
        smtp_password_file=Path("/etc/hengliang/smtp"),
    )
    assert "secret" not in repr(settings)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        pytest.param({"ALERT_WEBHOOK": "file:///etc/passwd"}, "ALERT_WEBHOOK is no address", id="webhook"),
        pytest.param({"ALERT_MAIL_TO": "ops", "SMTP": "h:25"}, "holds 'ops', which is no mail address", id="address"),
        pytest.param({"ALERT_MAIL_TO": "a@b.cn"}, "SMTP is '': name the mail server", id="mail-without-server"),
        pytest.param({"SMTP": "h:65536"}, "SMTP is 'h:65536': name the mail server", id="port"),
        pytest.param({"SMTP_SECURITY": "ssl"}, "SMTP_SECURITY is 'ssl': give none, starttls", id="security"),
        pytest.param({"SMTP_USER": "u"}, "SMTP_PASSWORD_FILE go together", id="user-without-password"),
        pytest.param({"SMTP_USER": "u", "SMTP_PASSWORD_FILE": "f"}, "although a password is to be sent", id="in-clear"),
    ],
)
def test_an_alert_that_could_not_be_sent_is_refused_by_name(given, sentence):
    with pytest.raises(CannotRun, match=re.escape(sentence)):
        read_settings({f"HENGLIANG_{name}": value for name, value in given.items()})


def test_how_people_come_in_may_be_given(tmp_path):
    access = read_settings(
        {
            "HENGLIANG_ORIGIN": "https://hengliang.example/",
            "HENGLIANG_IDLE_MINUTES": "10",
            "HENGLIANG_SESSION_HOURS": "8",
            "HENGLIANG_OIDC_ISSUER": "https://id.example/realm/",
            "HENGLIANG_OIDC_CLIENT": "hengliang",
            "HENGLIANG_OIDC_SECRET_FILE": "/etc/hengliang/oidc",
        }
    ).access

    provider = IdentityProvider(
        "https://id.example/realm", "hengliang", Path("/etc/hengliang/oidc"), "preferred_username"
    )
    assert access == Access("https://hengliang.example", 10, 8, provider)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"ORIGIN": "hengliang.example"}, "HENGLIANG_ORIGIN is 'hengliang.example': give the pages' address"),
        ({"ORIGIN": "https://hengliang.example/path"}, "without a path"),
        ({"IDLE_MINUTES": "0"}, "HENGLIANG_IDLE_MINUTES is '0'"),
        ({"OIDC_ISSUER": "https://id.example"}, "give HENGLIANG_OIDC_CLIENT, HENGLIANG_OIDC_SECRET_FILE too"),
        ({"OIDC_CLAIM": "email"}, "give HENGLIANG_OIDC_ISSUER, HENGLIANG_OIDC_CLIENT"),
        ({"OIDC_ISSUER": "https://id", "OIDC_CLIENT": "x", "OIDC_SECRET_FILE": "x"}, "give HENGLIANG_ORIGIN too"),
        (
            {"OIDC_ISSUER": "http://id.example", "OIDC_CLIENT": "x", "OIDC_SECRET_FILE": "x", "ORIGIN": "https://x"},
            "HENGLIANG_OIDC_ISSUER is no address: it begins with https://",
        ),
    ],
)
def test_a_way_in_that_cannot_be_meant_is_refused_by_name(given, sentence):
    with pytest.raises(CannotRun, match=sentence):
        read_settings({f"HENGLIANG_{name}": value for name, value in given.items()})
