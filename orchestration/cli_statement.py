"""Commands about statements on their way to being paid: each reads its options, calls one function and prints."""

from enum import StrEnum
from typing import Annotated

import typer

from orchestration.cli_options import HomeOption, place_of

statement_app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    help="Statements on their way: reviewed, approved, issued, delivered, accepted or objected to; who, when, why.",
)


class Act(StrEnum):
    """Steps that a person takes with a statement."""

    review = "review"
    approve = "approve"
    issue = "issue"
    deliver = "deliver"
    accept = "accept"
    object = "object"
    return_ = "return"


@statement_app.command("list")
def list_(
    period: Annotated[str | None, typer.Option("--period", help="Only this settlement period.")] = None,
    home: HomeOption = None,
) -> None:
    """List statements with their state, and every step that was taken."""
    from orchestration.approving import list_statements

    place, _ = place_of(home)
    for line in list_statements(place, period=period):
        typer.echo(line)


@statement_app.command()
def step(
    act: Annotated[Act, typer.Argument(help="What is done with it.")],
    settle_no: Annotated[str, typer.Argument(help="The statement, as `list` names it.")],
    by: Annotated[str, typer.Option("--by", help="Who does it; who reviews does not approve.")],
    reason: Annotated[str, typer.Option("--reason", help="Why; needed to return or to object.")] = "",
    home: HomeOption = None,
) -> None:
    """Take a step: review, approve, issue, deliver, accept, object or return; it is kept for good."""
    from orchestration.approving import step_line, take

    place, _ = place_of(home)
    typer.echo(f"{settle_no}: {step_line(take(place, settle_no, act=act.value, by=by, because=reason))}")
