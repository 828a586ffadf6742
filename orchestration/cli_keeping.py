"""Commands that keep what was booked: each reads its options, calls one function and prints."""

from pathlib import Path
from typing import Annotated

import typer

from interface.errors import CannotRun, Stopped
from orchestration.cli_options import HomeOption, place_of

keeping_app = typer.Typer(add_completion=False, rich_markup_mode=None)

FromOption = Annotated[Path, typer.Option("--from", help="Folder of the backups.", show_default=False)]
BackupOption = Annotated[
    int | None, typer.Option("--backup", help="Which of its backups, by number; default: the newest.")
]


@keeping_app.command()
def editions(home: HomeOption = None) -> None:
    """List every run that was published or refused, and what became of it."""
    from orchestration.listing_editions import edition_lines

    place, _ = place_of(home)
    for line in edition_lines(place):
        typer.echo(line)


@keeping_app.command()
def rollback(
    to: Annotated[str, typer.Option("--to", help="The earlier run that is to be current again.", show_default=False)],
    by: Annotated[str, typer.Option("--by", help="Who does it.")],
    reason: Annotated[str, typer.Option("--reason", help="Why; it is kept for good.")],
    home: HomeOption = None,
) -> None:
    """Take back every run after an earlier one, where none of their statements left the house."""
    from orchestration.rolling_back import rollback as take_back

    place, _ = place_of(home)
    for run_id in take_back(place, to, by=by, because=reason):
        typer.echo(f"{run_id}: rolled back, kept, and books nothing")
    typer.echo(f"{to}: current")


@keeping_app.command()
def recompute(
    run_id: Annotated[str, typer.Argument(help="A published run, as `editions` names it.")],
    from_raw: Annotated[bool, typer.Option("--from-raw", help="Read every raw file again first.")] = False,  # noqa: FBT002
    home: HomeOption = None,
) -> None:
    """Make a published run again from what was received, and compare every table byte for byte; books nothing."""
    from orchestration.recomputing_aloud import recompute_aloud

    place, settings = place_of(home)
    if not recompute_aloud(place, run_id, settings=settings, from_raw=from_raw, say=typer.echo):
        raise Stopped(f"Run {run_id} made again is not what was published: see above.")


@keeping_app.command()
def retain(
    days: Annotated[int, typer.Option("--days", help="Only what is older than so many days.", show_default=False)],
    by: Annotated[str, typer.Option("--by", help="Who removes it.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="List, and remove nothing.")] = False,  # noqa: FBT002
    home: HomeOption = None,
) -> None:
    """Remove what no booked run needs: editions rolled back, refusals, leftovers of interrupted commands."""
    from orchestration.retaining import removable
    from orchestration.retaining import retain as remove

    place, _ = place_of(home)
    removals = removable(place, days=days) if dry_run else remove(place, days=days, by=by)
    for each in removals:
        typer.echo(f"{each.what} {each.name}: {each.size:,} bytes")
    done = "would be removed" if dry_run else "removed"
    typer.echo(f"{len(removals)} {done}, {sum(each.size for each in removals):,} bytes")


@keeping_app.command()
def backup(
    to: Annotated[Path, typer.Option("--to", help="Folder of this home's backups.", show_default=False)],
    home: HomeOption = None,
) -> None:
    """Copy what is new since the last backup; the home may be in use. Demo samples and Dagster's runs are no part."""
    from orchestration.backing_up import back_up

    place, _ = place_of(home)
    done = back_up(place, to)
    typer.echo(
        f"backup {done.number} of {done.files:,} files and {done.entries:,} lines of the ledger: "
        f"{done.copied:,} files copied, {done.copied_bytes:,} bytes"
    )


@keeping_app.command()
def restore(
    source: FromOption,
    home: Annotated[Path, typer.Option("--home", help="A new, empty folder.", show_default=False)],
    number: BackupOption = None,
) -> None:
    """Build a home anew from a backup and verify it."""
    from interface.paths import Home
    from orchestration.restoring import restore as build

    checked = build(source, Home(home.absolute()), number=number)
    typer.echo(f"{home}: {checked} files and records agree with their recorded hashes.")


@keeping_app.command()
def drill(
    source: FromOption,
    statement: Annotated[str | None, typer.Option("--statement", help="A settle_no; default: a newest one.")] = None,
    number: BackupOption = None,
    work: Annotated[Path | None, typer.Option("--work", help="Where to restore to; default: as TMPDIR says.")] = None,
) -> None:
    """Prove a backup: restore it aside, read its raw files again, and make one statement again to the fen."""
    from interface.settings import read_settings
    from orchestration.drilling import drill as prove

    settings = read_settings()
    if not prove(source, settings=settings, statement=statement, number=number, work=work, say=typer.echo):
        raise Stopped("The drill failed: what the backup gives is not what was published; see above.")


@keeping_app.command()
def alert(
    service: Annotated[str, typer.Argument(help="The service that failed, as systemd names it.", show_default=False)],
    home: HomeOption = None,
) -> None:
    """Tell whom HENGLIANG_ALERT_… names that a service of this machine failed; systemd calls it."""
    from orchestration.alerts import Alert, send_alert

    place, settings = place_of(home)
    if not settings.alerts.webhook and not settings.alerts.mail_to:
        raise CannotRun("Nobody is named to be told: set HENGLIANG_ALERT_WEBHOOK or HENGLIANG_ALERT_MAIL_TO.")
    sentence = f"Look at it with: journalctl -u {service}"
    told = Alert("SERVICE_FAILED", service, None, sentence, str(place.root.absolute()))
    if unsent := send_alert(settings.alerts, told):
        raise CannotRun(" ".join(unsent))
