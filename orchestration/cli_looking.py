"""Commands that look and change nothing: each reads its options, calls one function and prints."""

from typing import Annotated

import typer

from interface.errors import Stopped
from orchestration.cli_options import HomeOption, place_of

looking_app = typer.Typer(add_completion=False, rich_markup_mode=None)


@looking_app.command()
def explain(
    id: Annotated[
        str, typer.Argument(help="A line_id, settle_no, run_id, delivery_no, SHA-256:row, score or finding.")
    ],
    home: HomeOption = None,
) -> None:
    """Follow a figure down to its raw rows and up to the payable, or a raw row to its fate."""
    from orchestration.explain import explain as tell

    place, _ = place_of(home)
    for line in tell(place, id):
        typer.echo(line)


@looking_app.command("diff")
def diff_(
    run_a: Annotated[str, typer.Argument(metavar="A", help="run_id of the earlier edition.")],
    run_b: Annotated[str, typer.Argument(metavar="B", help="run_id of the later edition.")],
    home: HomeOption = None,
) -> None:
    """Compare two editions by yuan: every service month, payable and score that is not the same in both."""
    from orchestration.diff import diff

    place, _ = place_of(home)
    for line in diff(place, run_a, run_b):
        typer.echo(line)


@looking_app.command()
def verify(home: HomeOption = None) -> None:
    """Re-read everything published and landed against its recorded hashes."""
    from orchestration.orphans import orphan_lines
    from orchestration.verify import verify as check

    place, _ = place_of(home)
    checked, wrong = check(place)
    if wrong:
        for sentence in wrong:
            typer.echo(sentence)
        raise Stopped(f"{len(wrong)} of {checked} files and records do not agree with their recorded hashes.")
    for line in orphan_lines(place):
        typer.echo(line)
    typer.echo(f"{checked} files and records agree with their recorded hashes.")


@looking_app.command()
def where(home: HomeOption = None) -> None:
    """Say where this home is and which edition is current."""
    from orchestration.where import where as tell

    place, settings = place_of(home)
    for line in tell(place, settings):
        typer.echo(line)
