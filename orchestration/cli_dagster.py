"""Commands that work through Dagster: its UI, and what services need that run it."""

from typing import Annotated

import typer

from interface.periods import Month, Year
from orchestration.cli_options import HomeOption, place_of

dagster_app = typer.Typer()


@dagster_app.command()
def dev(
    home: HomeOption = None,
    port: Annotated[int, typer.Option("--port", help="Port of the Dagster UI.")] = 3000,
    prepare: Annotated[  # noqa: FBT002  an option is a switch
        bool, typer.Option("--prepare", help="Only write what Dagster's own services need into the home, and end.")
    ] = False,
) -> None:
    """Open the Dagster UI with this home's assets, schedules and checks."""
    place, _ = place_of(home)
    if prepare:
        from orchestration.dagster_instance import prepare_instance

        typer.echo(f"DAGSTER_HOME={prepare_instance(place)}")
        return
    from orchestration.dagster_ui import open_ui

    open_ui(place, port=port)


@dagster_app.command()
def backfill(
    period: Annotated[str, typer.Option("--period", help="First service month, such as 2020-03.", show_default=False)],
    through: Annotated[str, typer.Option("--through", help="Last service month.", show_default=False)],
    year: Annotated[
        str | None, typer.Option("--year", help="Then the annual run of the contract years that start in it.")
    ] = None,
    home: HomeOption = None,
) -> None:
    """Settle many months in order as Dagster runs, which the UI shows; stop at the first that is refused."""
    place, _ = place_of(home)
    first, last, annual = Month.parse(period), Month.parse(through), Year.parse(year) if year else None
    from orchestration.backfill import backfill as run
    from orchestration.backfill import periods_of

    run(place, periods_of(first, last, annual), say=typer.echo)
