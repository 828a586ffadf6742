"""Accounts are made, changed and disabled by commands that never take a password as an argument; all are noted."""

import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboards.access import Role
from dashboards.entry.accounts import find_account
from dashboards.entry.attempts import attempt
from interface.ledger import read_entries
from interface.paths import Home
from orchestration import cli
from orchestration.accounts import add_demo_accounts
from orchestration.backing_up import back_up
from orchestration.restoring import restore
from orchestration.verify import verify
from tests.integration.made_editions import a_home
from tests.unit.dashboards.made_entry import Entrance, add, cheap_passwords, log_in

Answer = tuple[int, list[str], str]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    cheap_passwords(monkeypatch)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Callable[..., Answer]:
    """Run a command about accounts of one home with a line on standard input."""

    def _run(*arguments: str, typed: str = "") -> Answer:
        monkeypatch.setattr(sys, "argv", ["hengliang", "users", *arguments, "--home", str(tmp_path)])
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out.splitlines(), said.err

    return _run


def may_log_in(folder: Path, name: str, password: str) -> bool:
    return attempt(Home(folder), name, password, source="127.0.0.1", now=0.0).account is not None


def test_an_account_is_made_with_the_password_that_was_typed(run: Callable, tmp_path: Path) -> None:
    given = ("add", "Caiwu", "--person", "财务岗", "--role", "FINANCE", "--by", "工程岗")

    assert run(*given, typed="a good long one\n") == (0, ["Caiwu: FINANCE, may log in"], "")

    assert may_log_in(tmp_path, "caiwu", "a good long one")
    assert find_account(Home(tmp_path), "caiwu").principal.person == "财务岗"
    (line,) = read_entries(Home(tmp_path).access)
    assert (line.kind, line.content["person"], line.content["what"]) == ("ACCOUNT_ADDED", "工程岗", "caiwu FINANCE")


def test_a_generated_password_is_printed_once_and_counts(run: Callable, tmp_path: Path) -> None:
    _, lines, _ = run("add", "yy", "--person", "运营岗", "--role", "OPERATOR", "--contract", "HT-1", "--generate")

    password = lines[1].removeprefix("password: ").removesuffix("  (shown once)")
    assert may_log_in(tmp_path, "yy", password)
    assert password not in "".join(run("list")[1])
    assert password.encode() not in Home(tmp_path).access.ledger.read_bytes()


def test_no_command_takes_a_password_as_an_argument(run: Callable) -> None:
    for command in ("add", "password"):
        assert run(command, "caiwu", "--password", "a good long one")[0] == 1


def test_roles_passwords_and_use_change_and_are_noted(run: Callable, tmp_path: Path) -> None:
    run("add", "caiwu", "--person", "财务岗", "--role", "FINANCE", typed="a good long one")

    run("role", "caiwu", "PROVIDER", "--provider", "FW-01")
    run("password", "caiwu", typed="another good one")
    run("disable", "caiwu")
    _, (listed,), _ = run("list")

    assert listed.startswith("caiwu · 财务岗 · PROVIDER FW-01 · disabled · since ")
    assert not may_log_in(tmp_path, "caiwu", "another good one")
    run("enable", "caiwu")
    assert may_log_in(tmp_path, "caiwu", "another good one")
    assert [(line.kind, line.content["what"]) for line in read_entries(Home(tmp_path).access)[1:]] == [
        ("ROLE_CHANGED", "caiwu PROVIDER FW-01"),
        ("PASSWORD_CHANGED", "caiwu"),
        ("ACCOUNT_DISABLED", "caiwu"),
        ("ACCOUNT_ENABLED", "caiwu"),
    ]


@pytest.mark.parametrize(
    ("arguments", "typed", "sentence"),
    [
        (("add", "caiwu", "--person", "财务岗", "--role", "FINANCE"), "short", "12 to 200 printable signs"),
        (("add", "caiwu", "--person", "财务岗", "--role", "KING"), "a good long one", "is not one of"),
        (("add", "caiwu", "--person", "财务岗", "--role", "OPERATOR"), "a good long one", "say whose with --contract"),
        (("disable", "nobody"), "", "There is no account 'nobody'"),
        (("password", "nobody"), "a good long one", "There is no account 'nobody'"),
    ],
)
def test_what_does_not_fit_is_one_sentence(run: Callable, arguments: tuple, typed: str, sentence: str) -> None:
    code, _, said = run(*arguments, typed=typed)

    assert code == 1
    assert sentence in said
    assert len(said.splitlines()) == 1


def test_a_demonstration_has_an_account_for_each_role_and_names_them_once(tmp_path: Path) -> None:
    lines = add_demo_accounts(Home(tmp_path), contract="HT-1", provider="FW-1", by="工程岗")

    assert [line.split()[0] for line in lines] == [role.lower() for role in Role]
    for line in lines:
        name, password = line.split()[:2]
        assert may_log_in(tmp_path, name, password)
    assert find_account(Home(tmp_path), "operator").principal.contracts == {"HT-1"}
    assert find_account(Home(tmp_path), "provider").principal.providers == {"FW-1"}
    assert add_demo_accounts(Home(tmp_path), contract="HT-1", provider="FW-1", by="工程岗") == []


def test_a_backup_holds_accounts_and_the_access_log_and_no_session(tmp_path: Path) -> None:
    folder = tmp_path / "made"
    folder.mkdir()
    home, new = a_home(folder), Home(tmp_path / "new")
    add(home, "caiwu", Role.FINANCE)
    entrance = Entrance(home)
    client = entrance.browser()
    log_in(client, "caiwu")
    log_in(entrance.browser(), "caiwu", "wrong")

    back_up(home, tmp_path / "backups")
    checked = restore(tmp_path / "backups", new)

    assert verify(new) == (checked, [])
    assert [entry.kind for entry in read_entries(new.access)] == ["LOGGED_IN", "LOG_IN_FAILED"]
    assert (new.accounts.stat().st_mode & 0o777, new.access.root.stat().st_mode & 0o777) == (0o600, 0o700)
    again = Entrance(new)
    stolen = again.browser()
    stolen.set_cookie("hengliang", client.get_cookie("hengliang").value)
    assert stolen.get("/_dash-layout").status_code == 401
    assert log_in(again.browser(), "caiwu").status_code == 303


def test_verify_names_what_is_wrong_with_the_access_log_and_the_accounts(tmp_path: Path) -> None:
    home = a_home(tmp_path)
    add(home, "caiwu", Role.FINANCE)
    log_in(Entrance(home).browser(), "caiwu")
    assert verify(home)[1] == []
    whole = home.access.ledger.read_bytes()

    home.access.ledger.write_bytes(whole.replace(b"caiwu", b"other"))
    assert verify(home)[1] == [f"Line 1 of {home.access.ledger} was changed: restore the ledger from a backup."]
    home.access.ledger.unlink()
    assert verify(home)[1] == [f"{home.access.ledger} is missing, and there are accounts: restore it from a backup."]
    home.access.ledger.write_bytes(whole)
    home.accounts.write_bytes(b"no database" * 1000)
    (sentence,) = verify(home)[1]
    assert sentence.startswith(f"{home.accounts} is damaged")
