"""Commands about rows set aside: each reads its options, calls one function and prints."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from interface.paths import Home
from interface.settings import read_settings

quarantine_app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    help="Rows set aside: list, show and export them, and decide on one as two people.",
)


class Act(StrEnum):
    """What two people may decide on one row."""

    accept = "accept"
    withdraw = "withdraw"


_Home = Annotated[Path | None, typer.Option("--home", help="As for every command.", show_default=False)]
_Table = Annotated[str | None, typer.Option("--table", help="Only this input table.", show_default=False)]
_Row = Annotated[str, typer.Argument(metavar="FILE_SHA256:LINE", help="The row, as `list` and `show` name it.")]


@quarantine_app.command("list")
def list_(
    table: _Table = None,
    reason: Annotated[str | None, typer.Option("--reason", help="Only this code, such as Q221.")] = None,
    home: _Home = None,
) -> None:
    """Count rows set aside by table, reason and file, and list the waivers."""
    from orchestration.quarantine import list_quarantine

    for line in list_quarantine(_home(home), table=table, reason=reason):
        typer.echo(line)


@quarantine_app.command()
def show(row: _Row, table: _Table = None, home: _Home = None) -> None:
    """Show one row as received, why it was set aside and what to do."""
    from orchestration.quarantine import show_row

    for line in show_row(_home(home), row, table=table):
        typer.echo(line)


@quarantine_app.command()
def export(
    to: Annotated[Path, typer.Option("--to", help="Folder to write to; once mended it can be ingested.")],
    table: _Table = None,
    home: _Home = None,
) -> None:
    """Write open rows as the submitter sent them, one CSV per source file, with their reasons beside."""
    from orchestration.quarantine_export import export_quarantine

    for path in export_quarantine(_home(home), to, table=table):
        typer.echo(path)


@quarantine_app.command()
def waive(
    row: _Row,
    do: Annotated[Act, typer.Option("--do", help="accept a row (Q210, Q214), or withdraw any.")],
    reason: Annotated[str, typer.Option("--reason", help="Why, in a sentence that an auditor understands.")],
    by: Annotated[str, typer.Option("--by", help="Who asks.")],
    table: _Table = None,
    home: _Home = None,
) -> None:
    """Ask that a row be accepted or withdrawn; it holds once another person approves."""
    from orchestration.quarantine_waivers import ask

    waiver = ask(_home(home), row, act=do.value, because=reason, by=by, table=table)
    typer.echo(
        f"{waiver.waiver_id}: {waiver.act} {waiver.table_name} {waiver.file_sha256}:{waiver.row_number} "
        f"({waiver.reason}); it holds once another person runs `hengliang quarantine approve {waiver.waiver_id}`."
    )


@quarantine_app.command()
def revoke(
    waiver_id: Annotated[str, typer.Argument(help="The waiver, as `list` names it.")],
    reason: Annotated[str, typer.Option("--reason", help="Why, in a sentence that an auditor understands.")],
    by: Annotated[str, typer.Option("--by", help="Who asks.")],
    home: _Home = None,
) -> None:
    """Ask that an approved waiver hold no more; it does until another person approves that."""
    from orchestration.quarantine_waivers import ask_revocation

    asked = ask_revocation(_home(home), waiver_id, because=reason, by=by)
    typer.echo(
        f"{asked.waiver_id}: revoke {waiver_id}; {waiver_id} holds until another person runs "
        f"`hengliang quarantine approve {asked.waiver_id}`."
    )


@quarantine_app.command()
def approve(
    waiver_id: Annotated[str, typer.Argument(help="The waiver, as `list` names it.")],
    by: Annotated[str, typer.Option("--by", help="Who approves; not who asked.")],
    home: _Home = None,
) -> None:
    """Approve a waiver as a second person; the next settlement knows it."""
    from orchestration.quarantine_waivers import approve as decide

    waiver = decide(_home(home), waiver_id, by=by)
    typer.echo(f"{waiver.waiver_id}: approved by {waiver.decided_by}; settle again to book what it changes.")


def _home(home: Path | None) -> Home:
    return Home((home or read_settings().home).absolute())
