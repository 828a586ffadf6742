"""Commands for the Spark cluster of a home: start, stop, status."""

from typing import Annotated

import typer

from orchestration.cli_options import HomeOption, place_of

spark_app = typer.Typer(help="The home's own Spark cluster on this machine, for `settle --engine spark`.")


@spark_app.command()
def start(
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="The master's port.")] = 7077,
    workers: Annotated[int, typer.Option("--workers", min=1, max=64, help="How many workers.")] = 2,
    cores: Annotated[int, typer.Option("--cores", min=1, max=256, help="Cores of each worker.")] = 1,
    memory: Annotated[str, typer.Option("--memory", help="Memory of each worker, as Spark writes it.")] = "2g",
    home: HomeOption = None,
) -> None:
    """Start one master and its workers as processes of their own; they last until `hengliang spark stop`."""
    from orchestration.spark.cluster import Size
    from orchestration.spark.cluster import start as start_cluster

    place, settings = place_of(home)
    master = start_cluster(place.spark, port=port, size=Size(workers, cores, memory))
    typer.echo(f"{master} with {workers} workers; logs in {place.spark}")
    if master != settings.spark_master:
        typer.echo(f"Set HENGLIANG_SPARK_MASTER={master} for the commands that settle on it.")


@spark_app.command()
def stop(home: HomeOption = None) -> None:
    """Stop what `hengliang spark start` started for this home, and nothing else."""
    from orchestration.spark.cluster import stop as stop_cluster

    place, _ = place_of(home)
    count = stop_cluster(place.spark)
    typer.echo(f"{count} processes stopped" if count else "No cluster of this home runs.")


@spark_app.command()
def status(home: HomeOption = None) -> None:
    """Say which processes of the home's cluster live."""
    from orchestration.spark.cluster import master_of, processes

    place, _ = place_of(home)
    found = processes(place.spark)
    for process in found:
        typer.echo(f"{process.name:10} {process.pid:8} {'lives' if process.is_alive else 'has ended'}")
    typer.echo(f"master     {master_of(place.spark)}" if found else "No cluster of this home runs.")
