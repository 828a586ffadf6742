"""An act is done once its role and its reason are sound; otherwise it is told in a sentence why nothing was done."""

import pytest

from dashboards.access import Principal, Role
from dashboards.labels import Label
from dashboards.pages.acts import attempt
from interface.errors import CannotRun
from interface.paths import Home
from tests.unit.dashboards.made_visit import a_visit
from tests.unit.dashboards.test_pages import text_of

ENGINEER = Principal("工", Role.ENGINEER)


def tried(tmp_path, do, *, reader=ENGINEER, because="因故"):
    is_done, told = attempt(
        a_visit(Home(tmp_path), reader), act="roll_back", do=do, about="R1", because=because, asks_why=True
    )
    return is_done, text_of(told)


def test_what_was_done_is_told(tmp_path):
    assert tried(tmp_path, lambda visit, about, because: Label(f"{about} 因 {because}", "done")) == (
        True,
        "✓|R1 因 因故|done",
    )


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"because": " \n"}, "请填写理由"),
        ({"reader": Principal("财", Role.FINANCE)}, "您的角色不能办理此事"),
    ],
    ids=["no-reason", "another-role"],
)
def test_nothing_is_done_without_a_reason_or_by_another_role(tmp_path, given, sentence):
    def do(*given):
        raise AssertionError("it was done")

    is_done, text = tried(tmp_path, do, **given)

    assert not is_done
    assert sentence in text


def test_a_refusal_is_told_as_it_is(tmp_path):
    def do(*given):
        raise CannotRun("Run R1 is current already: there is nothing to take back.")

    is_done, text = tried(tmp_path, do)

    assert not is_done
    assert text == (
        "✕|未办理，原因如下。|Not done; this is why.|运行 R1 已是当前版本，无可回退。|"
        "Run R1 is current already: there is nothing to take back."
    )


def test_an_unforeseen_error_is_a_number(tmp_path, caplog):
    def do(*given):
        raise RuntimeError("secret")

    is_done, text = tried(tmp_path, do)

    assert not is_done
    assert "secret" not in text
    assert text.rpartition("|")[2] in caplog.text
