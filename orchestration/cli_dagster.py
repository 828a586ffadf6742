"""Commands that work through Dagster: its UI, and what services need that run it."""

from typing import Annotated

import typer

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
