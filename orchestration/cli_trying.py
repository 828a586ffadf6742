"""Commands for whoever tries it out: something to look at, something large, and empty tables to fill."""

from pathlib import Path
from typing import Annotated

import typer

from interface.errors import CannotRun
from orchestration.cli_options import HomeOption, place_of

trying_app = typer.Typer(add_completion=False, rich_markup_mode=None)

ToOption = Annotated[Path, typer.Option("--to", help="Folder to write to.", show_default=False)]
SeedOption = Annotated[int, typer.Option("--seed", help="Another seed gives other figures.")]


@trying_app.command()
def demo(home: HomeOption = None, seed: SeedOption = 2020) -> None:
    """Build a demonstration home: a contract year, settled month by month, evaluated."""
    from orchestration.demo import build_demo

    place, settings = place_of(home)
    build_demo(place, settings, seed=seed, say=typer.echo)


@trying_app.command()
def sample(
    to: ToOption,
    rows: Annotated[int, typer.Option("--rows", help="Rows of each month's delivery log, about.")] = 100_000,
    months: Annotated[int, typer.Option("--months", help="How many months.")] = 12,
    first: Annotated[str, typer.Option("--first", help="The first month.")] = "2020-05",
    orders: Annotated[
        int | None, typer.Option("--orders", help="Work orders of a contract year; default: one for 500 rows.")
    ] = None,
    seed: SeedOption = 2020,
) -> None:
    """Write made input tables of any size, a folder for each month, to try how long yours will take."""
    from ingest.sample import large, write_large
    from interface.periods import Month

    size = large(rows=rows, first=Month.parse(first), months=months, seed=seed, orders=orders)
    if to.is_file():
        raise CannotRun(f"{to} is a file: give a folder with --to.")
    for month, written in write_large(to, size):
        typer.echo(f"{to / str(month)}: {written:,} deliveries")


@trying_app.command()
def templates(to: ToOption) -> None:
    """Write empty input templates: a CSV per table, and one workbook with notes and lists."""
    from orchestration.templates import write_templates

    for path in write_templates(to):
        typer.echo(path)
