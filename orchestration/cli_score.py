"""Commands about scores that people give: each reads its options, calls one function and prints."""

from typing import Annotated

import typer

from interface.errors import CannotRun
from orchestration.cli_options import HomeOption, place_of

score_app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    help="Results that people give for indicators: given by one, confirmed by another, then received like a file.",
)

ProposalArgument = Annotated[str, typer.Argument(help="What was given, as `list` names it.", show_default=False)]


@score_app.command("list")
def list_(home: HomeOption = None) -> None:
    """List what was given: for which indicator, by whom, and what was decided."""
    from orchestration.scoring import list_proposals

    place, _ = place_of(home)
    for line in list_proposals(place):
        typer.echo(line)


@score_app.command()
def give(
    scheme: Annotated[str, typer.Argument(help="The framework.", show_default=False)],
    subject: Annotated[str, typer.Argument(help="The subject.", show_default=False)],
    indicator: Annotated[str, typer.Argument(help="The indicator.", show_default=False)],
    cell: Annotated[
        list[str], typer.Option("--cell", help="COLUMN=TEXT of the row, such as score=8.5; once per cell.")
    ],
    by: Annotated[str, typer.Option("--by", help="Who gives it; another person confirms.", show_default=False)],
    home: HomeOption = None,
) -> None:
    """Give a result of an indicator, or an expert's score of it; it counts once confirmed and evaluated."""
    from orchestration.scoring import give as give_result

    place, _ = place_of(home)
    for each in cell:
        if "=" not in each:
            raise CannotRun(f"--cell {each!r} names no column: give COLUMN=TEXT, such as score=8.5.")
    given = dict(each.split("=", 1) for each in cell)
    proposal = give_result(place, (scheme, subject, indicator), given=given, by=by)
    typer.echo(f"{proposal.proposal_id} waits: another person confirms it with `hengliang score confirm`.")


@score_app.command()
def confirm(
    proposal_id: ProposalArgument,
    by: Annotated[str, typer.Option("--by", help="Who confirms; not who gave it.", show_default=False)],
    home: HomeOption = None,
) -> None:
    """Confirm what another person gave; it is received, and the next evaluation takes it."""
    from orchestration.scoring import confirm as confirm_result

    place, _ = place_of(home)
    proposal = confirm_result(place, proposal_id, by=by)
    typer.echo(f"{proposal_id} was received as {proposal.file_name}: `hengliang evaluate` shows it.")


@score_app.command()
def decline(
    proposal_id: ProposalArgument,
    by: Annotated[str, typer.Option("--by", help="Who declines.", show_default=False)],
    reason: Annotated[str, typer.Option("--reason", help="Why.", show_default=False)],
    home: HomeOption = None,
) -> None:
    """Decline what was given, or take one's own back; both stay in the ledger."""
    from orchestration.scoring import decline as decline_result

    place, _ = place_of(home)
    proposal = decline_result(place, proposal_id, by=by, because=reason)
    typer.echo(f"{proposal.proposal_id} of {proposal.asked_by} is declined.")
