"""Commands about the gate: each reads its options, calls one function and prints."""

from enum import StrEnum
from typing import Annotated

import typer

from orchestration.cli_options import HomeOption, place_of

gate_app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    help="What the gate asks of a run, what came of it over time, and what two people decided in spite of it.",
)


class Runs(StrEnum):
    """Kinds of run that are judged."""

    settlement = "settlement"
    evaluation = "evaluation"


@gate_app.command()
def rules(
    of: Annotated[Runs, typer.Option("--of", help="Which runs are asked.")] = Runs.settlement,
) -> None:
    """List every rule: whether it blocks, what it guards, what is wrong where it fails and what to do."""
    from orchestration.gate_decisions import list_rules

    for line in list_rules(of=of.value):
        typer.echo(line)


@gate_app.command()
def history(
    rule: Annotated[str | None, typer.Option("--rule", help="Only this rule.", show_default=False)] = None,
    period: Annotated[str | None, typer.Option("--period", help="Only this period.", show_default=False)] = None,
    home: HomeOption = None,
) -> None:
    """Say for each rule that ever failed what came of it, run by run: ✓ held, ! warned, ✕ refused, ○ overridden."""
    from orchestration.gate_decisions import list_history

    place, _ = place_of(home)
    for line in list_history(place, rule=rule, period=period):
        typer.echo(line)


@gate_app.command()
def override(
    refusal: Annotated[str, typer.Argument(help="The refused run: its folder below refused/, or its run_id.")],
    rule: Annotated[str, typer.Argument(help="The rule that blocked it.")],
    reason: Annotated[str, typer.Option("--reason", help="Why; it is printed on the statement.")],
    by: Annotated[str, typer.Option("--by", help="Who asks; another person agrees.")],
    home: HomeOption = None,
) -> None:
    """Ask that a rule hold back a refused run no more; it does until another person agrees."""
    from orchestration.gate_decisions import ask

    place, _ = place_of(home)
    asked = ask(place, refusal, rule=rule, because=reason, by=by)
    typer.echo(
        f"{asked.override_id}: {asked.expectation} of {asked.run_id} ({asked.unexpected_count}: {asked.sample}); it "
        f"holds back the run until another person runs `hengliang gate agree {asked.override_id} --by NAME`."
    )


@gate_app.command("agree")
def agree_(
    override_id: Annotated[str, typer.Argument(help="The override, as `hengliang gate overrides` names it.")],
    by: Annotated[str, typer.Option("--by", help="Who agrees; not who asked.")],
    home: HomeOption = None,
) -> None:
    """Agree to an override as a second person; the same run passes the rule when it is run again."""
    from orchestration.gate_decisions import agree

    place, _ = place_of(home)
    agreed = agree(place, override_id, by=by)
    typer.echo(f"{agreed.override_id}: agreed to by {agreed.agreed_by}; run {agreed.run_id} again to publish it.")


@gate_app.command()
def overrides(home: HomeOption = None) -> None:
    """List overrides: of which run and rule, why, who asked and who agreed, when."""
    from orchestration.gate_decisions import list_overrides

    place, _ = place_of(home)
    for line in list_overrides(place):
        typer.echo(line)
