"""Commands about who may log in to the pages: each reads its options, calls one function and prints."""

import getpass
import sys
from typing import Annotated

import typer

from dashboards.access import Principal, Role
from interface.errors import CannotRun
from orchestration.cli_options import HomeOption, place_of

users_app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    help="Accounts of the pages: who may log in, in which role, and whose rows they see.",
)

NameArgument = Annotated[str, typer.Argument(help="The account, as it is typed to log in.", show_default=False)]
ContractOption = Annotated[list[str] | None, typer.Option("--contract", help="An operator's contract; may repeat.")]
ProviderOption = Annotated[list[str] | None, typer.Option("--provider", help="As whom a provider works; may repeat.")]
GenerateOption = Annotated[bool, typer.Option("--generate", help="Make a password and print it, once.")]
ByOption = Annotated[str | None, typer.Option("--by", help="Who does it, for the log; default: the login name.")]


@users_app.command()
def add(
    name: NameArgument,
    person: Annotated[str, typer.Option("--person", help="Whose it is: the name in the ledger.", show_default=False)],
    role: Annotated[Role, typer.Option("--role", help="What they do.", show_default=False)],
    contract: ContractOption = None,
    provider: ProviderOption = None,
    generate: GenerateOption = False,  # noqa: FBT002
    by: ByOption = None,
    home: HomeOption = None,
) -> None:
    """Make an account; the password is asked for, read from standard input, or generated."""
    from orchestration.accounts import add as make

    place, settings = place_of(home, person=by)
    password = _password(generate=generate)
    make(place, _principal(name, person, role, contract, provider), password, by=settings.person)
    typer.echo(f"{name}: {role}, may log in")
    _say(password, generate=generate)


@users_app.command("list")
def list_(home: HomeOption = None) -> None:
    """List accounts; no password is kept that could be shown."""
    from orchestration.accounts import account_lines

    place, _ = place_of(home)
    for line in account_lines(place):
        typer.echo(line)


@users_app.command()
def role(
    name: NameArgument,
    role: Annotated[Role, typer.Argument(help="What they do from now on.", show_default=False)],
    contract: ContractOption = None,
    provider: ProviderOption = None,
    by: ByOption = None,
    home: HomeOption = None,
) -> None:
    """Give an account another role, other contracts or providers; who is logged in with it is logged out."""
    from orchestration.accounts import set_role

    place, settings = place_of(home, person=by)
    set_role(place, _principal(name, "", role, contract, provider), by=settings.person)
    typer.echo(f"{name}: {role} from now on")


@users_app.command()
def disable(name: NameArgument, by: ByOption = None, home: HomeOption = None) -> None:
    """Let nobody log in with an account; who is logged in with it is logged out."""
    from orchestration.accounts import set_disabled

    place, settings = place_of(home, person=by)
    set_disabled(place, name, by=settings.person)
    typer.echo(f"{name}: disabled")


@users_app.command()
def enable(name: NameArgument, by: ByOption = None, home: HomeOption = None) -> None:
    """Let the owner of an account log in again."""
    from orchestration.accounts import set_enabled

    place, settings = place_of(home, person=by)
    set_enabled(place, name, by=settings.person)
    typer.echo(f"{name}: may log in")


@users_app.command()
def password(
    name: NameArgument,
    generate: GenerateOption = False,  # noqa: FBT002
    by: ByOption = None,
    home: HomeOption = None,
) -> None:
    """Give an account another password; who is logged in with it is logged out."""
    from orchestration.accounts import set_password

    place, settings = place_of(home, person=by)
    given = _password(generate=generate)
    set_password(place, name, given, by=settings.person)
    typer.echo(f"{name}: another password")
    _say(given, generate=generate)


def _principal(name: str, person: str, role: Role, contract: list[str] | None, provider: list[str] | None) -> Principal:
    return Principal(person, role, name, frozenset(contract or ()), frozenset(provider or ()))


def _password(*, generate: bool) -> str:
    """Typed twice, read from standard input, or made; never an argument, which others can list."""
    from orchestration.accounts import new_password

    if generate:
        return new_password()
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    given = getpass.getpass("Password: ")
    if getpass.getpass("The same again: ") != given:
        raise CannotRun("The two passwords are not the same: run the command again.")
    return given


def _say(password: str, *, generate: bool) -> None:
    if generate:
        typer.echo(f"password: {password}  (shown once)")
